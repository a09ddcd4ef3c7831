import { playwrightConfig } from 'fieldlab/playwright'
import config from './fieldlab.config.ts'

// `npx playwright test` measures and judges like `fieldlab run`: base URL, server and projects come from the one config.
export default { ...playwrightConfig(config), reporter: './cli/reporter.ts' }

import { resolve } from 'node:path'
import { playwrightConfig } from '../lab/playwright-config.ts'
import { loadConfig } from './load-config.ts'

/** The Playwright config of a project that has none of its own. Playwright takes paths as relative to this file. */
const { input, folder } = await loadConfig()
const derived = playwrightConfig(input)

export default {
  ...derived,
  testDir: resolve(folder, derived.testDir!),
  outputDir: resolve(folder, derived.outputDir!),
  ...(derived.webServer && { webServer: { ...derived.webServer, cwd: folder } }),
}

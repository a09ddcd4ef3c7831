import { resolve } from 'node:path'
import type { PlaywrightTestConfig } from '@playwright/test'
import { playwrightConfig } from '../lab/playwright-config.ts'
import { loadConfig } from './load-config.ts'

/** The Playwright config of a project that has none of its own. Playwright takes paths as relative to this file. */
const { input, folder } = await loadConfig()
const { testDir, outputDir, webServer, ...derived } = playwrightConfig(input)

const config: PlaywrightTestConfig = {
  ...derived,
  testDir: resolve(folder, testDir!),
  outputDir: resolve(folder, outputDir!),
  ...(webServer && { webServer: { ...webServer, cwd: folder } }),
}

export default config

/** What journeys import: `import { test, expect } from 'fieldlab/playwright'`. */
export {
  /** Playwright's own. */
  expect,
} from '@playwright/test'
export { test } from './fixture.ts'
export { playwrightConfig } from './playwright-config.ts'
export type { LabOptions } from './lab-options.ts'

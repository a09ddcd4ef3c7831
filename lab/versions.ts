import { createRequire } from 'node:module'
import type { Run } from '../measurement/run.ts'
import { version } from '../measurement/version.ts'

const require = createRequire(import.meta.url)

/** Versions that a run's numbers depend on, but for the browser's, which only the browser knows. */
export const VERSIONS: Omit<Run['versions'], 'browser'> = {
  fieldlab: version,
  playwright: (require('@playwright/test/package.json') as { version: string }).version,
  node: process.versions.node,
}

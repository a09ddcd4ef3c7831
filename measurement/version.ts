import { readFileSync } from 'node:fs'

/** Fieldlab's own version. From the repo this file is `measurement/version.ts`, in the package `dist/measurement/version.js`. */
export const version: string = ownVersion()

function ownVersion(): string {
  for (const above of ['../package.json', '../../package.json']) {
    try {
      const read = JSON.parse(readFileSync(new URL(above, import.meta.url), 'utf8')) as {
        name: string
        version: string
      }
      if (read.name === 'fieldlab') return read.version
    } catch {
      // not this one
    }
  }
  return 'unknown'
}

import { readFileSync } from 'node:fs'
import type { OwnPackage } from './peers.ts'

/** Fieldlab's own package.json. From the repo this file is `cli/init/`, in the package `dist/cli/init/`. */
export function ownPackage(): OwnPackage {
  for (const above of ['../../package.json', '../../../package.json']) {
    try {
      const read = JSON.parse(readFileSync(new URL(above, import.meta.url), 'utf8')) as OwnPackage & { name: string }
      if (read.name === 'fieldlab') return read
    } catch {
      // not this one
    }
  }
  throw new Error("fieldlab's own package.json is not where it should be: its installation is incomplete.")
}

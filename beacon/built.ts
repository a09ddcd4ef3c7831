import { readFileSync } from 'node:fs'

/** In the package this module lies among the built files, in the repo they are in `dist/beacon/`. */
const FOLDERS = ['./', '../dist/beacon/']

/** The text of a file that runs in a page.
 * @throws Error that says how to build it */
export function readBuilt(name: 'fieldlab.js' | 'fieldlab-beacon.js' | 'probe.js'): string {
  for (const folder of FOLDERS) {
    try {
      return readFileSync(new URL(folder + name, import.meta.url), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new Error(`dist/beacon/${name} is missing: it is built from beacon/. Type \`npm run build\`.`)
}

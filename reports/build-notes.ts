import type { BuildSizes } from '../measurement/build-sizes.ts'
import { plural } from './words.ts'

/** What the reader must know of a weighed build, in sentences. Holds text from strangers: escape it. */
export function buildNotes(build: BuildSizes | undefined): string[] {
  if (!build) return []
  return [
    ...(build.unread === undefined ? [] : [`Build: nothing was weighed. ${build.unread}`]),
    ...build.entries
      .filter(({ missing }) => missing.length > 0)
      .map(({ page, html, missing }) => {
        const some = missing.slice(0, 3).join(', ') + (missing.length > 3 ? ', …' : '')
        return `Build: ${page} weighs more than is told, because ${plural(missing.length, 'file')} that ${html} refers to could not be found: ${some}. Say where they lie with build.served.`
      }),
  ]
}

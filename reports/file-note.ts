import type { Culprit } from '../budgets/evaluation.ts'
import { formatValue } from '../measurement/format.ts'
import { maskURL } from '../measurement/mask.ts'
import type { Report } from './report.ts'

/** What the runs know of a file that took long: its weight, and how long the line needs for so much. */
export type FileNote = { text: string; /** What helps, where it is not what usually does. */ advice?: string }

export type FileNotes = (culprit: Culprit, profile: string | undefined) => FileNote | undefined

/** A download that takes this many times longer than the line needs was waiting. */
const WAITED = 3

const WAIT_ADVICE = 'A smaller file would not help: look at the server or CDN that sends it, and at what it waits for.'

/** Looks files up among the heaviest ones of all runs; reads those only once it is asked. */
export function fileNotes({ runs, profiles }: Pick<Report, 'runs' | 'profiles'>): FileNotes {
  let known: Map<string, number> | undefined
  return ({ part, url, amount }, profile) => {
    if (url === undefined || part !== 'resourceLoadDuration') return undefined
    known ??= new Map(
      runs.flatMap(({ steps }) =>
        steps.flatMap(({ heaviest }) => heaviest.map((resource) => [maskURL(resource.url), resource.bytes] as const)),
      ),
    )
    const bytes = known.get(maskURL(url))
    if (bytes === undefined) return undefined
    const weight = `It weighs ${formatValue('totalBytes', bytes)}`
    const asked = profile === undefined ? undefined : profiles[profile]?.asked
    if (!asked || asked.downKbps === 0) return { text: `${weight}.` }
    const needed = (bytes * 8) / asked.downKbps
    const line = `${weight}, for which the profile's line needs ${formatValue('LCP', needed)}`
    return needed * WAITED < amount
      ? { text: `${line}: the rest is waiting.`, advice: WAIT_ADVICE }
      : { text: `${line}.` }
  }
}

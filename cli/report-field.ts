import type { ReportField } from '../reports/report.ts'
import { excludedText, plural } from '../reports/words.ts'
import type { Judgement } from './judge.ts'

/** What a report says of the field as a whole: all sites together. Absent where no site has page views. */
export function reportField({
  sites,
  windowDays,
  release,
  includesAutomated,
  from,
}: Judgement['field']): ReportField | undefined {
  const visited = sites.flatMap(({ counts }) => counts ?? [])
  if (visited.length === 0) return undefined
  const excluded: Record<string, number> = {}
  for (const counts of visited)
    for (const [reason, count] of Object.entries(counts.excluded)) excluded[reason] = (excluded[reason] ?? 0) + count
  return {
    windowDays,
    ...(release !== undefined && { release }),
    includesAutomated,
    pageViews: visited.reduce((sum, { pageViews }) => sum + pageViews, 0),
    excluded,
    ...(from !== undefined && { from }),
  }
}

/** What the reader must know of the field first. */
export function fieldNotes({ sites, release, includesAutomated, from, unread, notes }: Judgement['field']): string[] {
  if (unread !== undefined) return [`Field: ${unread}`]
  const several = sites.length > 1
  const visited = sites.flatMap(({ site, counts }) => (counts ? [{ site, ...counts }] : []))
  const missing = sites.filter(({ counts }) => !counts).map(({ site }) => site)
  const shares = visited.map(({ site, pageViews }) => `${plural(pageViews, 'page view')} of ${site}`)
  return [
    ...notes.map((note) => `Field: ${note}`),
    ...(missing.length === 0
      ? []
      : [`Field: ${from ?? 'the store'} has no page views of ${several ? missing.join(' and ') : 'this site'} yet.`]),
    ...visited.flatMap(({ site, pageViews, excluded }) =>
      pageViews > 0 || excludedText(excluded) === ''
        ? []
        : [
            `Field: every page view of ${several ? site : 'this site'} is left out: ${excludedText(excluded)}.${
              excluded['automated']
                ? ' field.includeAutomated in the config lets robots and scripted browsers count.'
                : ''
            }`,
          ],
    ),
    ...(several && shares.length > 0 ? [`Field: ${shares.join(', ')}.`] : []),
    ...(visited.length > 0 && includesAutomated
      ? ['Field: automated visits are counted in, because the config says field.includeAutomated.']
      : []),
    ...(visited.length > 0 && release !== undefined ? [`Field: only page views of release ${release}.`] : []),
  ]
}

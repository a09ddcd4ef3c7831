import type { Report } from './report.ts'
import { byStanding, STANDINGS, type Standing } from './standing.ts'
import { plural } from './words.ts'

/** The whole in one sentence: '2 of 14 budgets failed'. Holds text from strangers: escape it. */
export function headline({ evaluations, runs, verdict }: Pick<Report, 'evaluations' | 'runs' | 'verdict'>): string {
  const { failed, missing, passed, ...rest } = byStanding(evaluations)
  const total = [failed, missing, passed, rest.warned, rest.inconclusive, rest['no-data']].flat().length
  const broken = failedJourneys(runs)

  const sentences: string[] = []
  if (verdict === 'not-measured') sentences.push(notMeasured(runs))
  if (failed.length > 0) sentences.push(`${failed.length} of ${budgets(total)} failed`)
  if (missing.length > 0) sentences.push(`${missing.length} of ${budgets(total)} found no data`)
  if (broken.length > 0) sentences.push(`${broken.join(', ')} failed`)
  if (sentences.length > 0) return sentences.join('; ')

  if (total === 0) return 'No budget to judge by'
  if (passed.length === total) return total === 1 ? 'The one budget holds' : `All ${total} budgets hold`
  return `No budget failed; ${passed.length} of ${total} hold`
}

/** Journeys whose own step or assertion failed in a run: `journey checkout (mobile)`. */
export function failedJourneys(runs: Report['runs']): string[] {
  const failed = runs.filter(({ invalid }) => invalid?.kind === 'failed')
  return [...new Set(failed.map(({ journey, profile }) => `journey ${journey} (${profile})`))]
}

function notMeasured(runs: Report['runs']): string {
  const groups = Map.groupBy(runs, ({ journey, profile }) => `${journey} (${profile})`)
  const empty = [...groups].filter(([, group]) => group.every(({ invalid }) => invalid)).map(([name]) => name)
  // Runs that Playwright never came to, or a field that could not be asked: a note says which.
  if (groups.size > 0 && empty.length === 0) return 'Not all could be measured'
  return empty.length === groups.size ? 'Nothing could be measured' : `No valid run of ${empty.join(', ')}`
}

const budgets = (count: number): string => `${count} budget${count === 1 ? '' : 's'}`

const COUNT_WORDS: Record<Standing, string> = {
  failed: 'failed',
  missing: 'found no data',
  warned: 'warned',
  inconclusive: 'inconclusive',
  'no-data': 'without enough data',
  passed: 'passed',
  'not-applicable': 'not applicable',
}

/** What stands how often, leaving out zeros: ['2 failed', '9 passed']. */
export function counts(evaluations: Report['evaluations']): { standing: Standing; text: string }[] {
  const standings = byStanding(evaluations)
  return STANDINGS.flatMap((standing) => {
    const count = standings[standing].length
    return count > 0 ? { standing, text: `${count} ${COUNT_WORDS[standing]}` } : []
  })
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url

/** Where the numbers come from: ['Lab: 12 of 14 runs valid, 2 profiles', 'Field: 248 page views in 28 days']. */
export function origins({ runs, field }: Report): string[] {
  const valid = runs.filter(({ invalid }) => !invalid).length
  const journeys = new Set(runs.map(({ journey }) => journey)).size
  const profiles = new Set(runs.map(({ profile }) => profile)).size
  const lab = `Lab: ${valid} of ${runs.length} runs valid, ${plural(journeys, 'journey')}, ${plural(profiles, 'profile')}`
  const release = field?.release === undefined ? '' : ` of release ${field.release}`
  const from = field?.from === undefined ? '' : ` from ${hostOf(field.from)}`
  const days = field && plural(field.windowDays, 'day')
  return [
    ...(runs.length > 0 ? [lab] : []),
    ...(field ? [`Field: ${plural(field.pageViews, 'page view')} in ${days}${release}${from}`] : []),
  ]
}

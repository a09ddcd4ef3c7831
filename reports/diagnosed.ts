import type { Culprit, Evaluation } from '../budgets/evaluation.ts'
import type { DiagnosedRequest, DiagnosedStep, Diagnosis, Finding, FindingItem } from '../measurement/diagnosis.ts'
import { formatValue } from '../measurement/format.ts'
import { maskURL } from '../measurement/mask.ts'
import type { MetricName } from '../measurement/metrics.ts'

/** What the diagnostic pass adds to a cause: it explains, and feeds no number of the verdict. Names are text from strangers. */
export type DiagnosticNote = { text: string; items: { name: string; cost?: string }[] }

/** More findings than these hide the first. */
const MOST = 3
const MOST_ITEMS = 2
/** Characters of a cause that has a place beside its item. */
const SHORT = 60

/** What the diagnostic pass saw of the pages and steps that these evaluations judge: the request that the culprit names, what
 * blocked the first paint, and Lighthouse's findings with the largest savings for these metrics. */
export function diagnosticNotes(
  evaluations: readonly Evaluation[],
  diagnoses: readonly Diagnosis[] = [],
): DiagnosticNote[] {
  const seen = evaluations.flatMap((evaluation) => {
    const steps = stepsOf(evaluation, diagnoses)
    return [
      ...(evaluation.culprits ?? []).flatMap((culprit) => requestNote(culprit, steps) ?? []),
      ...findings(evaluation.series.metric, steps),
    ]
  })
  // Lab and field, and several metrics, ask for the same notes.
  return [...new Map(seen.map((note) => [JSON.stringify(note), note])).values()].slice(0, MOST)
}

function stepsOf({ series }: Evaluation, diagnoses: readonly Diagnosis[]): DiagnosedStep[] {
  const { site, subject, formFactor, profile } = series
  return diagnoses
    .filter((diagnosis) => diagnosis.site === undefined || diagnosis.site === site)
    .filter((diagnosis) =>
      profile === undefined ? diagnosis.formFactor === formFactor : diagnosis.profile === profile,
    )
    .flatMap(({ journey, steps }) =>
      steps.filter(({ name, page }) =>
        subject.kind === 'step'
          ? subject.journey === journey && subject.name === name
          : subject.kind === 'page' && page === subject.name,
      ),
    )
}

function requestNote(culprit: Culprit, steps: readonly DiagnosedStep[]): DiagnosticNote | undefined {
  const requests = steps.flatMap((step) => step.requests)
  if (culprit.part === 'firstByteToFCP') return blocking(requests)
  const { url, part } = culprit
  if (url === undefined || !['resourceLoadDuration', 'resourceLoadDelay'].includes(part)) return undefined
  const request = requests.find((one) => maskURL(one.url) === maskURL(url)) ?? requests.find(({ isLCP }) => isLCP)
  if (!request) return undefined
  const { wait = 0, receive = 0 } = request.phases
  const size = formatValue('totalBytes', request.bytes)
  const began = `began ${ms(request.start)} into the step`
  const split = `waited ${ms(wait)} for its first byte, and its ${size} took ${ms(receive)}`
  const verdict =
    wait > 2 * receive ? ': whoever serves it is slow' : receive > 2 * wait ? ': there is much to send' : ''
  return { text: `Its request ${began}, ${split}${verdict}.`, items: [] }
}

function blocking(requests: readonly DiagnosedRequest[]): DiagnosticNote | undefined {
  const blockers = requests.filter(({ renderBlocking }) => renderBlocking).toSorted((a, b) => b.end - a.end)
  if (blockers.length === 0) return undefined
  const items = blockers.slice(0, MOST).map(({ url, start, end }) => ({ name: url, cost: ms(end - start) }))
  return { text: 'Nothing is painted before these have come', items }
}

/** Which savings speak for which metric. */
const SAVINGS: Partial<Record<MetricName, keyof Finding['savings']>> = {
  LCP: 'LCP',
  load: 'LCP',
  FCP: 'FCP',
  INP: 'INP',
  CLS: 'CLS',
  TBT: 'TBT',
  totalBytes: 'bytes',
  scriptBytes: 'bytes',
  stylesheetBytes: 'bytes',
  imageBytes: 'bytes',
  fontBytes: 'bytes',
  thirdPartyBytes: 'bytes',
  thirdPartyScriptBytes: 'bytes',
}

function findings(metric: MetricName, steps: readonly DiagnosedStep[]): DiagnosticNote[] {
  const saves = SAVINGS[metric]
  if (saves === undefined) return []
  return steps
    .flatMap((step) => step.findings.map((finding) => ({ finding, saving: finding.savings[saves] ?? 0 })))
    .filter(({ saving }) => saving > 0)
    .toSorted((a, b) => b.saving - a.saving)
    .slice(0, MOST)
    .map(({ finding, saving }) => ({
      text: `${finding.title}: about ${savingText(saves, saving)} to save`,
      items: finding.items.slice(0, MOST_ITEMS).map((item) => itemText(item, SHORT)),
    }))
}

/** @param most a cause that is longer than so many characters is left out */
export const itemText = (
  { name, ms: spent, bytes, score, cause = '' }: FindingItem,
  most = Infinity,
): DiagnosticNote['items'][number] => {
  const costs = [
    spent === undefined ? '' : ms(spent),
    bytes === undefined ? '' : formatValue('totalBytes', bytes),
    score === undefined ? '' : formatValue('CLS', score),
    cause.length <= most ? cause : '',
  ]
  const cost = costs.filter(Boolean).join(', ')
  return { name, ...(cost && { cost }) }
}

export const savingText = (of: keyof Finding['savings'], saving: number): string =>
  of === 'bytes' ? formatValue('totalBytes', saving) : `${formatValue(of, saving)} of ${of}`

const ms = (value: number): string => formatValue('duration', Math.max(0, value))

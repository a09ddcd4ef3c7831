import type { Result } from 'lighthouse'
import type { DiagnosedStep, Finding, FindingItem } from '../measurement/diagnosis.ts'
import { maskText, maskURL } from '../measurement/mask.ts'

type AuditResult = Result['audits'][string]

/** Lighthouse draws what scores less in orange or red.
 * https://developer.chrome.com/docs/lighthouse/performance/performance-scoring#color-coding */
const PASSES = 0.9
/** Groups of audits that find nothing by themselves: scores of metrics, and what Lighthouse keeps out of its own report. */
const NO_FINDINGS = new Set(['metrics', 'hidden'])
const SAVED_METRICS = ['FCP', 'LCP', 'INP', 'CLS', 'TBT'] as const
const MOST_ITEMS = 5

/** The categories' scores of all that Lighthouse did in one step: the first that has a category tells its score.
 * @param results with their places in Lighthouse's report */
export function readCategories(results: readonly { lhr: Result; flowStep: number }[]): DiagnosedStep['categories'] {
  const categories = results.flatMap(({ lhr, flowStep }) =>
    Object.values(lhr.categories).map((category) => ({ ...category, flowStep })),
  )
  const first = categories.filter(({ id }, i) => categories.findIndex((other) => other.id === id) === i)
  return first.map(({ id, title, score, flowStep }) => ({ id, title, ...(score !== null && { score }), flowStep }))
}

/** What Lighthouse says about its own watching: that a page could not be judged, or that it took too long. */
export const readRemarks = (results: readonly Result[]): string[] => {
  const told = results.flatMap(({ runtimeError, runWarnings }) => [
    ...(runtimeError ? [runtimeError.message] : []),
    ...runWarnings,
  ])
  return [...new Set(told.map(maskText))]
}

/** Every insight and audit that did not pass, the largest savings first. One that Lighthouse no longer has is not there. */
export function readFindings(results: readonly Result[]): Finding[] {
  const findings = results.flatMap(({ audits, categories }) =>
    Object.values(categories).flatMap(({ id: category, auditRefs }) =>
      auditRefs
        .filter(({ group }) => !NO_FINDINGS.has(group ?? ''))
        .map(({ id }) => audits[id])
        .filter((audit) => audit !== undefined && audit.score !== null && audit.score < PASSES)
        .map((audit) => findingOf(category, audit!, audits['layout-shifts'])),
    ),
  )
  return findings.filter(({ id }, i) => findings.findIndex((other) => other.id === id) === i).toSorted(bySavings)
}

/** @param shifts the hidden audit that tells what the insight about layout shifts leaves out: how much they come to */
function findingOf(category: string, audit: AuditResult, shifts: AuditResult | undefined): Finding {
  const told =
    audit.id === 'cls-culprits-insight' ? (shifts?.metricSavings ?? audit.metricSavings) : audit.metricSavings
  const savings: Finding['savings'] = {}
  for (const metric of SAVED_METRICS) {
    const saved = told?.[metric] ?? 0
    if (saved > 0) savings[metric] = saved
  }
  const bytes = savedBytes(audit.details)
  if (bytes > 0) savings.bytes = bytes
  return { id: audit.id, category, title: audit.title, savings, items: worstItems(audit.details) }
}

/** ms first; a layout shift and bytes come after any ms. */
function bySavings({ savings: a }: Finding, { savings: b }: Finding): number {
  const ms = (savings: Finding['savings']) =>
    Math.max(savings.FCP ?? 0, savings.LCP ?? 0, savings.INP ?? 0, savings.TBT ?? 0)
  return ms(b) - ms(a) || (b.CLS ?? 0) - (a.CLS ?? 0) || (b.bytes ?? 0) - (a.bytes ?? 0)
}

/** Lighthouse's tables differ from audit to audit, and from version to version: what is read is looked for, not expected. */
type Row = Record<string, unknown>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)
const numberOf = (row: Row, ...keys: string[]): number | undefined => {
  const key = keys.find((name) => typeof row[name] === 'number' && Number.isFinite(row[name]))
  return key === undefined ? undefined : (row[key] as number)
}

function savedBytes(details: unknown): number {
  if (!isRow(details)) return 0
  const debug = isRow(details['debugData']) ? details['debugData'] : {}
  return Math.round(numberOf(details, 'overallSavingsBytes') ?? numberOf(debug, 'wastedBytes') ?? 0)
}

function worstItems(details: unknown): FindingItem[] {
  const items = itemsIn(details)
  const distinct = items.filter(({ name }, i) => items.findIndex((other) => other.name === name) === i)
  const cost = ({ ms = 0, bytes = 0, score = 0 }: FindingItem) => [ms, score, bytes] as const
  return distinct
    .toSorted((a, b) => {
      const [one, other] = [cost(a), cost(b)]
      return other[0] - one[0] || other[1] - one[1] || other[2] - one[2]
    })
    .slice(0, MOST_ITEMS)
}

/** What a table, or a list of tables and elements, is about. */
function itemsIn(details: unknown): FindingItem[] {
  if (!isRow(details)) return []
  const { type, items, value } = details
  if (type === 'node') return [elementOf(details)].filter((item) => item !== undefined)
  if (type === 'list-section') return itemsIn(value)
  if (type === 'network-tree') return lastOfLongestChain(details['chains'])
  if (!Array.isArray(items)) return []
  if (type === 'list') return items.flatMap(itemsIn)
  return items.filter(isRow).flatMap((row) => itemOf(row) ?? [])
}

function itemOf(row: Row): FindingItem | undefined {
  const named = nameOf(row)
  if (!named) return undefined
  const ms = numberOf(row, 'wastedMs', 'duration', 'mainThreadTime', 'reflowTime', 'total', 'blockingTime')
  const bytes = numberOf(row, 'wastedBytes', 'totalBytes', 'transferSize')
  const score = numberOf(row, 'score')
  const cause = causeOf(row['subItems'])
  return {
    ...named,
    ...(ms !== undefined && ms > 0 && { ms }),
    ...(bytes !== undefined && bytes > 0 && { bytes: Math.round(bytes) }),
    ...(score !== undefined && score > 0 && { score }),
    ...(cause !== undefined && { cause }),
  }
}

/** Why an element shifted, or why an image is heavier than it has to be, in Lighthouse's words. */
function causeOf(subItems: unknown): string | undefined {
  if (!isRow(subItems) || !Array.isArray(subItems['items'])) return undefined
  const [first] = subItems['items'].filter(isRow)
  const told = first?.['cause'] ?? first?.['reason']
  return typeof told === 'string' && told !== '' ? maskText(told) : undefined
}

function nameOf(row: Row): Pick<FindingItem, 'name' | 'kind'> | undefined {
  const { node, url, entity, source, sourceLocation } = row
  const location = [source, sourceLocation].find((value) => isRow(value) && typeof value['url'] === 'string')
  if (isRow(node) && node['type'] === 'node') return elementOf(node)
  if (typeof url === 'string' && url !== '') return { name: maskURL(url), kind: 'resource' }
  if (isRow(location)) return { name: maskURL(String(location['url'])), kind: 'script' }
  if (typeof entity === 'string' && entity !== '') return { name: maskText(entity), kind: 'third-party' }
  return undefined
}

function elementOf({ selector }: Row): FindingItem | undefined {
  return typeof selector === 'string' && selector !== '' ? { name: maskText(selector), kind: 'element' } : undefined
}

/** The request that the longest chain of requests ends with, and when it had come. */
function lastOfLongestChain(chains: unknown): FindingItem[] {
  if (!isRow(chains)) return []
  const node = Object.values(chains).find((one) => isRow(one) && one['isLongest'] === true)
  if (!isRow(node)) return []
  const after = lastOfLongestChain(node['children'])
  const ms = numberOf(node, 'navStartToEndTime')
  if (after.length > 0 || typeof node['url'] !== 'string') return after
  return [{ name: maskURL(node['url']), kind: 'resource', ...(ms !== undefined && { ms }) }]
}

import type { Culprit, Evaluation } from '../budgets/evaluation.ts'
import { maskURL } from '../measurement/mask.ts'
import { METRIC_NAMES, type MetricName } from '../measurement/metrics.ts'
import { subjectName } from '../measurement/series.ts'
import { byStanding, STANDINGS, standingOf, type Standing } from './standing.ts'
import { place } from './words.ts'

/** What is over its budget for one and the same reason: one thing to mend, however often lab, field, profiles and metrics
 * tell it. */
export type Fault = {
  /** The one to tell first: the furthest over its budget of the metric that matters most. */
  worst: Evaluation
  /** The gravest that any of them has. */
  standing: Standing
  /** What judges the same thing together, the furthest over its budget first. */
  evaluations: Evaluation[]
}

/** Faults of the budgets that failed, miss data or warn, the worst first. Two evaluations are one fault where they judge the same
 * metric of the same page, step or call, or where all that they blame first is the same. */
export function faultsOf(evaluations: readonly Evaluation[]): Fault[] {
  const { failed, missing, warned } = byStanding(evaluations)
  const things = Map.groupBy([...failed, ...missing, ...warned], ({ series }) =>
    JSON.stringify([series.site, series.metric, series.subject.kind, subjectName(series.subject)]),
  )
  const groups = Map.groupBy(things, ([thing, group]) => blamedBy(group) ?? thing)
  return [...groups.values()].map((merged) => {
    // What visitors feel comes before what explains it, and pages before steps; each thing's own worst stays first.
    const members = merged.toSorted(([, [a]], [, [b]]) => rank(a!) - rank(b!)).flatMap(([, group]) => group)
    const standings = new Set(members.map(standingOf))
    const standing = STANDINGS.find((one) => standings.has(one))!
    return { worst: members.find((one) => standingOf(one) === standing)!, standing, evaluations: members }
  })
}

const rank = ({ series: { metric, subject } }: Evaluation): number =>
  METRIC_NAMES.indexOf(metric) * 2 + (subject.kind === 'page' ? 0 : 1)

/** What a group blames first, in a form that can be compared; `undefined` where nothing is blamed. */
function blamedBy(group: readonly Evaluation[]): string | undefined {
  const names = group.flatMap(({ culprit }) => (culprit ? identityOf(culprit) : []))
  // What two sites blame by the same name is not the same thing.
  const site = group[0]!.series.site
  return names.length === 0 ? undefined : JSON.stringify([site, ...new Set(names.toSorted())])
}

/** Equal for culprits that are one thing to mend: an element by what it shows, a script by its function, the server by being
 * the server. URLs are masked, because the field's are. */
export function identityOf({ kind, name, url }: Culprit): string {
  const key = (text: string) => JSON.stringify([kind === 'server' ? 'server' : 'file', text])
  switch (kind) {
    case 'server':
      return key('server')
    case 'element':
      return url === undefined ? JSON.stringify([kind, name]) : key(maskURL(url))
    case 'resource':
      return key(maskURL(name))
    default:
      return JSON.stringify([kind, name])
  }
}

/** More places than this are counted, not named. */
const MOST_PLACES = 3

/** What a fault is over, and where: its metrics, and its places by name, or their number where there are many. Places are text from
 * strangers. */
export function titleOf({ evaluations }: Fault): { metrics: MetricName[]; places: string[]; many?: string } {
  const metrics = [...new Set(evaluations.map(({ series }) => series.metric))]
  const places = [...new Set(evaluations.map(({ series }) => place(series)))]
  if (places.length <= MOST_PLACES) return { metrics, places }
  const noun = evaluations.every(({ series }) => series.subject.kind === 'page') ? 'pages' : 'places'
  return { metrics, places, many: `${places.length} ${noun}` }
}

/** 'LCP and load on /' */
export function titleText(fault: Fault): string {
  const { metrics, places, many } = titleOf(fault)
  return `${listed(metrics)} on ${many ?? listed(places)}`
}

/** a, b and c */
const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

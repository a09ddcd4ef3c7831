import { metric, METRICS, type MetricName } from '../measurement/metrics.ts'
import { routeOf } from '../measurement/route.ts'
import type { CollectorConfig } from './collector-config.ts'
import type { BudgetInput } from './config.ts'
import type { Budget } from './evaluation.ts'
import type { ProfileFacts } from './profile-facts.ts'

/** What one field of a budget says against another, or against the profiles in use: it names what cannot exist. */
export function* contradictions(input: BudgetInput, used: Map<string, ProfileFacts>): Generator<string> {
  const { metric: name, source, percentile, page, step, journey, endpoint, profile, formFactor, navigation } = input
  const row = metric(name)
  const isCall = row.of.includes('call')

  if (source === 'field' && !row.sources.includes('field')) yield fieldLacks(name)
  if (source === 'lab' && percentile !== undefined && !isCall) {
    yield `.percentile is ${percentile}, but the lab's statistic is the median of runs. Drop percentile, or use source "field".`
  }
  for (const [key, value] of Object.entries({ step, journey })) {
    if (value === undefined || row.of.includes('step')) continue
    yield `.${key} asks for ${name}, which belongs to a ${row.of.join(' or a ')}. Steps carry ${metricsThat('step')}.`
  }
  if (endpoint !== undefined && !isCall) yield `.endpoint asks for ${name}; calls carry ${metricsThat('call')}.`
  if (page !== undefined && isCall) yield `.page asks for ${name}, which belongs to calls. Use endpoint.`
  if (page !== undefined && step !== undefined) yield ` names both a page and a step. Keep one of them.`
  for (const [key, value] of Object.entries({ step, journey, profile, endpoint, unthrottled: input.unthrottled })) {
    if (value !== undefined && source === 'field')
      yield `.${key} is for the lab, but source is "field". Drop one of them.`
  }
  if (navigation === 'soft' && ['TTFB', 'load'].includes(name)) {
    yield `.navigation is "soft", but a soft navigation has no ${name}. Budget LCP or INP.`
  }
  if (profile !== undefined && !used.has(profile)) {
    yield `.profile is "${profile}", expected one of lab.profiles: ${[...used.keys()].join(', ') || '(none)'}.`
  }
  const formFactors = [...used.values()].map((facts) => facts.formFactor)
  if (source === 'lab' && formFactor && used.size > 0 && !formFactors.includes(formFactor)) {
    yield `.formFactor is "${formFactor}", but no profile in lab.profiles has it. Add such a profile, or use source "field".`
  }
  if (profile && formFactor && used.has(profile) && used.get(profile)!.formFactor !== formFactor) {
    yield `.formFactor is "${formFactor}", but profile "${profile}" is ${used.get(profile)!.formFactor}. Drop one of them.`
  }
}

function fieldLacks(name: MetricName): string {
  const instead =
    name === 'TBT' ? 'or budget INP' : 'or budget a metric that beacons carry: LCP, INP, CLS, FCP, TTFB, load'
  return ` asks for ${name} from the field; ${name} needs a lab run. Use source "lab", ${instead}.`
}

const metricsThat = (of: 'step' | 'call'): string =>
  (Object.keys(METRICS) as MetricName[]).filter((name) => metric(name).of.includes(of)).join(', ')

/** A page is a route: a budget on a path that is grouped into another name would wait for data for ever. */
export function pageMistakes({ page }: BudgetInput, entry: string, routes: readonly string[]): string[] {
  const route = page === undefined ? undefined : routeOf(page, routes)
  if (route === page) return []
  return [
    `${entry}.page is ${JSON.stringify(page)}, but such page views are grouped as ${JSON.stringify(route)}. Name that.`,
  ]
}

/** A budget over more days than are kept would judge fewer, and say nothing. */
export function windowMistakes({ windowDays }: BudgetInput, entry: string, { retention }: CollectorConfig): string[] {
  if (windowDays === undefined || windowDays <= retention.rollUpDays) return []
  return [
    `${entry}.windowDays is ${windowDays}, but collector.retention.rollUpDays is ${retention.rollUpDays}. Keep more days, or judge fewer.`,
  ]
}

/** What a budget asks for, apart from its bound. */
export const ASKED = [
  'metric',
  'percentile',
  'page',
  'journey',
  'step',
  'endpoint',
  'bundle',
  'formFactor',
  'source',
  'navigation',
  'profile',
] as const satisfies (keyof Budget)[]

/** Two budgets that ask the very same thing would give two verdicts. */
export function ties(budgets: readonly Budget[]): string[] {
  const first = new Map<string, Budget>()
  return budgets.flatMap((budget) => {
    const key = JSON.stringify([...ASKED.map((field) => budget[field]), budget.maxIncrease !== undefined])
    const other = first.get(key)
    if (!other) {
      first.set(key, budget)
      return []
    }
    const { metric: name, percentile, source } = budget
    const mend = other.preset
      ? ` give the bound to the preset (${other.preset.replace('()', `({ ${name}: … })`)}),`
      : ''
    return [
      `${budget.origin} and ${other.origin} judge the same: ${name}${source === 'build' ? '' : ` p${percentile}`}${tiePlace(budget)}. ` +
        `Make one more specific (page, then formFactor, then source),${mend} or drop one.`,
    ]
  })
}

const tiePlace = ({ page, bundle }: Budget): string =>
  page !== undefined ? ` on ${page}` : bundle !== undefined ? ` of ${bundle}` : ''

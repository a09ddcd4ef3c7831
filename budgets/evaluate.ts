import { metric, type Source } from '../measurement/metrics.ts'
import type { Series } from '../measurement/series.ts'
import { lowerRank, percentileInterval } from '../statistics/interval.ts'
import type { Budget, Evaluation, Evidence, Verdict } from './evaluation.ts'
import { asksFor, mostSpecific } from './match.ts'
import { messageOf } from './message.ts'

/** Judges every series by the budgets that ask for it. A general budget expands over the series that exist; one that names
 * a page, step or endpoint and finds nothing is 'no data'. Pure: equal input, equal output.
 * @param sources what this command measured: a field-only command does not miss lab data */
export function evaluate(
  budgets: readonly Budget[],
  evidence: readonly Evidence[],
  sources: readonly Source[],
): Evaluation[] {
  // Budgets that are off are asked too: a page that one of them names is not judged by a general one instead.
  const judged = budgets.filter(({ source }) => source === undefined || sources.includes(source))
  const answered = new Map<Budget, Set<Source>>(judged.map((budget) => [budget, new Set()]))
  const evaluations = evidence.flatMap((one) => {
    const asking = judged.filter((budget) => asksFor(budget, one))
    for (const budget of asking) answered.get(budget)!.add(one.series.source)
    return mostSpecific(asking).flatMap((budget) => (budget.level === 'off' ? [] : (judge(budget, one) ?? [])))
  })
  const unmet = [...answered].flatMap(([budget, by]) =>
    unansweredSources(budget, by, sources).map((source) => nothingFound(budget, source)),
  )
  return [...evaluations, ...unmet]
}

/** The sources that a budget should have found something in and did not: each one for a budget that names its subject, and
 * any for a general one that found nothing anywhere. */
function unansweredSources(budget: Budget, answered: Set<Source>, sources: readonly Source[]): Source[] {
  if (budget.preset || budget.level === 'off') return []
  const asked = sources.filter(
    (source) => (budget.source ?? source) === source && metric(budget.metric).sources.includes(source),
  )
  const names = budget.page ?? budget.step ?? budget.endpoint ?? budget.bundle
  if (names !== undefined) return asked.filter((source) => !answered.has(source))
  return answered.size === 0 ? asked.slice(0, 1) : []
}

/** One budget against one series.
 * @returns `undefined` where the metric cannot exist: a soft navigation has no first byte. */
function judge(asked: Budget, evidence: Evidence): Evaluation | undefined {
  const { series, distribution, pageViews, excluded } = evidence
  const budget = asked.maxIncrease ? againstBase(asked, asked.maxIncrease, evidence) : asked
  const { n } = distribution
  if (n === 0 && pageViews > 0 && series.navigation === 'soft' && ['TTFB', 'load'].includes(series.metric))
    return undefined

  const isMedian = series.source !== 'field' && series.subject.kind !== 'endpoint'
  const percentile = isMedian ? 50 : budget.percentile
  const within = distribution.within(budget.max)
  // The nearest rank, turned round: so many may be over the bound while the percentile still holds it.
  const allowedOver = n - Math.ceil((Math.round(percentile * 1000) * n) / 100_000)
  const approximate = distribution.isExact?.(budget.max) === false
  const facts = { budget, series, n, within, ...(approximate && { approximate }), allowedOver, excluded }
  const interval =
    metric(series.metric).deterministic && isMedian ? undefined : percentileInterval(distribution, percentile)
  const value = distribution.percentile(percentile)
  const verdict = verdictOf(budget, evidence, { percentile, over: n - within, allowedOver, isMedian })
  const evaluation: Omit<Evaluation, 'message'> = {
    ...facts,
    statistic: evidence.statistic ?? statisticOf(series, percentile),
    ...(series.source === 'field' && { windowDays: budget.windowDays }),
    verdict,
    ...(asked.maxIncrease && evidence.base !== undefined && { base: evidence.base }),
    ...(value !== undefined && { value }),
    ...(interval && { interval }),
    ...((verdict === 'fail' || verdict === 'inconclusive') && causeOf(evidence, budget.max)),
  }
  return { ...evaluation, message: messageOf(evaluation, pageViews) }
}

/** A relative budget as an absolute one; without a base it stays as it is. */
function againstBase(budget: Budget, increase: NonNullable<Budget['maxIncrease']>, { base }: Evidence): Budget {
  if (base === undefined) return budget
  // Rounded down, because a share of bytes is seldom whole, and 0.05 * 100 may be a little more than 5.
  return { ...budget, max: base + ('amount' in increase ? increase.amount : Math.floor(base * increase.share + 1e-9)) }
}

function causeOf(evidence: Evidence, max: number): Pick<Evaluation, 'culprit' | 'culprits' | 'inCommon'> {
  const { culprits, inCommon } = evidence.causes(max)
  return { ...(culprits[0] && { culprit: culprits[0], culprits }), ...(inCommon && { inCommon }) }
}

type Count = { percentile: number; over: number; allowedOver: number; isMedian: boolean }

function verdictOf(budget: Budget, evidence: Evidence, { percentile, over, allowedOver, isMedian }: Count): Verdict {
  const { series, distribution, pageViews } = evidence
  const { n } = distribution
  if (budget.maxIncrease && evidence.base === undefined) return 'not-applicable'
  const needed = series.source === 'field' || series.subject.kind === 'endpoint' ? budget.minCount : 1
  if (n < needed) return n === 0 && pageViews >= needed && mayBeAbsent(series) ? 'not-applicable' : 'no-data'
  if (series.source === 'field') return over <= allowedOver ? 'pass' : 'fail'
  if (isMedian) return medianVerdict(budget.max, evidence)
  // Calls of a few runs: the count decides what passes, but a failure must be more than one stray call.
  if (over <= allowedOver) return 'pass'
  const rank = lowerRank(n, percentile)
  const surelyOver = rank === undefined ? over === n : n - over < rank
  return surelyOver ? 'fail' : 'inconclusive'
}

/** The rule of lab and build: the whole interval of the median on one side of the bound decides, else noise would.
 * Source: order-statistic interval, exact for any distribution; a true median at the bound fails in at most 2.5 %. */
function medianVerdict(max: number, { series, distribution }: Evidence): Verdict {
  if (metric(series.metric).deterministic) return distribution.percentile(50)! <= max ? 'pass' : 'fail'
  const interval = percentileInterval(distribution, 50)
  if (!interval) return 'inconclusive'
  if (interval.high <= max) return 'pass'
  return interval.low > max ? 'fail' : 'inconclusive'
}

/** INP needs somebody who interacts; a soft navigation need not paint anything large. */
const mayBeAbsent = ({ metric: name, navigation }: Series): boolean => name === 'INP' || navigation === 'soft'

function statisticOf({ source, subject }: Series, percentile: number): string {
  if (subject.kind === 'endpoint') return `p${percentile} of calls`
  if (source === 'build') return 'size'
  return source === 'lab' ? 'median of runs' : `p${percentile} of page views`
}

/** A budget that nothing answered, told as an evaluation, so that it can't be overlooked. */
function nothingFound(budget: Budget, source: Source): Evaluation {
  const { page, step, journey, endpoint, bundle } = budget
  const subject: Series['subject'] =
    endpoint !== undefined
      ? { kind: 'endpoint', name: endpoint }
      : step !== undefined
        ? { kind: 'step', journey: journey ?? '*', name: step }
        : bundle !== undefined
          ? { kind: 'bundle', name: bundle }
          : { kind: 'page', name: page ?? '*' }
  const series: Series = {
    source,
    site: '',
    metric: budget.metric,
    subject,
    formFactor: budget.formFactor,
    navigation: budget.navigation,
    profile: budget.profile,
  }
  const evaluation: Omit<Evaluation, 'message'> = {
    budget,
    series,
    statistic: statisticOf(series, budget.percentile),
    ...(series.source === 'field' && { windowDays: budget.windowDays }),
    verdict: 'no-data',
    n: 0,
    within: 0,
    allowedOver: 0,
    excluded: {},
  }
  return { ...evaluation, message: messageOf(evaluation, 0) }
}

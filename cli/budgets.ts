import { labEvidence } from '../budgets/lab-evidence.ts'
import { ASKED } from '../budgets/budget-mistakes.ts'
import type { Budget } from '../budgets/evaluation.ts'
import { standingsOf } from '../budgets/standings.ts'
import { budgetOf, suggestForField, suggestForLab, type Suggestion } from '../budgets/suggest.ts'
import type { BudgetInput, Config } from '../budgets/config.ts'
import { METRIC_NAMES, type MetricName } from '../measurement/metrics.ts'
import { routeOf } from '../measurement/route.ts'
import { resolveProfiles } from '../lab/profiles.ts'
import { batchesOf } from '../store/batches.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { readRuns } from '../store/read-runs.ts'
import { readBeside } from './beside.ts'
import { standingsText, suggestionsText, type Proposed } from './budgets/to-text.ts'
import { storedField, type FieldSource } from './field-source.ts'
import { judge, type Judgement } from './judge.ts'
import { loadConfig } from './load-config.ts'
import { weighBeside } from './size/weigh.ts'
import { UsageMistake } from './usage-mistake.ts'

export type BudgetsOptions = {
  config?: string
  suggest?: boolean
  metric?: string[]
  field?: string
  json?: boolean
}

/** Batches that bounds are proposed from, the newest ones. */
const BATCHES = 10
/** What a team without any budget is proposed bounds for. */
const USUAL: readonly MetricName[] = ['LCP', 'INP', 'CLS', 'TTFB', 'TBT', 'scriptBytes', 'totalBytes', 'api']

/** `fieldlab budgets`: where each budget stands, judged on the latest runs, the field and the build as they are now; with `suggest` (or
 * metrics) bounds that history speaks for.
 * @returns the exit code: 0, whatever the budgets say: `run` and `report` judge */
export async function budgets(options: BudgetsOptions): Promise<number> {
  const metrics = (options.metric ?? []).map(metricNamed)
  const { config, folder } = await loadConfig(options.config)
  const store = openStore(config.store)
  try {
    const { field = storedField(store, config.field, Date.now()) } = await readBeside(config, store, options)
    const weighed = config.build && (await weighBeside(config.build, folder))
    const build = weighed?.unread === undefined ? weighed : undefined // without files there is nothing to tell
    const judgement = judge(config, { runs: latestRuns(config, store), field, build })
    const standings = standingsOf(config.budgets, judgement.evaluations)
    const isAsked = options.suggest === true || metrics.length > 0
    const wanted = metricsToPropose(config, metrics)
    const proposals = isAsked ? propose(config, store, judgement, field, wanted) : undefined
    if (options.json) print({ budgets: standings, ...(proposals && { suggestions: proposals }) })
    else process.stdout.write(`${proposals ? suggestionsText(proposals, wanted) : standingsText(standings)}\n`)
    return 0
  } finally {
    store.close()
  }
}

const print = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)

function metricNamed(name: string): MetricName {
  const found = METRIC_NAMES.find((known) => known === name)
  if (found) return found
  throw new UsageMistake(`--metric is "${name}", expected one of ${METRIC_NAMES.join(', ')}.`)
}

const siteOf = ({ lab, sites }: Config): string => lab?.site ?? Object.keys(sites)[0]!

function latestRuns(config: Config, store: Store) {
  const [latest] = batchesOf(store, { site: siteOf(config), limit: 1 })
  return latest ? readRuns(store, latest.batch) : []
}

function metricsToPropose({ budgets }: Config, asked: readonly MetricName[]): readonly MetricName[] {
  if (asked.length > 0) return asked
  const judged = budgets.filter(isOn).map(({ metric }) => metric)
  return judged.length > 0 ? [...new Set(judged)] : USUAL
}

const isOn = ({ level }: Budget): boolean => level !== 'off'

/** The strictest, where several budgets ask for one metric. */
function percentilesOf(budgets: readonly Budget[]): Partial<Record<MetricName, number>> {
  const byMetric = Map.groupBy(budgets.filter(isOn), ({ metric }) => metric)
  return Object.fromEntries(
    [...byMetric].map(([metric, same]) => [metric, Math.max(...same.map(({ percentile }) => percentile))]),
  )
}

function propose(
  config: Config,
  store: Store,
  judgement: Judgement,
  field: FieldSource,
  metrics: readonly MetricName[],
): Proposed[] {
  const history = batchesOf(store, { site: siteOf(config), limit: BATCHES }).map(({ batch, at }) => ({
    at,
    evidence: labEvidence(readRuns(store, batch)),
  }))
  const { windowDays, evidence } = judgement.field
  const inLab = suggestForLab(history, metrics, percentilesOf(config.budgets))
  const suggestions = field.unread ? inLab : [...inLab, ...suggestForField(evidence, metrics, windowDays)]
  return suggestions.filter((one) => canBeNamed(one, config)).map((one) => proposed(one, config))
}

/** A page or call whose path is grouped in another way now has no budget that could find it. */
function canBeNamed({ series: { subject, site, metric } }: Suggestion, { sites }: Config): boolean {
  const { kind, name } = subject
  if (kind !== 'page' && kind !== 'endpoint') return true
  // 'POST /api/cart', and 'POST /api/cart db' for an entry of Server-Timing.
  const path =
    kind === 'page' ? name : name.slice(name.indexOf('/'), metric === 'api' ? undefined : name.lastIndexOf(' '))
  return path.startsWith('/') && routeOf(path, sites[site]?.routes ?? []) === path
}

function proposed(suggestion: Suggestion, config: Config): Proposed {
  const { max } = suggestion
  if (max === undefined) return suggestion
  const alike = resolveProfiles(config.lab?.profiles ?? []).filter(
    ({ formFactor }) => formFactor === suggestion.series.formFactor,
  )
  const budget = budgetOf({ ...suggestion, max }, alike.length > 1)
  const now = config.budgets.find((one) => asksTheSame(one, budget))
  return { ...suggestion, budget, ...(now && { replaces: now.origin }) }
}

/** A second one of these would be a tie, which the config does not take. */
function asksTheSame(one: Budget, other: BudgetInput): boolean {
  const asked = { percentile: 75, source: 'lab', ...other }
  return one.maxIncrease === undefined && ASKED.every((field) => one[field] === asked[field])
}

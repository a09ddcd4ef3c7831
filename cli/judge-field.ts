import type { Config } from '../budgets/config.ts'
import { culpritsOf } from '../budgets/culprit.ts'
import { evaluate } from '../budgets/evaluate.ts'
import type { Budget, Evaluation, Evidence } from '../budgets/evaluation.ts'
import { inCommon } from '../budgets/in-common.ts'
import type { FieldQuestion } from '../store/field-question.ts'
import { fieldSeries, type SeriesRows } from '../store/field-series.ts'
import { fieldSummary } from '../store/field-summary.ts'
import type { Store } from '../store/open-store.ts'

const DAY = 86_400_000
/** Slow page views that are asked for the culprit, drawn evenly: enough that the shares are right to a few percent. */
const ASKED_FOR_CULPRIT = 500
const DEFAULT_WINDOW_DAYS = 28
/** Page views in a window that are worth half a second for an exact answer. */
const READ_ONE_BY_ONE = 300_000

/** What the field was asked, and what it has. */
export type FieldJudgement = {
  evaluations: Evaluation[]
  /** Every series of the default window, judged or not. */
  evidence: Evidence[]
  windowDays: number
  release?: string
  includesAutomated: boolean
  /** Each site of the config, in its order; absent counts: no page view of it is stored. */
  sites: { site: string; counts?: { pageViews: number; excluded: Record<string, number> } }[]
}

/** Judges the field of every site as it stands now. A budget that names a page is answered where any of the sites has it. */
export function judgeField({ budgets, field, sites }: Config, store: Store, now: number): FieldJudgement {
  const { release, includeAutomated = false } = field
  const names = Object.keys(sites)
  const question = (site: string, windowDays: number): FieldQuestion => ({
    site,
    since: now - windowDays * DAY,
    until: now,
    ...(release !== undefined && { release }),
    includeAutomated,
    rawUpTo: READ_ONE_BY_ONE,
  })
  const windows = [...new Set([DEFAULT_WINDOW_DAYS, ...budgets.map(({ windowDays }) => windowDays)])]
  const visited = names.filter((site) => hasVisits(fieldSummary(store, question(site, Math.max(...windows)))))
  const evidenceOf = (windowDays: number): Evidence[] =>
    visited
      .flatMap((site) => fieldSeries(store, question(site, windowDays)))
      .map((rows) => fieldEvidence(rows, names.length > 1))
  // Who has no field at all is not told of every page that nobody visited, only of what the config asks of the field alone.
  const asked = visited.length > 0 ? budgets : budgets.filter(({ source }) => source === 'field')
  const answers = windows.map((windowDays) => ({ windowDays, evidence: evidenceOf(windowDays) }))
  return {
    evaluations: answers.flatMap((answer) => judgeWindow(asked, answer)),
    evidence: answers[0]!.evidence,
    windowDays: DEFAULT_WINDOW_DAYS,
    ...(release !== undefined && { release }),
    includesAutomated: includeAutomated,
    sites: names.map((site) => ({
      site,
      ...(visited.includes(site) && { counts: fieldSummary(store, question(site, DEFAULT_WINDOW_DAYS)) }),
    })),
  }
}

const hasVisits = ({ pageViews, excluded }: ReturnType<typeof fieldSummary>): boolean =>
  pageViews > 0 || Object.keys(excluded).length > 0

/** All budgets compete for each series, whatever their windows; the winner is judged on its own. */
const judgeWindow = (
  budgets: readonly Budget[],
  { windowDays, evidence }: { windowDays: number; evidence: Evidence[] },
): Evaluation[] => evaluate(budgets, evidence, ['field']).filter(({ budget }) => budget.windowDays === windowDays)

const fieldEvidence = (
  { series, distribution, pageViews, excluded, above }: SeriesRows,
  amongSites: boolean,
): Evidence => ({
  series: { ...series, ...(amongSites && { amongSites }) },
  distribution,
  pageViews,
  excluded,
  causes(max) {
    const slow = above(max, ASKED_FOR_CULPRIT)
    // Every value is above −1: an even sample of them all.
    const common = inCommon(slow, above(-1, ASKED_FOR_CULPRIT))
    return { culprits: culpritsOf(series.metric, slow, max), ...(common && { inCommon: common }) }
  },
})

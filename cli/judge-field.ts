import type { Config } from '../budgets/config.ts'
import { evaluate } from '../budgets/evaluate.ts'
import type { Budget, Evaluation, Evidence } from '../budgets/evaluation.ts'
import type { FieldSource } from './field-source.ts'

const DEFAULT_WINDOW_DAYS = 28

/** What the field was asked, and what it has. */
export type FieldJudgement = {
  evaluations: Evaluation[]
  /** Every series of the default window, judged or not. */
  evidence: Evidence[]
  windowDays: number
  release?: string
  includesAutomated: boolean
  /** Each site of the config, in its order; absent counts: no page view of it is known. */
  sites: { site: string; counts?: { pageViews: number; excluded: Record<string, number> } }[]
  from?: string
  unread?: string
  notes: string[]
}

/** Judges the field of every site as it stands now. A budget that names a page is answered where any of the sites has it. */
export function judgeField({ budgets, field, sites }: Config, source: FieldSource): FieldJudgement {
  const { release, includeAutomated = false } = field
  const names = Object.keys(sites)
  const windows = windowsOf(budgets)
  const visited = names.filter((site) => hasVisits(source.summary(site, Math.max(...windows))))
  const evidenceOf = (windowDays: number): Evidence[] =>
    visited
      .flatMap((site) => source.evidence(site, windowDays))
      .map((one) => (names.length > 1 ? amongSites(one) : one))
  // Who has no field at all is not told of every page that nobody visited, only of what the config asks of the field alone.
  const asked = visited.length > 0 ? budgets : budgets.filter((budget) => budget.source === 'field')
  const answers = windows.map((windowDays) => ({ windowDays, evidence: evidenceOf(windowDays) }))
  return {
    evaluations: answers.flatMap((answer) => judgeWindow(asked, answer)),
    evidence: answers[0]!.evidence,
    windowDays: DEFAULT_WINDOW_DAYS,
    ...(release !== undefined && { release }),
    includesAutomated: includeAutomated,
    sites: names.map((site) => ({
      site,
      ...(visited.includes(site) && { counts: source.summary(site, DEFAULT_WINDOW_DAYS) }),
    })),
    ...(source.from !== undefined && { from: source.from }),
    ...(source.unread !== undefined && { unread: source.unread }),
    notes: source.notes ?? [],
  }
}

/** The days that are asked for: the default first, and each that a budget says. */
export const windowsOf = (budgets: readonly Budget[]): number[] => [
  ...new Set([DEFAULT_WINDOW_DAYS, ...budgets.map(({ windowDays }) => windowDays)]),
]

const hasVisits = ({ pageViews, excluded }: ReturnType<FieldSource['summary']>): boolean =>
  pageViews > 0 || Object.keys(excluded).length > 0

/** All budgets compete for each series, whatever their windows; the winner is judged on its own. */
export const judgeWindow = (
  budgets: readonly Budget[],
  { windowDays, evidence }: { windowDays: number; evidence: Evidence[] },
): Evaluation[] => evaluate(budgets, evidence, ['field']).filter(({ budget }) => budget.windowDays === windowDays)

const amongSites = (evidence: Evidence): Evidence => ({ ...evidence, series: { ...evidence.series, amongSites: true } })

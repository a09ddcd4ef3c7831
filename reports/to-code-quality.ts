import { createHash } from 'node:crypto'
import { seriesKey } from '../measurement/series.ts'
import type { Evaluation } from '../budgets/evaluation.ts'
import { causeOf, causeSentence } from './cause.ts'
import type { Report, ReportRun } from './report.ts'
import { byStanding, type Standing } from './standing.ts'
import { oneLine, withVisibleText } from './visible-text.ts'

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
type Issue = {
  description: string
  check_name: string
  /** The same as long as the same thing is wrong: GitLab tells new ones from those that the target branch has, too. */
  fingerprint: string
  severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker'
  location: { path: string; lines: { begin: number } }
}

/** GitLab's code quality report: what failed, misses data or warns, each at its budget's line of the config. A JSON
 * array, `[]` where all is well.
 * @param config where the budgets stand, from the root of the repository */
export function toCodeQuality(given: Report, { config }: { config: string }): string {
  const report = withVisibleText(given)
  const standings = byStanding(report.evaluations)
  const at = (line = 1) => ({ path: config, lines: { begin: line } })
  const issues: Issue[] = [
    ...(['failed', 'missing', 'warned'] as const).flatMap((standing) =>
      standings[standing].map((evaluation) => ({
        ...ofBudget(evaluation, standing),
        location: at(evaluation.budget.line),
      })),
    ),
    ...ofRuns(report.runs).map((issue) => ({ ...issue, location: at() })),
  ]
  return `${JSON.stringify([...new Map(issues.map((issue) => [issue.fingerprint, issue])).values()], null, 2)}\n`
}

const SEVERITIES = { failed: 'critical', missing: 'major', warned: 'minor' } as const satisfies Partial<
  Record<Standing, Issue['severity']>
>

function ofBudget(evaluation: Evaluation, standing: keyof typeof SEVERITIES): Omit<Issue, 'location'> {
  const { budget, series, message } = evaluation
  const cause = causeOf(evaluation)
  return {
    description: oneLine(cause ? `${message} ${causeSentence(cause)}` : message),
    check_name: `fieldlab/${budget.metric}`,
    // Without the value, which differs each time, and without the budget's place in the list.
    fingerprint: hash([
      'budget',
      seriesKey(series),
      budget.percentile,
      ...(budget.maxIncrease === undefined ? [] : ['increase']),
    ]),
    severity: SEVERITIES[standing],
  }
}

/** Each journey, profile and way of failing once. */
function ofRuns(runs: readonly ReportRun[]): Omit<Issue, 'location'>[] {
  const invalid = runs.flatMap((run) => (run.invalid ? [{ ...run, invalid: run.invalid }] : []))
  return invalid.map(({ journey, profile, invalid: { kind, reason, step } }) => ({
    description: oneLine(
      `Journey ${journey} (${profile}): ${kind}${step === undefined ? '' : ` in step ${step}`}: ${reason}`,
    ),
    check_name: `fieldlab/run-${kind}`,
    fingerprint: hash(['run', journey, profile, kind, step]),
    severity: kind === 'failed' ? 'critical' : 'major',
  }))
}

const hash = (parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

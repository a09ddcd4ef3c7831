import type { Report } from './report.ts'

/** The report as data. Keys are sorted below the top, and each evaluation, series and run has a line of its own, so that two
 * reports can be compared line by line. */
export function toJSON(report: Report): string {
  const { schemaVersion, fieldlab, site, at, release, exitCode, verdict, notes, ...rest } = report
  const { field, profiles, evaluations, series, runs, diagnoses, build, base, changes, coverage } = rest
  const ordered = {
    schemaVersion,
    fieldlab,
    site,
    at,
    release,
    exitCode,
    verdict,
    notes,
    field,
    profiles,
    base,
    coverage,
  }
  const lines = Object.entries({ ...ordered, evaluations, changes, series, runs, build, diagnoses } satisfies Report)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${Array.isArray(value) ? list(value) : line(value)}`)
  return `{\n${lines.join(',\n')}\n}\n`
}

function list(values: readonly unknown[]): string {
  return values.length === 0 ? '[]' : `[\n${values.map((value) => `    ${line(value)}`).join(',\n')}\n  ]`
}

const line = (value: unknown): string => JSON.stringify(sorted(value))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

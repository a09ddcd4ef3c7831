import type { MetricName } from '../measurement/metrics.ts'

/** The column that holds a metric: `metric_lcp`, `metric_third_party_bytes`. Prefixed, so that no metric to come can clash
 * with a column of another kind. */
export const metricColumn = (name: MetricName): string =>
  `metric_${name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}`

export type MetricRow = Record<string, unknown>

/** The metrics among `names` that a row holds; NULL is absent, 0 is zero. */
export function readMetrics<Name extends MetricName>(
  row: MetricRow,
  names: readonly Name[],
): Partial<Record<Name, number>> {
  const metrics: Partial<Record<Name, number>> = {}
  for (const name of names) {
    const value = row[metricColumn(name)]
    if (typeof value === 'number') metrics[name] = value
  }
  return metrics
}

import { formatValue } from '../../measurement/format.ts'
import type { JudgedSeries } from '../page-groups.ts'
import type { Scale } from './scale.ts'

/** What the axis does not reach: '3 more up to 31 s'. */
export function beyond({ series, values, n }: JudgedSeries, scale: Scale): string | undefined {
  const over = values.filter((value) => value > scale.max)
  if (over.length === 0) return undefined
  // Above 400 values a report holds 400 at even ranks: their share is the share of all.
  const count = Math.round((over.length / values.length) * n)
  return `${count} beyond, up to ${formatValue(series.metric, Math.max(...over))}`
}

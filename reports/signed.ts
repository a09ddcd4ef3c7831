import type { Change } from '../budgets/change.ts'
import { formatValue } from '../measurement/format.ts'
import type { MetricName } from '../measurement/metrics.ts'

/** '+5.2 kB', '−120 ms', '±0 B': a difference with its sign. */
export function signed(metric: MetricName, difference: number): string {
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±'
  return `${sign}${formatValue(metric, Math.abs(difference))}`
}

/** '+3 %', '−0.4 %'; `undefined` where the base is 0, and for what rounds to nothing. */
export function signedPercent(difference: number, base: number): string | undefined {
  if (base <= 0) return undefined
  const percent = Number(((Math.abs(difference) / base) * 100).toPrecision(2))
  return percent === 0 ? undefined : `${difference > 0 ? '+' : '−'}${percent.toLocaleString('en-US')} %`
}

/** '+320 ms (+16 %), 95 %: +210 ms to +410 ms'; `undefined` where one side is missing. */
export function differenceText({ series, base, difference, interval }: Change): string | undefined {
  if (!base || difference === undefined) return undefined
  const percent = signedPercent(difference, base.value)
  const between = interval
    ? `, 95 %: ${signed(series.metric, interval.low)} to ${signed(series.metric, interval.high)}`
    : ''
  return `${signed(series.metric, difference)}${percent === undefined ? '' : ` (${percent})`}${between}`
}

import { metric, type MetricName, type Unit } from './metrics.ts'

/** Shows one value of a metric: '340 ms', '2.91 s', '250 kB' (1 kB is 1000 bytes), '0.104', '1,240'. The only place where
 * values are rounded.
 * @param value ≥ 0, in the metric's unit
 * @param budget the bound that stands beside it: digits are added until a value that is not the budget does not look like it */
export function formatValue(name: MetricName, value: number, budget?: number): string {
  const beside = budget === undefined || budget === value ? undefined : formatBudget(name, budget)
  const { unit } = metric(name)
  let text = ''
  for (let extra = 0; extra <= MOST_EXTRA; extra++) {
    text = format(unit, value, extra)
    const looksZero = value !== 0 && !/[1-9]/.test(text)
    if (text !== beside && !looksZero) break
  }
  return text
}

/** Shows a budget's bound in full: people wrote it, so it is not rounded. */
export const formatBudget = (name: MetricName, max: number): string => format(metric(name).unit, max, MOST_EXTRA)

/** Enough to tell any two bounds apart that a person would write, and few enough to hide that 1.005 * 1000 is 1004.9999999999999. */
const MOST_EXTRA = 8

/** @param extra digits beyond the usual ones */
function format(unit: Unit, value: number, extra: number): string {
  switch (unit) {
    case 'ms':
      return milliseconds(value, extra)
    case 'bytes':
      return bytes(value, extra)
    case 'count':
      return Number.isInteger(value)
        ? thousands(value)
        : value.toLocaleString('en-US', { maximumFractionDigits: 1 + extra })
    case 'score':
      return value === 0 ? '0' : value.toFixed(3 + extra).replace(/(\.\d\d\d*?)0+$/, '$1')
  }
}

/** '1,240': a whole number, as en-US writes it. Not by Intl, whose first use costs a command 20 ms. */
export const thousands = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')

function milliseconds(value: number, extra: number): string {
  const text = trimmed(value, (value < 10 ? 1 : 0) + extra)
  // 999.7 would round to '1000 ms'.
  return Number(text) < 1000 ? `${text} ms` : `${significant(value / 1000, extra)} s`
}

function bytes(value: number, extra: number): string {
  const whole = trimmed(value, extra)
  if (Number(whole) < 1000) return `${whole} B`
  for (const [factor, name] of [
    [1e3, 'kB'],
    [1e6, 'MB'],
  ] as const) {
    const text = significant(value / factor, extra)
    if (Number(text) < 1000) return `${text} ${name}`
  }
  return `${significant(value / 1e9, extra)} GB`
}

/** Three significant digits (and all before the point), without trailing zeros. */
const significant = (value: number, extra: number): string =>
  trimmed(value, (value < 10 ? 2 : value < 100 ? 1 : 0) + extra)

const trimmed = (value: number, decimals: number): string => String(Number(value.toFixed(decimals)))

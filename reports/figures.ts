import { metric, rate, type MetricName, type Rating } from '../measurement/metrics.ts'
import type { Distribution } from '../statistics/distribution.ts'
import { percentileInterval, type Interval } from '../statistics/interval.ts'

/** What is said of one series of the field, as numbers. */
export type Figures = {
  /** Page views that carry the metric; one that stands for ten counts ten times. */
  n: number
  /** Absent where there are no values. */
  p75?: number
  /** Of the p75, 95 %; absent where there are too few values to carry one. */
  interval?: Interval
  rating?: Rating
  /** Shares (0–1) of values rated good, needs-improvement and poor; exact; absent for a metric without rating bounds. */
  shares?: { good: number; needsImprovement: number; poor: number }
  /** The p75 was read from a histogram's bucket: within 1 %, or 0.002 for layout shifts. */
  approximate: boolean
}

/** The percentile that the field is judged by: https://web.dev/articles/vitals */
const PERCENTILE = 75

export function figuresOf(name: MetricName, distribution: Distribution): Figures {
  const { n } = distribution
  const { good, poor } = metric(name)
  const p75 = distribution.percentile(PERCENTILE)
  const interval = percentileInterval(distribution, PERCENTILE)
  const rating = p75 === undefined ? undefined : rate(name, p75)
  return {
    n,
    ...(p75 !== undefined && { p75 }),
    ...(interval && { interval }),
    ...(rating && { rating }),
    ...(good !== undefined && poor !== undefined && n > 0 && { shares: sharesOf(distribution, good, poor) }),
    approximate: p75 !== undefined && distribution.isExact?.(p75) === false,
  }
}

function sharesOf({ n, within }: Distribution, good: number, poor: number): Figures['shares'] {
  const [upToGood, upToPoor] = [within(good), within(poor)]
  return { good: upToGood / n, needsImprovement: (upToPoor - upToGood) / n, poor: (n - upToPoor) / n }
}

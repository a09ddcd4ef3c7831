import { metric, type PageViewMetricName } from '../measurement/metrics.ts'
import { lazyDistribution, type Distribution } from '../statistics/distribution.ts'
import { addBytes } from '../statistics/histogram-bytes.ts'
import { distributionOfHistogram } from '../statistics/histogram-distribution.ts'
import { addValue, clear, createHistogram, type Histogram } from '../statistics/histogram.ts'
import { weightedDistributionOf } from '../statistics/weighted-distribution.ts'
import { LAYOUTS } from './roll-up-bounds.ts'
import { sectionOf } from './roll-up-histograms.ts'

/** What the values of one metric come to: some known one by one, some only as histograms. */
export type Tally = {
  values: number[]
  /** How many page views each value stands for; below 0 where a histogram counts it and the answer must not. */
  weights: number[]
  histograms: { bytes: Uint8Array; start: number; end: number; times: 1 | -1 }[]
}

export const createTally = (): Tally => ({ values: [], weights: [], histograms: [] })

/** @param bytes the histograms of a row of the roll-ups */
export function addHistogram(tally: Tally, name: PageViewMetricName, bytes: Uint8Array, times: 1 | -1): void {
  const section = sectionOf(bytes, name)
  if (section) tally.histograms.push({ bytes, start: section.start, end: section.end, times })
}

/** Exact where all values are known one by one. Made when it is first asked for something: most are not. */
export function distributionOfTally(name: PageViewMetricName, tally: Tally): Distribution {
  if (tally.histograms.length > 0) {
    return distributionOfHistogram(() => histogramOf(name, tally), { whole: metric(name).unit === 'count' })
  }
  let made: Distribution | undefined
  const exact = () => (made ??= weightedDistributionOf(tally.values, tally.weights))
  return lazyDistribution(exact, {
    within: (max) => exact().within(max),
    percentile: (p) => exact().percentile(p),
  })
}

function histogramOf(name: PageViewMetricName, { values, weights, histograms }: Tally): Histogram {
  const histogram = emptied(name)
  histograms.forEach(({ bytes, start, end, times }, i) => {
    addBytes(histogram, bytes, start, end, { times, first: i === 0 })
  })
  values.forEach((value, i) => addValue(histogram, value, Math.abs(weights[i]!), weights[i]! > 0 ? 1 : -1))
  return histogram
}

const desk = new Map<PageViewMetricName, Histogram>()

/** One histogram per metric is enough: each is done with before the next one begins. */
function emptied(name: PageViewMetricName): Histogram {
  let histogram = desk.get(name)
  if (!histogram) desk.set(name, (histogram = createHistogram(LAYOUTS[name])))
  clear(histogram)
  return histogram
}

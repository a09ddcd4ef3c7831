import type { MetricName } from '../measurement/metrics.ts'
import type { BudgetInput } from './config.ts'

/** Other bounds for some of a preset's budgets; `false` leaves one out. */
export type Bounds<Name extends MetricName> = Partial<Record<Name, string | number | false>>

/** What may be said of all budgets of a preset at once. */
export type PresetOptions = Pick<BudgetInput, 'minCount' | 'windowDays' | 'level'>

const CORE_WEB_VITALS = { LCP: '2.5 s', INP: '200 ms', CLS: 0.1 } as const

/** The bounds that Google rates "good" (https://web.dev/articles/vitals): p75 of page views in the field, the median of
 * runs in the lab, on every page and form factor, loads and soft navigations apart. */
export const coreWebVitals = (
  bounds: Bounds<keyof typeof CORE_WEB_VITALS> = {},
  options: PresetOptions = {},
): BudgetInput[] => rows({ ...CORE_WEB_VITALS, ...bounds }, { ...options, preset: 'coreWebVitals()' })

const PAGE_WEIGHT = {
  scriptBytes: '250 kB',
  stylesheetBytes: '100 kB',
  imageBytes: '2 MB',
  totalBytes: '5 MB',
  thirdPartyScriptBytes: '100 kB',
} as const

/** Compressed bytes of loads from an empty cache. In the lab, on the wire with headers; where the config has `build.entries`, also of
 * the files that each of them first loads. Third parties are weighed in the lab only. */
export const pageWeight = (bounds: Bounds<keyof typeof PAGE_WEIGHT> = {}, options: PresetOptions = {}): BudgetInput[] =>
  rows({ ...PAGE_WEIGHT, ...bounds }, { ...options, preset: 'pageWeight()' })

const LATENCY = { TTFB: '500 ms', load: '2 s', api: '200 ms' } as const

/** p95 of first byte and page load in the field, and of API calls in the lab. In the lab it judges only profiles that
 * slow neither link nor CPU: a round trip of 150 ms is the profile's latency, not the site's. */
export function latency(bounds: Bounds<keyof typeof LATENCY> = {}, options: PresetOptions = {}): BudgetInput[] {
  const { api, ...pageViews } = { ...LATENCY, ...bounds }
  return [
    ...rows(pageViews, { ...options, source: 'field', percentile: 95, preset: 'latency()' }),
    ...rows(pageViews, { level: options.level, source: 'lab', unthrottled: true, preset: 'latency()' }),
    ...rows({ api }, { level: options.level, source: 'lab', unthrottled: true, percentile: 95, preset: 'latency()' }),
  ]
}

function rows(bounds: Bounds<MetricName>, rest: Omit<BudgetInput, 'metric' | 'max'>): BudgetInput[] {
  return (Object.entries(bounds) as [MetricName, string | number | false][]).flatMap(([metric, max]) =>
    max === false ? [] : [{ metric, max, ...rest }],
  )
}

import type { Attributions } from './attribution.ts'
import type { NavigationType, PageViewMetrics } from './page-view.ts'

/** What a page sends, as JSON in a text/plain body: the full state of one page view, so that the newest one replaces all
 * earlier ones. The page only claims; the collector decides site, page, form factor, time and ratings. */
export type Beacon = {
  /** Version of this shape. */
  v: 1
  site: string
  /** The page view's uuid. */
  id: string
  /** 1, 2, 3 …: newer states of one page view. */
  sequence: number
  /** The pathname: no query, no fragment. */
  path: string
  /** The route as the page names it (`data-route`, or `fieldlab.route()`); wins over grouping by pattern. */
  route?: string
  navigationType: NavigationType
  /** When the page view began, by the visitor's clock: ms since the epoch. */
  at: number
  release?: string
  /** 1 / sample rate, a whole number; absent means 1. */
  standsFor?: number
  /** 0–15, random, one per visitor session. */
  group: number
  landing?: boolean
  /** The ids of the visit's page views (20 at most, this one included) where the visit has converted. */
  converted?: string[]
  /** `navigator.webdriver`. */
  automated?: boolean
  connection?: string
  coldCache?: boolean
  /** The document's Server-Timing header: each entry's name and its duration in ms, 10 at most. */
  serverTiming?: Record<string, number>
  metrics: PageViewMetrics
  attribution: Attributions
}

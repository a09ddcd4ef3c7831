import type { Attributions } from './attribution.ts'
import type { PageViewMetricName } from './metrics.ts'

export const FORM_FACTORS = ['mobile', 'tablet', 'desktop'] as const
export type FormFactor = (typeof FORM_FACTORS)[number]

/** As web-vitals 6 spells them. */
export const NAVIGATION_TYPES = [
  'navigate',
  'reload',
  'back-forward',
  'back-forward-cache',
  'prerender',
  'restore',
  'soft-navigation',
] as const
export type NavigationType = (typeof NAVIGATION_TYPES)[number]

/** Soft navigations are never pooled with loads: they have no first byte and start on a warm page. */
export type Navigation = 'hard' | 'soft'

export const navigationOf = (type: NavigationType): Navigation => (type === 'soft-navigation' ? 'soft' : 'hard')

export type PageViewMetrics = Partial<Record<PageViewMetricName, number>>

/** One load, restore, activation or soft navigation of a page, by a visitor or by a journey. */
export type PageView = {
  /** A uuid drawn anew for every page view. */
  id: string
  /** Starts at 1; a newer state of the same page view replaces an older one. */
  sequence: number
  source: 'lab' | 'field'
  site: string
  /** The route without query, `/product/:id`; never a raw URL. */
  page: string
  formFactor: FormFactor
  navigationType: NavigationType
  /** ms since the Unix epoch, by the clock of whoever stores it. */
  at: number
  /** When the visitor's own clock says that the page view began: ms since the epoch, clamped to [at − 24 h, at]. */
  clientAt?: number
  release?: string
  /** How many page views this one stands for: 1 / sample rate, a whole number. */
  standsFor: number
  /** 0–15, one per visitor session: page views of one session are not independent of each other. */
  group?: number
  /** The first page view of its visit. */
  landing?: boolean
  /** The visit that this page view belongs to converted. */
  converted?: boolean
  /** Made by a robot or a scripted browser; kept out of field percentiles unless asked for. */
  automated?: boolean
  /** Browser family, 'Chrome'; OS family, 'Android'; never a full user agent. */
  browser?: string
  os?: string
  /** As `navigator.connection.effectiveType` spells it: 'slow-2g', '2g', '3g', '4g'. */
  connection?: string
  /** The document came over the network and not from a cache. */
  coldCache?: boolean
  /** The document's Server-Timing: each entry's name and its duration in ms. Names are text from strangers. */
  serverTiming?: Record<string, number>
  /** Absent means not measured; 0 means zero. */
  metrics: PageViewMetrics
  /** What made it slow, in web-vitals' own words. */
  attribution: Attributions
  /** lab: the run and the step that it began in. */
  run?: string
  step?: string
}

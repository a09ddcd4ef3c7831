import type { FormFactor } from '../measurement/page-view.ts'

/** How much of what visitors open is also measured by a journey and judged by a budget. */
export type Coverage = {
  windowDays: number
  pageViews: number
  /** Shares (0–1) of field page views whose page and form factor a journey step opens, has a budget of its source, and both. */
  journey: number
  budget: number
  both: number
  /** Pages and form factors that miss one of the two, the most visited first. page: text from strangers. */
  gaps: { page: string; formFactor: FormFactor; pageViews: number; share: number; misses: ('journey' | 'budget')[] }[]
}

import type { Attributions } from '../measurement/attribution.ts'
import type { PageViewMetricName } from '../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import { IN_WINDOW, type FieldQuestion } from './field-question.ts'
import { metricColumn } from './metric-column.ts'
import type { Store } from './open-store.ts'

export type AboveQuestion = FieldQuestion & {
  metric: PageViewMetricName
  page: string
  formFactor: FormFactor
  navigation: Navigation
  max: number
  limit: number
}

export const aboveSQL = (metric: PageViewMetricName): string => `
  SELECT ${metricColumn(metric)} AS value, attribution FROM page_view
  WHERE ${IN_WINDOW}
    AND page = :page AND form_factor = :formFactor AND (navigation_type = 'soft-navigation') = :soft
    AND ${metricColumn(metric)} > :max
    AND (:includeAutomated OR automated IS NOT 1)
    AND (:release IS NULL OR release = :release)
  ORDER BY id LIMIT :limit`

/** The page views of a series whose metric is above `max`, `limit` of them at most: what made them slow names the culprit.
 * Ids are random, so their order draws an even sample; the slowest alone would speak for all the others. */
export function pageViewsAbove(
  store: Store,
  { metric, navigation, release, includeAutomated, ...question }: AboveQuestion,
): { value: number; attribution: Attributions }[] {
  const rows = store.prepare(aboveSQL(metric)).all({
    ...question,
    soft: Number(navigation === 'soft'),
    release: release ?? null,
    includeAutomated: Number(includeAutomated),
  }) as { value: number; attribution: string }[]
  return rows.map(({ value, attribution }) => ({ value, attribution: JSON.parse(attribution) as Attributions }))
}

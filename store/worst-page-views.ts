import type { Attributions } from '../measurement/attribution.ts'
import type { PageViewMetricName } from '../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import { IN_WINDOW, type FieldQuestion } from './field-question.ts'
import { metricColumn } from './metric-column.ts'
import type { Store } from './open-store.ts'

export type WorstQuestion = FieldQuestion & {
  metric: PageViewMetricName
  page: string
  formFactor: FormFactor
  navigation: Navigation
  max: number
  limit: number
}

export const worstSQL = (metric: PageViewMetricName): string => `
  SELECT ${metricColumn(metric)} AS value, attribution FROM page_view
  WHERE ${IN_WINDOW}
    AND page = :page AND form_factor = :formFactor AND (navigation_type = 'soft-navigation') = :soft
    AND ${metricColumn(metric)} > :max
    AND (:includeAutomated OR automated IS NOT 1)
    AND (:release IS NULL OR release = :release)
  ORDER BY value DESC LIMIT :limit`

/** The page views of a series whose metric is above `max`, worst first: what made them slow names the culprit. */
export function worstPageViews(
  store: Store,
  { metric, navigation, release, includeAutomated, ...question }: WorstQuestion,
): { value: number; attribution: Attributions }[] {
  const rows = store.prepare(worstSQL(metric)).all({
    ...question,
    soft: Number(navigation === 'soft'),
    release: release ?? null,
    includeAutomated: Number(includeAutomated),
  }) as { value: number; attribution: string }[]
  return rows.map(({ value, attribution }) => ({ value, attribution: JSON.parse(attribution) as Attributions }))
}

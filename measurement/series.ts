import type { MetricName, Source } from './metrics.ts'
import type { FormFactor, Navigation } from './page-view.ts'

/** What a series is about. A page is a route; a step belongs to a journey; an endpoint is a call's name. */
export type Subject =
  | { kind: 'page'; name: string }
  | { kind: 'step'; journey: string; name: string }
  | { kind: 'endpoint'; name: string }
  | { kind: 'bundle'; name: string }

/** What a budget judges and a query answers: values that may be pooled. Lab and field are never pooled, nor loads with
 * soft navigations, nor two profiles or locations of the lab. */
export type Series = {
  source: Source
  site: string
  /** It stands beside series of other sites, so what is said of it names its site. No part of what it is. */
  amongSites?: true
  metric: MetricName
  subject: Subject
  formFactor?: FormFactor
  navigation?: Navigation
  /** lab only */
  profile?: string
  location?: string
}

/** Equal for equal series, whatever the order of their keys. */
export function seriesKey(series: Series): string {
  const { source, site, metric, subject, formFactor, navigation, profile, location } = series
  const journey = subject.kind === 'step' ? subject.journey : null
  return JSON.stringify([
    source,
    site,
    metric,
    subject.kind,
    journey,
    subject.name,
    formFactor,
    navigation,
    profile,
    location,
  ])
}

/** `/checkout`, or `checkout › pay` for a step. */
export const subjectName = (subject: Subject): string =>
  subject.kind === 'step' ? `${subject.journey} › ${subject.name}` : subject.name

/** The subject, and its site where there are several: `/checkout of shop`. */
export const placeName = ({ subject, site, amongSites }: Series): string =>
  `${subjectName(subject)}${amongSites ? ` of ${site}` : ''}`

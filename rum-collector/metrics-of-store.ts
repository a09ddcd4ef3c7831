import { Gauge, Registry } from 'prom-client'
import { visibleText } from '../reports/visible-text.ts'
import type { FiguresAnswer, SeriesFigures } from './answers/figures.ts'

const SERIES_LABELS = ['site', 'page', 'metric', 'form_factor', 'navigation'] as const

/** What the store tells. prom-client escapes quotes, backslashes and line feeds of labels; what nobody can see is spelled out before that. */
export function storeRegistry({ series, sites, rows }: FiguresAnswer): Registry {
  const registry = new Registry()
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name: `fieldlab_${name}`, help, labelNames, registers: [registry] })

  const stored = gauge('store_rows', 'Rows in the store, at most: those that are gone may be counted too.', ['table'])
  stored.set({ table: 'page_view' }, rows.pageViews)
  stored.set({ table: 'roll_up_revision' }, rows.rolledUpDays)

  const ofLastDay = 'of the last 24 hours, of the most viewed pages'
  const p75 = gauge('p75', `p75 ${ofLastDay}: ms, or the score of layout shifts.`, SERIES_LABELS)
  const goodShare = gauge('good_share', `Share (0 to 1) of values rated good ${ofLastDay}.`, SERIES_LABELS)
  const values = gauge('values', `Page views that carry the metric ${ofLastDay}.`, SERIES_LABELS)
  for (const one of series) {
    const labels = labelsOf(one)
    values.set(labels, one.n)
    if (one.p75 !== undefined) p75.set(labels, one.p75)
    if (one.shares) goodShare.set(labels, one.shares.good)
  }

  const pageViews = gauge('page_views', 'Page views of the last 24 hours.', ['site'])
  const excluded = gauge('page_views_left_out', 'Page views of the last 24 hours that no figure counts.', [
    'site',
    'reason',
  ])
  const lastBeacon = gauge('last_beacon_timestamp_seconds', 'When the latest page view came.', ['site'])
  for (const one of sites) {
    const site = visibleText(one.site)
    pageViews.set({ site }, one.pageViews)
    for (const [reason, count] of Object.entries(one.excluded)) excluded.set({ site, reason }, count)
    if (one.lastBeaconAt !== undefined) lastBeacon.set({ site }, one.lastBeaconAt / 1000)
  }
  return registry
}

const labelsOf = ({ site, page, metric, formFactor, navigation }: SeriesFigures) => ({
  site: visibleText(site),
  page: visibleText(page),
  metric,
  form_factor: formFactor,
  navigation,
})

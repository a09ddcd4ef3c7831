import type { FormFactor } from '../measurement/page-view.ts'
import type { Run } from '../measurement/run.ts'
import { placeName } from '../measurement/series.ts'
import type { Coverage } from './coverage.ts'
import type { Budget, Evidence } from './evaluation.ts'
import { asksFor } from './match.ts'

/** More than these would be a list to read, and the first few tell where to go on. */
const MOST_GAPS = 10

type Opened = Pick<Run, 'site' | 'formFactor' | 'invalid'> & { pageViews: readonly { page: string }[] }

/** How much of what visitors open a journey opens too, and a budget of the field judges.
 * @param field every series of the window
 * @param runs invalid ones count for what they opened: it is covered, if broken now
 * @returns `undefined` where the field has no page views */
export function coverageOf(
  field: readonly Evidence[],
  { budgets, runs, windowDays }: { budgets: readonly Budget[]; runs: readonly Opened[]; windowDays: number },
): Coverage | undefined {
  const opened = new Set(
    runs.flatMap(({ site, formFactor, pageViews }) => pageViews.map(({ page }) => key(site, page, formFactor))),
  )
  const judging = budgets.filter(({ level }) => level !== 'off')
  const places = [
    ...Map.groupBy(field, ({ series }) => key(series.site, series.subject.name, series.formFactor!)).entries(),
  ].map(([place, evidence]) => {
    const { series } = evidence[0]!
    const misses: Coverage['gaps'][number]['misses'] = []
    if (!opened.has(place)) misses.push('journey')
    if (!evidence.some((one) => judging.some((budget) => asksFor(budget, one)))) misses.push('budget')
    return { page: placeName(series), formFactor: series.formFactor!, pageViews: viewsOf(evidence), misses }
  })
  const pageViews = places.reduce((sum, place) => sum + place.pageViews, 0)
  if (pageViews === 0) return undefined
  const share = (test: (misses: Coverage['gaps'][number]['misses']) => boolean) =>
    places.reduce((sum, place) => sum + (test(place.misses) ? place.pageViews : 0), 0) / pageViews
  return {
    windowDays,
    pageViews,
    journey: share((misses) => !misses.includes('journey')),
    budget: share((misses) => !misses.includes('budget')),
    both: share((misses) => misses.length === 0),
    gaps: places
      .filter(({ misses }) => misses.length > 0)
      .toSorted((a, b) => b.pageViews - a.pageViews)
      .slice(0, MOST_GAPS)
      .map((place) => ({ ...place, share: place.pageViews / pageViews })),
  }
}

const key = (site: string, page: string, formFactor: FormFactor): string => JSON.stringify([site, page, formFactor])

/** Each kind of navigation has its own page views, and one series for each metric of them. */
function viewsOf(evidence: readonly Evidence[]): number {
  const byNavigation = new Map(evidence.map(({ series, pageViews }) => [series.navigation, pageViews]))
  return [...byNavigation.values()].reduce((sum, count) => sum + count, 0)
}

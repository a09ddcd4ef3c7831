import { HOUR, hourOf, justBefore } from './hour.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'

export const NEXT_SITE = "SELECT site FROM page_view WHERE source = 'field' AND site > ? ORDER BY site LIMIT 1"
export const NEXT_ROW = `SELECT at FROM page_view WHERE ${IN_WINDOW} ORDER BY at LIMIT 1`

/** Sites that have page views of visitors. Jumps from one to the next in the index, whatever lies between. */
export function sitesWithRows(store: Store): string[] {
  const next = store.prepare(NEXT_SITE).pluck()
  const sites: string[] = []
  for (let site = next.get('') as string | undefined; site !== undefined; site = next.get(site) as string | undefined) {
    sites.push(site)
  }
  return sites
}

/** Hours of a site, from `since` on, that have page views one by one. */
export function hoursWithRows(store: Store, site: string, since: number): number[] {
  const next = store.prepare(NEXT_ROW).pluck()
  const after = (time: number) =>
    next.get({ site, since: justBefore(time), until: Number.MAX_SAFE_INTEGER }) as number | undefined
  const hours: number[] = []
  for (let at = after(since); at !== undefined; at = after(hourOf(at) + HOUR)) hours.push(hourOf(at))
  return hours
}

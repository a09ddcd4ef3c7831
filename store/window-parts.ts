import { DAY, dayOf, HOUR, hourOf, justBefore, type Tier } from './hour.ts'
import { firstBeaconAt, lastBeaconAt } from './last-beacon-at.ts'
import type { Store } from './open-store.ts'
import { countRows, type Window } from './raw-window.ts'
import { readState } from './roll-up-bounds.ts'
import { NOBODY, OTHER_BOUNDS, READING } from './roll-up-pending.ts'

/** What a window is put together from. times: 1 to add, −1 to take away again. */
export type Parts = {
  /** Read one by one. */
  raw: (Window & { times: 1 | -1 })[]
  /** Read from the roll-ups. */
  slots: { tier: Tier; at: number; times: 1 | -1 }[]
}

/** Page views that are read one by one rather than from roll-ups, at 1 µs each: an answer is to take less than 20 ms. */
const RAW_UP_TO = 4000

/** How to answer for a window: from its page views where these are few, else from whole days and hours, with the pieces of hours
 * at its ends from page views. Where only roll-ups are left, or a piece is more than `rawUpTo`, the whole hour counts.
 * An hour that roll-ups lag behind is read from its page views, unless these are too many: then it is seconds old.
 * @param widest 'hour' where an answer has to tell hours apart */
export function partsOf(store: Store, window: Window, rawUpTo = RAW_UP_TO, widest: Tier = 'day'): Parts {
  const { site, since, until } = clamped(store, window)
  if (until <= since) return { raw: [], slots: [] }
  const rawFrom = justBefore(readState(store).rawSince)
  const [old, recent] = [
    { site, since, until: Math.min(until, rawFrom) },
    { site, since: Math.max(since, rawFrom), until },
  ]
  const parts: Parts = { raw: [], slots: [] }
  if (old.since < old.until) parts.slots.push(...joined(store, site, hoursOf(old), widest))
  if (recent.since >= recent.until) return parts
  if (countRows(store, recent, rawUpTo + 1) <= rawUpTo) parts.raw.push({ ...recent, times: 1 })
  else {
    const { raw, hours } = splitHours(store, recent, rawUpTo)
    parts.raw.push(...withoutSeams(raw))
    parts.slots.push(...joined(store, site, hours, widest))
  }
  return parts
}

const FIRST_ROLL_UP = "SELECT at FROM roll_up WHERE site = ? AND tier = 'hour' ORDER BY at LIMIT 1"
const LAST_ROLL_UP = "SELECT at FROM roll_up WHERE site = ? AND tier = 'hour' ORDER BY at DESC LIMIT 1"

/** The part of a window that anything is stored of: nobody walks through the hours since 1970. */
function clamped(store: Store, { site, since, until }: Window): Window {
  const hour = (sql: string) => store.prepare(sql).pluck().get(site) as number | undefined
  const first = Math.min(firstBeaconAt(store, site) ?? Infinity, hour(FIRST_ROLL_UP) ?? Infinity)
  const last = Math.max(lastBeaconAt(store, site) ?? -Infinity, (hour(LAST_ROLL_UP) ?? -Infinity) + HOUR)
  return { site, since: Math.max(since, justBefore(hourOf(first))), until: Math.min(until, last) }
}

/** Hours that a window touches, in the order of time. */
function hoursOf({ since, until }: Window): number[] {
  const first = hourOf(since + (HOUR - justBefore(HOUR)))
  return Array.from({ length: (hourOf(until) - first) / HOUR + 1 }, (_, i) => first + i * HOUR)
}

const wholeHour = (site: string, hour: number): Window => ({
  site,
  since: justBefore(hour),
  until: justBefore(hour + HOUR),
})

function splitHours(store: Store, window: Window, rawUpTo: number): { raw: Parts['raw']; hours: number[] } {
  const { site } = window
  const owners = ownersOf(store, window)
  const raw: Parts['raw'] = []
  const hours = hoursOf(window).filter((hour) => {
    const whole = wholeHour(site, hour)
    const inside = {
      site,
      since: Math.max(whole.since, window.since),
      until: Math.min(whole.until, window.until),
    }
    const isWhole = inside.since === whole.since && inside.until === whole.until
    const owner = owners.get(hour)
    if (owner === undefined && isWhole) return true
    // What an hour holds that its roll-up does not know of yet cannot be taken away from it.
    if (owner === undefined) {
      const outside = [
        { site, since: whole.since, until: inside.since },
        { site, since: inside.until, until: whole.until },
      ].filter(({ since, until }) => since < until)
      const outsideRows = outside.reduce((sum, one) => sum + countRows(store, one, rawUpTo + 1), 0)
      // No further than it takes to know which are fewer.
      if (outsideRows <= rawUpTo && countRows(store, inside, outsideRows + 1) > outsideRows) {
        raw.push(...outside.map((one) => ({ ...one, times: -1 as const })))
        return true
      }
    }
    if (owner !== NOBODY && countRows(store, inside, rawUpTo + 1) > rawUpTo) return true
    raw.push({ ...inside, times: 1 })
    return false
  })
  return { raw, hours }
}

export const HOUR_MARKS =
  "SELECT at, owner FROM roll_up_pending WHERE site = ? AND tier = 'hour' AND at > ? AND at <= ?"
export const DAY_MARKS = "SELECT at FROM roll_up_pending WHERE site = ? AND tier = 'day' AND at >= ? AND at <= ?"

/** The hours of a window that roll-ups are behind of, and who knows what is owed to them: nobody, where anybody has marked it so. */
function ownersOf(store: Store, { site, since, until }: Window): Map<number, string> {
  const marks = store.prepare(HOUR_MARKS).all(site, since - HOUR, until) as { at: number; owner: string }[]
  const owners = new Map<number, string>()
  for (const { at, owner } of marks) {
    if (owner === OTHER_BOUNDS || owners.get(at) === NOBODY) continue
    owners.set(at, owner.startsWith(READING) ? NOBODY : owner)
  }
  return owners
}

/** Windows side by side are one. */
function withoutSeams(raw: Parts['raw']): Parts['raw'] {
  const joined: Parts['raw'] = []
  for (const one of raw) {
    const last = joined.at(-1)
    if (last && last.until === one.since && last.times === one.times) last.until = one.until
    else joined.push({ ...one })
  }
  return joined
}

/** Hours as days where that is less to read: a day less the hours that are not meant. */
function joined(store: Store, site: string, hours: readonly number[], widest: Tier): Parts['slots'] {
  const slots = hours.map((at) => ({ tier: 'hour' as const, at, times: 1 as const }))
  const [first, last] = [hours[0], hours.at(-1)]
  if (widest === 'hour' || first === undefined || last === undefined) return slots
  const newest = lastBeaconAt(store, site) ?? Infinity
  const marked = new Set(store.prepare(DAY_MARKS).pluck().all(site, dayOf(first), last))
  const meant = new Set(hours)
  return [...Map.groupBy(slots, ({ at }) => dayOf(at))].flatMap(([day, own]): Parts['slots'] => {
    const ofDay = Array.from({ length: DAY / HOUR }, (_, i) => day + i * HOUR)
    const others = ofDay.filter((at) => !meant.has(at) && at <= newest)
    if (marked.has(day) || own.length <= others.length + 2) return own
    return [
      { tier: 'day', at: day, times: 1 },
      ...others.map((at) => ({ tier: 'hour' as const, at, times: -1 as const })),
    ]
  })
}

import type { Store } from './open-store.ts'
import { countRows, withRows, type Window } from './raw-window.ts'

/** A window is cut into so many pieces of equal length, and some of them are read: enough that each hour of a month has its
 * share, and so few that to look for them takes no time. */
const PIECES = 4096
/** Pieces that tell how many rows there are. */
const PROBE = 64
const FEW_ROWS = 10_000

export type Sample = {
  windows: readonly Window[]
  /** How many page views each one stands for, because other pieces of the window are not read: 1, 2, 4, … */
  scale: number
}

/** All of a window where it has about `most` page views or fewer; else pieces of it, spread evenly: page views that came in
 * some minutes speak for those of the minutes beside them. */
export function sampleOf(store: Store, window: Window, most: number): Sample {
  if (countRows(store, window, Math.min(most, FEW_ROWS) + 1) <= Math.min(most, FEW_ROWS))
    return { windows: [window], scale: 1 }
  const full = withRows(store, window)
  const probed = pieces(full, 0, 1 / PROBE).reduce((sum, piece) => sum + countRows(store, piece, Infinity), 0)
  let scale = 1
  while ((probed * PROBE) / scale > most && scale < PIECES) scale *= 2
  return scale === 1 ? { windows: [window], scale } : { windows: pieces(full, 0, 1 / scale), scale }
}

/** Some pieces of a window: those whose place in an even spread is in [from, to) of [0, 1). Every choice is spread over the
 * whole window, and [0, 1) is all of it. */
export function pieces({ site, since, until }: Window, from: number, to: number): Window[] {
  const start = Math.floor(since)
  const length = Math.ceil((until - start) / PIECES)
  const chosen: Window[] = []
  for (let i = 0; i < PIECES; i++) {
    const place = placeOf(i)
    if (place < from || place >= to) continue
    const piece = { site, since: Math.max(since, start + i * length), until: Math.min(until, start + (i + 1) * length) }
    if (piece.since < piece.until) chosen.push(piece)
  }
  return chosen
}

/** The fractional part of i times the golden ratio: any run of its values lies as evenly as can be, and so do the numbers i
 * whose value is in a given range. https://en.wikipedia.org/wiki/Low-discrepancy_sequence#Additive_recurrence */
const placeOf = (i: number): number => (Math.imul(i, 0x9e37_79b1) >>> 0) / 2 ** 32

/** What became of the beacons since the start. */
export type Counts = {
  accepted: number
  /** By reason; a malformed beacon by its field, `malformed metrics.LCP`. */
  dropped: Record<string, number>
}

export const noCounts = (): Counts => ({ accepted: 0, dropped: {} })

export function countDrop(counts: Counts, reason: string): void {
  counts.dropped[reason] = (counts.dropped[reason] ?? 0) + 1
}

/** What became of the beacons since the start. */
export type Counts = {
  /** Stored, whether or not it changed anything. */
  accepted: number
  /** Of the accepted ones, those of robots and scripted browsers. */
  automated: number
  /** By reason; a malformed beacon by its field, `malformed metrics.LCP`. The reasons are a fixed set. */
  dropped: Record<string, number>
  /** The same by site, where it is known: that of the origin, if no other site has it too. */
  droppedOf: Record<string, Record<string, number>>
  /** Accepted ones whose page or release went to `(other)`. */
  grouped: { page: number; release: number }
}

export const noCounts = (): Counts => ({
  accepted: 0,
  automated: 0,
  dropped: {},
  droppedOf: {},
  grouped: { page: 0, release: 0 },
})

export function countDrop(counts: Counts, reason: string, site?: string): void {
  counts.dropped[reason] = (counts.dropped[reason] ?? 0) + 1
  if (site === undefined) return
  const ofSite = (counts.droppedOf[site] ??= {})
  ofSite[reason] = (ofSite[reason] ?? 0) + 1
}

export function countGrouped(counts: Counts, name: keyof Counts['grouped']): void {
  counts.grouped[name]++
}

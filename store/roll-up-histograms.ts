import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../measurement/metrics.ts'
import { addBytes, appendHistogram, appendVarint, readVarint } from '../statistics/histogram-bytes.ts'
import { clear, createHistogram, isBroken, isEmpty, type Histogram } from '../statistics/histogram.ts'
import { LAYOUTS, METRIC_OF_LAYOUT, type Bounds } from './roll-up-bounds.ts'
import { addDelta, type Delta } from './roll-up-delta.ts'

/** Where the histogram of one metric lies in the bytes of a row: [start, end). */
export type Section = { metric: PageViewMetricName; start: number; end: number }

/** A row's histograms: for each, the id of its layout, its length, and its bytes. Those of a layout that this version does not
 * know are left out. */
export function sectionsOf(bytes: Uint8Array): Section[] {
  const sections: Section[] = []
  const reading = { bytes, at: 0 }
  while (reading.at < bytes.length) {
    const metric = METRIC_OF_LAYOUT.get(readVarint(reading))
    const length = readVarint(reading)
    if (metric) sections.push({ metric, start: reading.at, end: reading.at + length })
    reading.at += length
  }
  return sections
}

/** Where one metric's histogram lies; `undefined` where the row has none. */
export function sectionOf(bytes: Uint8Array, metric: PageViewMetricName): { start: number; end: number } | undefined {
  const { id } = LAYOUTS[metric]
  const reading = { bytes, at: 0 }
  while (reading.at < bytes.length) {
    const layout = readVarint(reading)
    const length = readVarint(reading)
    if (layout === id) return { start: reading.at, end: reading.at + length }
    reading.at += length
  }
  return undefined
}

/** One histogram per metric, used again for each row that is written. */
export type Desk = Record<PageViewMetricName, Histogram>

export const createDesk = (): Desk =>
  Object.fromEntries(PAGE_VIEW_METRICS.map((name) => [name, createHistogram(LAYOUTS[name])])) as Desk

/** The histograms of a row with a delta added.
 * @param bytes absent for a new row
 * @returns `undefined` where more was taken out than was in: the row is not what it should be, and has to be made anew */
export function addedHistograms(
  desk: Desk,
  bytes: Uint8Array | undefined,
  delta: Delta,
  bounds: Bounds,
): Uint8Array | undefined {
  const before = new Map((bytes ? sectionsOf(bytes) : []).map((section) => [section.metric, section]))
  for (const [i, name] of PAGE_VIEW_METRICS.entries()) {
    const [section, change] = [before.get(name), delta.metrics[i]]
    clear(desk[name], section ? [] : bounds[name])
    if (section) addBytes(desk[name], bytes!, section.start, section.end, { first: true })
    if (change) addDelta(desk[name], change)
    if (isBroken(desk[name])) return undefined
  }
  return writtenHistograms(desk)
}

function writtenHistograms(desk: Desk, metrics: readonly PageViewMetricName[] = PAGE_VIEW_METRICS): Uint8Array {
  const bytes: number[] = []
  for (const name of metrics) {
    if (isEmpty(desk[name])) continue
    const own: number[] = []
    appendHistogram(own, desk[name])
    appendVarint(bytes, LAYOUTS[name].id)
    appendVarint(bytes, own.length)
    for (const byte of own) bytes.push(byte)
  }
  // new, not from: from() goes through an iterator.
  return new Uint8Array(bytes)
}

/** The histograms of several rows in one.
 * @param metrics the others are left out */
export function mergedHistograms(
  desk: Desk,
  rows: readonly { bytes: Uint8Array; times: 1 | -1 }[],
  metrics: readonly PageViewMetricName[] = PAGE_VIEW_METRICS,
): Uint8Array {
  for (const name of metrics) {
    clear(desk[name])
    let first = true
    for (const { bytes, times } of rows) {
      const section = sectionOf(bytes, name)
      if (!section) continue
      addBytes(desk[name], bytes, section.start, section.end, { times, first })
      first = false
    }
  }
  return writtenHistograms(desk, metrics)
}

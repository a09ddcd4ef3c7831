import type { Histogram } from './histogram.ts'

/** Bytes that hold a histogram: varints (7 bits each, the lowest first) of the sum of squared weights, of the number of
 * bounds with an exact count and, for each, its eight bytes and its count; then, for each bucket that holds anything, how many
 * empty ones lie before it, and its count. */
export function appendHistogram(bytes: number[], { counts, from, to, weightSquares, within }: Histogram): void {
  appendVarint(bytes, weightSquares)
  appendVarint(bytes, within.size)
  for (const [bound, count] of within) {
    const eight = new DataView(new ArrayBuffer(8))
    eight.setFloat64(0, bound)
    for (let i = 0; i < 8; i++) bytes.push(eight.getUint8(i))
    appendVarint(bytes, count)
  }
  let next = 0
  for (let bucket = from; bucket < to; bucket++) {
    const count = counts[bucket]!
    if (count === 0) continue
    appendVarint(bytes, bucket - next)
    appendVarint(bytes, count)
    next = bucket + 1
  }
}

/** Adds the histogram that the bytes from `start` up to `end` hold, which has the same layout.
 * @param times 1, or −1 to take it back */
export function addBytes(
  histogram: Histogram,
  bytes: Uint8Array,
  start: number,
  end: number,
  { times = 1, first = false }: { times?: 1 | -1; first?: boolean } = {},
): void {
  const reading = { bytes, at: start }
  histogram.weightSquares += times * readVarint(reading)
  addBounds(histogram.within, readBounds(reading), times, first)
  if (reading.at === end) return
  const { counts } = histogram
  // One of its own, that nobody else gets: the compiler keeps it in registers, and this loop is most of what an answer takes.
  const rest = { bytes, at: reading.at }
  let bucket = readVarint(rest)
  if (bucket < histogram.from) histogram.from = bucket
  counts[bucket]! += times * readVarint(rest)
  while (rest.at < end) {
    bucket += readVarint(rest) + 1
    counts[bucket]! += times * readVarint(rest)
  }
  if (bucket >= histogram.to) histogram.to = bucket + 1
}

/** A bound that one of them does not count is not counted exactly in the sum. */
function addBounds(within: Map<number, number>, added: Map<number, number>, times: number, first: boolean): void {
  if (first) for (const bound of added.keys()) within.set(bound, 0)
  for (const [bound, count] of within) {
    const more = added.get(bound)
    if (more === undefined) within.delete(bound)
    else within.set(bound, count + times * more)
  }
}

type Reading = { bytes: Uint8Array; at: number }

const NONE: Map<number, number> = new Map()

function readBounds(reading: Reading): Map<number, number> {
  const length = readVarint(reading)
  if (length === 0) return NONE
  const bounds = new Map<number, number>()
  for (let i = 0; i < length; i++) {
    const { buffer, byteOffset } = reading.bytes
    const bound = new DataView(buffer, byteOffset + reading.at, 8).getFloat64(0)
    reading.at += 8
    bounds.set(bound, readVarint(reading))
  }
  return bounds
}

/** A whole number from 0 to 2^53 − 1. */
export function appendVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

export function readVarint(reading: Reading): number {
  const { bytes } = reading
  let byte = bytes[reading.at++]!
  if (byte < 128) return byte // as most are
  let value = byte - 128
  let scale = 128
  do {
    byte = bytes[reading.at++]!
    value += (byte & 127) * scale
    scale *= 128
  } while (byte >= 128)
  return value
}

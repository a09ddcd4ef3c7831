import type { Unit } from '../measurement/metrics.ts'

const FACTORS: Record<Unit, Record<string, number>> = {
  ms: { ms: 1, s: 1000, min: 60_000 },
  bytes: { b: 1, byte: 1, bytes: 1, kb: 1000, mb: 1_000_000, kib: 1024, mib: 1_048_576 },
  count: { '': 1 },
  score: { '': 1 },
}

/** How a bound of this unit is written, for messages. */
export const LITERAL_EXAMPLES: Record<Unit, string> = {
  ms: `'2.5 s', '200 ms' or a number of ms`,
  bytes: `'250 kB', '2 MB' or a number of bytes (1 kB is 1000 bytes, 1 KiB is 1024)`,
  count: 'a whole number',
  score: `a number such as 0.1`,
}

/** Reads a bound such as `'2.5 s'` or `'250 kB'`; a plain number is in the metric's own unit.
 * @returns the number in ms, bytes, count or score; `undefined` when it is not one, is negative, or has another unit. */
export function readLiteral(literal: string | number, unit: Unit): number | undefined {
  if (typeof literal === 'number') return Number.isFinite(literal) && literal >= 0 ? literal : undefined
  const [, digits, suffix = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(literal) ?? []
  // A bare number in quotes names no unit where there are several to choose from.
  const factor = FACTORS[unit][suffix.toLowerCase()]
  // Rounded, because 1.005 * 1000 is 1004.9999999999999, and a measured 1005 would count as over it.
  return digits === undefined || factor === undefined ? undefined : Number((Number(digits) * factor).toPrecision(15))
}

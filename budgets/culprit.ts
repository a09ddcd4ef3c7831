import type { MetricName } from '../measurement/metrics.ts'
import { median } from '../statistics/percentile.ts'
import { blamesOf, type Attributed, type Blame } from './blame.ts'
import type { Culprit } from './evaluation.ts'

export type { Attributed } from './blame.ts'

/** A value and the parts that it blames. */
export type Blaming = { value: number; blames: readonly Blame[] }

/** More than these would be a list to read, and the first few explain nearly everything. */
const MOST = 5

/** Names what cost most among values of a metric, the most costly first; five at most.
 * @param values those over the bound, or all where none is
 * @param max the bound: what each culprit explains is measured against what the values are over it by
 * @returns none where no value carries an attribution */
export const culpritsOf = (metric: MetricName, values: readonly Attributed[], max: number): Culprit[] =>
  rankCulprits(
    values.map((one) => ({ value: one.value, blames: blamesOf(metric, one) })),
    max,
  )

/** Puts equal blames of many values together: a culprit's cost is the median over the values that name it, its rank the sum. */
export function rankCulprits(values: readonly Blaming[], max: number): Culprit[] {
  const excess = values.reduce((sum, { value }) => sum + Math.max(0, value - max), 0)
  const all = values.flatMap(({ value, blames }) =>
    blames.map((blame) => ({ ...blame, over: Math.max(0, value - max) })),
  )
  const groups = Map.groupBy(all, ({ kind, name, target, part }) => JSON.stringify([kind, name, target, part]))
  const cost = (group: readonly Blame[]) => group.reduce((sum, { amount }) => sum + amount, 0)
  return [...groups.values()]
    .toSorted((a, b) => cost(b) - cost(a))
    .slice(0, MOST)
    .map((group) => {
      const { gain: _, over: __, loadState: ___, ...who } = group[0]!
      const loadState = mostFrequent(group.flatMap((one) => one.loadState ?? []))
      const gained = group.reduce((sum, { amount, gain = amount, over }) => sum + Math.min(gain, over), 0)
      return {
        ...who,
        amount: median(group.map(({ amount }) => amount))!,
        share: group.length / values.length,
        ...(excess > 0 && { explains: gained / excess }),
        ...(loadState !== undefined && { loadState }),
      }
    })
}

function mostFrequent(words: readonly string[]): string | undefined {
  const groups = [...Map.groupBy(words, (word) => word).values()]
  return groups.toSorted((a, b) => b.length - a.length)[0]?.[0]
}

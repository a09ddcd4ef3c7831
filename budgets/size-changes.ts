import type { BuildSizes } from '../measurement/build-sizes.ts'
import { formatValue } from '../measurement/format.ts'
import { placeName, type Series } from '../measurement/series.ts'
import { buildSubjects, valuesOf } from './build-subjects.ts'
import { worstFirst, type Change } from './change.ts'
import type { Budget } from './evaluation.ts'
import { asksFor, mostSpecific } from './match.ts'
import { buildEvidence } from './build-evidence.ts'

/** How each group, their total and each entry's first load stand against those of an earlier build: the worst first.
 * Sizes do not vary: any difference is one.
 * @param budgets those that tell which bounds the change crossed */
export function sizeChanges(sizes: BuildSizes, base: BuildSizes, budgets: readonly Budget[] = []): Change[] {
  const [heads, bases] = [seriesOf(sizes), seriesOf(base)]
  const evidence = new Map(buildEvidence(sizes).map((one) => [keyOf(one.series), one]))
  const boundsOf = (key: string): number[] => {
    const one = evidence.get(key)
    const asking = one
      ? budgets.filter((budget) => !budget.maxIncrease && budget.level !== 'off' && asksFor(budget, one))
      : []
    return mostSpecific(asking).map(({ max }) => max)
  }
  return worstFirst(
    [...new Set([...heads.keys(), ...bases.keys()])].map((key) => {
      const [head, old] = [heads.get(key), bases.get(key)]
      const side = (value: number, { release }: BuildSizes) => ({
        value,
        n: 1,
        ...(release !== undefined && { release }),
      })
      return {
        series: (head ?? old)!.series,
        ...(old && { base: side(old.value, base) }),
        ...(head && { head: side(head.value, sizes) }),
        ...verdictOf(head?.value, old?.value, boundsOf(key)),
        message: messageOf((head ?? old)!.series, head?.value, old?.value),
      }
    }),
  )
}

const keyOf = ({ metric, subject }: Series): string => JSON.stringify([metric, subject.kind, subject.name])

function seriesOf(sizes: BuildSizes): Map<string, { series: Series; value: number }> {
  const all = buildSubjects(sizes).flatMap((one) =>
    valuesOf(one).map(({ metric, value }) => {
      const series: Series = { source: 'build', site: '', metric, subject: one.subject }
      return [keyOf(series), { series, value }] as const
    }),
  )
  return new Map(all)
}

function verdictOf(
  head: number | undefined,
  base: number | undefined,
  bounds: readonly number[],
): Pick<Change, 'verdict' | 'difference' | 'crosses'> {
  if (base === undefined) return { verdict: 'new' }
  if (head === undefined) return { verdict: 'gone' }
  const difference = head - base
  const over = bounds.find((max) => base <= max && head > max)
  const under = bounds.find((max) => base > max && head <= max)
  return {
    difference,
    verdict: difference > 0 ? 'worse' : difference < 0 ? 'better' : 'unchanged',
    ...(over !== undefined && { crosses: { direction: 'over', max: over } }),
    ...(under !== undefined && over === undefined && { crosses: { direction: 'under', max: under } }),
  }
}

/** 'scriptBytes of app bundle (build) rose from 170 kB to 175 kB (+5.2 kB, +3 %).' */
function messageOf(series: Series, head: number | undefined, base: number | undefined): string {
  const { metric, subject } = series
  const what = `${metric} ${subject.kind === 'bundle' ? 'of' : 'on'} ${placeName(series)} (build)`
  const text = (value: number, beside?: number) => formatValue(metric, value, beside)
  if (base === undefined) return `${what} is new: ${text(head!)}.`
  if (head === undefined) return `${what} is gone: it was ${text(base)}.`
  if (head === base) return `${what} is unchanged: ${text(head)}.`
  const sign = head > base ? '+' : '−'
  const percent = base > 0 ? `, ${sign}${Number(((Math.abs(head - base) / base) * 100).toPrecision(2))} %` : ''
  const by = `${sign}${text(Math.abs(head - base))}${percent}`
  return `${what} ${head > base ? 'rose' : 'fell'} from ${text(base, head)} to ${text(head)} (${by}).`
}

import type { Series } from '../measurement/series.ts'
import type { Interval } from '../statistics/interval.ts'

/** How a series stands against the same series of an earlier build (the base). `worse` and `better` are told only where noise does
 * not explain the difference; `unclear` where it might. */
export type Change = {
  series: Series
  /** Absent: the base does not have the series. value: the judged statistic, in the metric's unit. */
  base?: ChangeSide
  /** Absent: this build no longer has it. */
  head?: ChangeSide
  /** head − base, in the metric's unit; absent where one of them is. */
  difference?: number
  /** 95 %, of the difference; absent for deterministic metrics, and where n is too small to carry one. */
  interval?: Interval
  verdict: 'worse' | 'better' | 'unchanged' | 'unclear' | 'new' | 'gone'
  /** A budget of this series that the change itself moved: 'over' was within and is over, 'under' the other way round. */
  crosses?: { direction: 'over' | 'under'; max: number }
  /** One sentence, plain text, unescaped: 'LCP on /checkout (mobile, lab) rose from 2.0 s to 2.3 s (+12 to +18 %)'. */
  message: string
}

export type ChangeSide = { value: number; n: number; release?: string }

/** In the order in which whoever reads a change wants to see them. */
export const CHANGE_VERDICTS = [
  'worse',
  'new',
  'better',
  'gone',
  'unclear',
  'unchanged',
] as const satisfies Change['verdict'][]

/** What it pushed over a budget, then what it made worse, and so on; of one kind, the one that changed by the largest share of what it was. */
export const worstFirst = (changes: readonly Change[]): Change[] =>
  changes.toSorted((a, b) => rankOf(a) - rankOf(b) || shareOf(b) - shareOf(a))

const rankOf = ({ verdict, crosses }: Change): number =>
  verdict === 'worse' && crosses?.direction === 'over' ? -1 : CHANGE_VERDICTS.indexOf(verdict)

function shareOf({ base, difference }: Change): number {
  if (!base || difference === undefined) return 0
  if (difference === 0) return 0
  return Math.abs(difference) / base.value // from nothing to something is the largest share of all
}

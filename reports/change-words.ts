import { CHANGE_VERDICTS, type Change } from '../budgets/change.ts'
import type { Coverage } from '../budgets/coverage.ts'
import { plural } from './words.ts'

/** What became of how many series, leaving out zeros: '2 worse, 1 better, 61 unchanged'. */
export const changeCounts = (changes: readonly Change[]): string =>
  CHANGE_VERDICTS.flatMap((verdict) => {
    const count = changes.filter((change) => change.verdict === verdict).length
    return count > 0 ? [`${count} ${verdict}`] : []
  }).join(', ')

/** What the change itself did, as far as it is known: worse, new, better and gone. */
export const toldChanges = (changes: readonly Change[]): Change[] =>
  changes.filter(({ verdict }) => verdict !== 'unclear' && verdict !== 'unchanged')

/** 'Of 12,400 page views in 28 days, a journey opens 80 %, a budget judges 100 %, both 80 %.' */
export const coverageSentence = ({ both, journey, budget, pageViews, windowDays }: Coverage): string =>
  `Of ${plural(pageViews, 'page view')} in ${plural(windowDays, 'day')}, a journey opens ${percent(journey)}, a budget judges ${percent(budget)}, both ${percent(both)}.`

type Gap = Coverage['gaps'][number]

/** 'no journey opens it', 'no budget judges it', or both. */
export const gapText = ({ misses }: Pick<Gap, 'misses'>): string =>
  misses.map((miss) => (miss === 'journey' ? 'no journey opens it' : 'no budget judges it')).join(', ')

/** '7 %'; what is there is never 0 %, and what is missing never makes 100 %. */
export function percent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`
  if (share < 0.01) return '< 1 %'
  return share > 0.99 ? '> 99 %' : `${Math.round(share * 100)} %`
}

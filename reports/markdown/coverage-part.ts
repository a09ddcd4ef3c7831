import type { Coverage } from '../../budgets/coverage.ts'
import { coverageSentence, gapText, percent } from '../change-words.ts'
import { code } from '../markdown-text.ts'
import { plural } from '../words.ts'
import { folded, table } from './table.ts'

/** Gaps that are named. */
const MOST_GAPS = 10

/** How much of what visitors open is measured and judged before a merge, and the largest gaps. */
export function coverageParts(coverage: Coverage, most: number): string[] {
  const { gaps } = coverage
  const rows = gaps.map((gap) => [
    `${code(gap.page)} ${gap.formFactor}`,
    percent(gap.share),
    gap.pageViews.toLocaleString('en-US'),
    gapText(gap),
  ])
  const pages = new Set(gaps.map(({ page }) => page)).size
  const heads = ['Page', 'Share', 'Page views', 'What is missing']
  return [
    `**Coverage:** ${coverageSentence(coverage)}`,
    folded(`${plural(pages, 'page')} without one of them`, table(heads, rows, Math.min(most, MOST_GAPS))),
  ]
}

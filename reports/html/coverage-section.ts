import type { Coverage } from '../../budgets/coverage.ts'
import { coverageSentence, gapText, percent } from '../change-words.ts'
import { html, type Markup } from './markup.ts'
import { dataTable } from './tables.ts'

/** How much of what visitors open is measured and judged, and the largest gaps. */
export function coverageSection(coverage: Coverage): Markup {
  const { gaps } = coverage
  return [
    html`<p class="lead">${coverageSentence(coverage)}</p>`,
    ...(gaps.length > 0
      ? [
          dataTable('Largest gaps', {
            texts: 2,
            heads: ['Page', 'Missing', 'Page views', 'Share'],
            rows: gaps.map((gap) => [
              html`<bdi>${gap.page}</bdi> <small>${gap.formFactor}</small>`,
              gapText(gap),
              gap.pageViews.toLocaleString('en-US'),
              percent(gap.share),
            ]),
          }),
        ]
      : []),
  ]
}

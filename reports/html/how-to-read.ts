import type { VNode } from 'preact'
import type { Rating } from '../../measurement/metrics.ts'
import type { Report } from '../report.ts'
import { RATINGS } from '../words.ts'
import { html } from './markup.ts'
import { RATING_CLASS } from './marks.ts'

/** What the words and drawings mean, for a reader who was only sent the file. */
export function howToRead({ field, fieldlab }: Report): VNode {
  const excluded = Object.entries(field?.excluded ?? {}).filter(([, count]) => count > 0)
  return html`<section id="reading">
    <h2>How to read this</h2>
    <dl>
      <dt>Lab and field</dt>
      <dd>
        Lab values come from journeys in fresh browsers on stated profiles; field values from real visits. They share
        one definition of each metric, but not their population: they are set side by side and never pooled.
      </dd>
      <dt>What a budget judges</dt>
      <dd>
        In the lab the median of the runs; in the field a percentile, p75 unless said otherwise: at least 75 % of page
        views must be at or under the bound.
      </dd>
      <dt>Interval</dt>
      <dd>
        The true median or percentile lies in it with 95 % confidence. Five runs are too few to carry one. In the lab
        the whole interval must lie over the bound to fail and under it to pass. In between, noise would decide, and the
        verdict is 'inconclusive'.
      </dd>
      <dt>No data, not applicable</dt>
      <dd>Too few values to judge is never a pass. INP does not apply where nobody interacted.</dd>
      <dt>The drawings</dt>
      <dd>
        Each dot is one value; many values are drawn as a histogram. The line is the budget, the dotted one the median
        or p75. The background is the rating. All series of a metric share one axis.
      </dd>
      <dt>Ratings</dt>
      <dd class="ratings">${key('good')} ${key('needs-improvement')} ${key('poor')}</dd>
      <dt>Likely cause</dt>
      <dd>
        What cost most among the values over the budget, as the browser attributes it. It says where to look first, and
        is no proof.
      </dd>
      ${
        excluded.length > 0 &&
        html`<dt>Left out of the field</dt>
          <dd>${excluded.map(([reason, count]) => `${count} ${reason}`).join(', ')}</dd>`
      }
    </dl>
    <p class="quiet">
      Made by fieldlab ${fieldlab}. Timings are in ms or s, 1 kB is 1000 bytes, weights are compressed bytes on the
      wire.
    </p>
  </section>`
}

const key = (rating: Rating): VNode =>
  html`<span class="rating ${RATING_CLASS[rating]}"
    ><i aria-hidden="true">${RATINGS[rating].symbol}</i> ${RATINGS[rating].word}</span
  >`

import type { VNode } from 'preact'
import type { PageViewMetricName } from '../../measurement/metrics.ts'
import { html, type Markup } from '../../reports/html/markup.ts'
import { RATING_CLASS } from '../../reports/html/marks.ts'
import { percent, shareBar } from '../../reports/html/share-bar.ts'
import { dataTable } from '../../reports/html/tables.ts'
import { visibleText } from '../../reports/visible-text.ts'
import { range, RATINGS } from '../../reports/words.ts'
import type { Dimension } from '../../store/field-filter.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import type { Reading } from '../reading.ts'
import { breakdown, type BreakdownGroup } from '../answers/breakdown.ts'
import { FEW, p75Text } from './vital.ts'

/** What a page's views are told apart by, and what its groups are called. */
const DIMENSIONS = [
  { by: 'release', title: 'Release' },
  { by: 'browser', title: 'Browser' },
  { by: 'os', title: 'System' },
  { by: 'navigationType', title: 'Navigation type' },
  { by: 'connection', title: 'Connection' },
  { by: 'coldCache', title: 'Document', names: { true: 'over the network', false: 'from a cache' } },
  { by: 'landing', title: 'Place in the visit', names: { true: 'first page', false: 'later page' } },
  { by: 'converted', title: 'Visit', names: { true: 'converted', false: 'did not convert' } },
] as const satisfies readonly { by: Dimension; title: string; names?: Record<string, string> }[]

const MOST_GROUPS = 10
/** Page views that each of these reads one by one at most: more are sampled. */
const READ = 150_000

/** One metric of a page by everything that is known of its views.
 * @param releases the newest first: the order that they are shown in */
export function breakdowns(
  reading: Reading,
  question: FieldQuestion & { metric: PageViewMetricName },
  releases: readonly string[],
): VNode {
  const answers = DIMENSIONS.map((dimension) => {
    const groups = breakdown(reading, { ...question, by: dimension.by, rawUpTo: READ })
    return { ...dimension, groups: dimension.by === 'release' ? inOrder(groups, releases) : groups }
  })
  const several = answers.filter(({ groups }) => groups.length > 1)
  const alike = answers.filter(({ groups }) => groups.length === 1)
  const [sampled] = answers.flatMap(({ groups }) => groups.flatMap(({ share }) => share ?? []))
  return html`${sampled !== undefined && html`<p class="note">${`From an even sample: ${percent(sampled)} of visits.`}</p>`}
    <div class="breakdowns">
      ${several.map(
        (answer) =>
          html`<section>
            <h3>By ${answer.title.toLowerCase()}</h3>
            ${table(question.metric, answer)}
          </section>`,
      )}
    </div>
    ${alike.length > 0 && html`<p class="note">${alikeText(alike)}</p>`}`
}

const alikeText = (answers: readonly Answer[]): string =>
  `Alike in all page views: ${answers.map(({ title, names, groups }) => `${title.toLowerCase()} ${groupName(groups[0]!, names)}`).join(', ')}.`

/** Releases that are not in the list go last. */
function inOrder(groups: readonly BreakdownGroup[], releases: readonly string[]): BreakdownGroup[] {
  const place = ({ group }: BreakdownGroup) => {
    const index = releases.indexOf(group ?? '')
    return index < 0 ? releases.length : index
  }
  return groups.toSorted((a, b) => place(a) - place(b))
}

type Answer = { title: string; names?: Record<string, string>; groups: readonly BreakdownGroup[] }

function table(name: PageViewMetricName, { title, names, groups }: Answer): Markup {
  const more = groups.length - MOST_GROUPS
  return [
    dataTable(`${name} by ${title.toLowerCase()}`, {
      texts: 1,
      heads: [title, 'p75, 95 % interval', 'Good', 'Page views'],
      rows: groups
        .slice(0, MOST_GROUPS)
        .map((group) => [
          html`<bdi>${groupName(group, names)}</bdi>`,
          html`${p75Text(name, group)} ${compactRating(group)}<small>${range(name, group.interval)}</small>`,
          group.shares ? html`<div class="share">${percent(group.shares.good)} ${shareBar(group.shares)}</div>` : '–',
          group.pageViews.toLocaleString('en-US'),
        ]),
    }),
    ...(more > 0 ? [html`<p class="note">${more} more are left out.</p>`] : []),
  ]
}

/** The rating's shape, its word for those who point at it or don't see it. */
function compactRating({ rating, n }: BreakdownGroup): Markup {
  if (!rating || n < FEW) return undefined
  const { symbol, word } = RATINGS[rating]
  return html`<span class="rating ${RATING_CLASS[rating]}" role="img" aria-label=${word} title=${word}>${symbol}</span>`
}

const groupName = ({ group }: BreakdownGroup, names: Record<string, string> | undefined): string =>
  group === null ? 'not told' : (names?.[group] ?? visibleText(group))

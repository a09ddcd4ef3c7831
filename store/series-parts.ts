import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import { exclusionOf, type Exclusion, type FieldQuestion } from './field-question.ts'
import { DAY, dayOf } from './hour.ts'
import { createMemory, type Memory } from './memory.ts'
import type { Store } from './open-store.ts'
import { createDesk, mergedHistograms } from './roll-up-histograms.ts'
import { revisionOf } from './roll-up-rows.ts'
import { bytesOf, slotRows } from './slot-rows.ts'
import type { Parts } from './window-parts.ts'

/** What some hours or days hold of a page, form factor and kind of navigation. */
export type SeriesPart = {
  page: string
  formFactor: FormFactor
  navigation: Navigation
  pageViews: number
  /** Of the latest: ms since the epoch. */
  lastAt: number
  histograms: Uint8Array
}

/** exclusion: why it is left out of the answer, where it is. */
type Counted = { part: SeriesPart; exclusion: Exclusion | undefined; times: 1 | -1 }
type Slots = Parts['slots']

/** What the roll-ups of some slots hold for a question, and whether it is to be added or taken away. What seldom changes comes
 * as one sum. */
export function seriesParts(store: Store, question: FieldQuestion, slots: Slots): Counted[] {
  const { page, formFactor, navigation } = question
  // A question about less than a site is quick without being remembered.
  if (page !== undefined || formFactor !== undefined || navigation !== undefined) return partsOf(store, question, slots)
  const today = dayOf(Math.max(...slots.map(({ at }) => at)))
  const isOver = ({ at }: Slots[number]) => at < today - STILL_COMING
  const over = slots.filter(isOver)
  const sum = merged(store, question, over, () =>
    blocksOf(over, today).flatMap((block) => merged(store, question, block, () => partsOf(store, question, block))),
  )
  const rest = slots.filter((slot) => !isOver(slot))
  return [...sum, ...partsOf(store, question, rest)]
}

/** Slots that are merged before the sum is made of them, so that a late state has only one of these read again. */
function blocksOf(slots: Slots, today: number): Slots[] {
  // Days that the window has an end in: which of their hours count changes with each hour. Hours that are taken away from a
  // day stay beside it.
  const cut = new Set(slots.filter(({ tier }) => tier === 'hour').map(({ at }) => dayOf(at)))
  const isAlone = (day: number) => cut.has(day) || day >= today - SETTLED_AFTER
  const blocks = Map.groupBy(slots, ({ at }) =>
    isAlone(dayOf(at)) ? `day ${dayOf(at)}` : `block ${Math.floor(at / BLOCK)}`,
  )
  return [...blocks.values()]
}

const partsOf = (store: Store, question: FieldQuestion, slots: Slots): Counted[] =>
  slotRows(store, { ...question, includeAutomated: true, release: undefined }, slots).map(({ row, times }) => ({
    part: row,
    exclusion: exclusionOf(question, row.automated, row.release),
    times,
  }))

/** Most late states are of page views of the last hours: what came since yesterday is not worth being merged yet. */
const STILL_COMING = DAY
/** Few page views get a new state after so long: days further back share a block. */
const SETTLED_AFTER = 3 * DAY
/** Not too long, because one late state has its block made anew. */
const BLOCK = 7 * DAY

const MOST_BYTES = 128 * 1024 * 1024
const memories = new WeakMap<Store, Memory<{ revisions: string; parts: Counted[] }>>()
const desk = createDesk()

/** The parts of several slots, releases and robots merged, with the histograms of what is asked for; from memory where no day of
 * them has changed.
 * @param read gives what they hold, in whichever pieces */
function merged(store: Store, question: FieldQuestion, slots: Slots, read: () => Counted[]): Counted[] {
  const { site, release, includeAutomated, metric } = question
  let memory = memories.get(store)
  if (!memory) memories.set(store, (memory = createMemory(MOST_BYTES)))
  const key = JSON.stringify([
    [site, release, includeAutomated, metric],
    slots.map(({ tier, at, times }) => [tier, at, times]),
  ])
  const revisions = slots.map(({ at }) => revisionOf(store, site, at)).join()
  const known = memory.get(key)
  if (known?.revisions === revisions) return known.parts
  const parts = mergedParts(read(), metric === undefined ? PAGE_VIEW_METRICS : [metric])
  memory.set(key, { revisions, parts }, bytesOf(parts.map(({ part }) => part)))
  return parts
}

function mergedParts(parts: readonly Counted[], metrics: readonly PageViewMetricName[]): Counted[] {
  const groups = Map.groupBy(
    parts,
    ({ part: { formFactor, navigation, page }, exclusion }) => `${formFactor} ${navigation} ${exclusion} ${page}`,
  )
  return [...groups.values()].map((group) => {
    const {
      part: { page, formFactor, navigation },
      exclusion,
    } = group[0]!
    const pageViews = group.reduce((sum, { part, times }) => sum + times * part.pageViews, 0)
    const lastAt = Math.max(...group.map(({ part, times }) => (times > 0 ? part.lastAt : -Infinity)))
    const own = group.map(({ part, times }) => ({ bytes: part.histograms, times }))
    // Of what is left out, only the number is told.
    const histograms = exclusion ? new Uint8Array() : mergedHistograms(desk, own, metrics)
    return { part: { page, formFactor, navigation, pageViews, lastAt, histograms }, exclusion, times: 1 }
  })
}

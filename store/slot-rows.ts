import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import { exclusionOf, type FieldQuestion } from './field-question.ts'
import { DAY, dayOf, type Tier } from './hour.ts'
import { createMemory, type Memory } from './memory.ts'
import type { Store } from './open-store.ts'
import { revisionOf } from './roll-up-rows.ts'
import type { Parts } from './window-parts.ts'

/** A row of the roll-ups, as a reader takes it. */
export type SlotRow = {
  at: number
  page: string
  formFactor: FormFactor
  navigation: Navigation
  /** '' for page views that name none. */
  release: string
  automated: boolean
  pageViews: number
  lastAt: number
  histograms: Uint8Array
}

const COLUMNS = 'at, release, automated, page_views, last_at, histograms'
export const SLOT_ROWS = `SELECT ${COLUMNS}, page, form_factor, navigation FROM roll_up WHERE site = :site AND tier = :tier AND at = :at`
// Told which index: SQLite, which knows nothing of how many pages there are, would read every row of the time.
export const PAGE_ROWS = `
  SELECT ${COLUMNS} FROM roll_up INDEXED BY roll_up_by_page
  WHERE site = :site AND tier = :tier AND page = :page AND form_factor = :formFactor AND navigation = :navigation
    AND at >= :from AND at <= :to AND automated <= :automated AND (:release IS NULL OR release = :release)`

type Raw = [at: number, release: string, automated: number, pageViews: number, lastAt: number, histograms: Uint8Array]
type OfAll = [...Raw, page: string, formFactor: FormFactor, navigation: Navigation]

type Series = Pick<SlotRow, 'page' | 'formFactor' | 'navigation'>

function slotRow(series: Series, raw: Raw | OfAll): SlotRow {
  const { page, formFactor, navigation } = series
  const [at, release, automated, pageViews, lastAt, histograms] = raw
  const key = { at, page, formFactor, navigation, release, automated: automated === 1 }
  return { ...key, pageViews, lastAt, histograms }
}

type OfSeries = FieldQuestion & { page: string; formFactor: FormFactor; navigation: Navigation }

/** One series has an index of its own. */
function rowsOfSeries(store: Store, question: OfSeries, slots: Parts['slots']): { row: SlotRow; times: 1 | -1 }[] {
  return (['day', 'hour'] as const).flatMap((tier) => {
    const meant = new Map(slots.filter((slot) => slot.tier === tier).map(({ at, times }) => [at, times]))
    const days = new Set([...meant.keys()].map(dayOf))
    return [...days].flatMap((day) =>
      rowsOfSeriesDay(store, question, tier, day).flatMap((row) => {
        const times = meant.get(row.at)
        return times === undefined ? [] : [{ row, times }]
      }),
    )
  })
}

/** The day of a series, or its hours. */
function rowsOfSeriesDay(store: Store, question: OfSeries, tier: Tier, day: number): readonly SlotRow[] {
  const { site, page, formFactor, navigation, includeAutomated, release = null } = question
  const asked = { site, page, formFactor, navigation, tier, automated: Number(includeAutomated), release }
  return remembered(store, site, day, JSON.stringify([asked, day]), () =>
    (
      store
        .prepare(PAGE_ROWS)
        .raw()
        .all({ ...asked, from: day, to: day + DAY - 1 }) as Raw[]
    ).map((raw) => slotRow(question, raw)),
  )
}

/** The rows of all series in a slot. */
const rowsOfSlot = (store: Store, site: string, tier: Tier, at: number): readonly SlotRow[] =>
  remembered(store, site, at, `${tier} ${at} ${site}`, () =>
    (store.prepare(SLOT_ROWS).raw().all({ site, tier, at }) as OfAll[]).map((raw) =>
      slotRow({ page: raw[6], formFactor: raw[7], navigation: raw[8] }, raw),
    ),
  )

type Remembered = { revision: number; rows: readonly SlotRow[] }

/** Days that are over seldom change, and to read them again takes most of the time that an answer takes. */
const MOST_BYTES = 128 * 1024 * 1024
const memories = new WeakMap<Store, Memory<Remembered>>()

/** What `read` gives of a day, or part of it; from memory where the day has not changed since.
 * @param key what is read, and of which site and time */
function remembered(
  store: Store,
  site: string,
  at: number,
  key: string,
  read: () => readonly SlotRow[],
): readonly SlotRow[] {
  const revision = revisionOf(store, site, at)
  let memory = memories.get(store)
  if (!memory) memories.set(store, (memory = createMemory(MOST_BYTES)))
  const known = memory.get(key)
  if (known?.revision === revision) return known.rows
  const rows = read()
  memory.set(key, { revision, rows }, bytesOf(rows))
  return rows
}

/** A row takes about 500 bytes beside its histograms. */
export const bytesOf = (rows: readonly { histograms: Uint8Array }[]): number =>
  rows.reduce((sum, { histograms }) => sum + histograms.length + 500, 100)

/** The rows of some slots that a question counts, and whether each is to be added or taken away. */
export function slotRows(
  store: Store,
  question: FieldQuestion,
  slots: Parts['slots'],
): { row: SlotRow; times: 1 | -1 }[] {
  const { site, page, formFactor, navigation } = question
  if (page !== undefined && formFactor !== undefined && navigation !== undefined) {
    return rowsOfSeries(store, { ...question, page, formFactor, navigation }, slots)
  }
  const isMeant = (row: SlotRow) =>
    exclusionOf(question, row.automated, row.release) === undefined &&
    (page === undefined || row.page === page) &&
    (formFactor === undefined || row.formFactor === formFactor) &&
    (navigation === undefined || row.navigation === navigation)
  return slots.flatMap(({ tier, at, times }) =>
    rowsOfSlot(store, site, tier, at)
      .filter(isMeant)
      .map((row) => ({ row, times })),
  )
}

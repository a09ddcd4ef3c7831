import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import type { FieldQuestion } from './field-question.ts'
import { dayOf, type Tier } from './hour.ts'
import type { Store } from './open-store.ts'
import { sectionsOf, type Section } from './roll-up-histograms.ts'
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
  firstAt: number
  lastAt: number
  histograms: Uint8Array
  sections: readonly Section[]
}

const COLUMNS = 'at, page, form_factor, navigation, release, automated, page_views, first_at, last_at, histograms'
export const SLOT_ROWS = `SELECT ${COLUMNS} FROM roll_up WHERE site = :site AND tier = :tier AND at = :at`
export const PAGE_ROWS = `
  SELECT ${COLUMNS} FROM roll_up
  WHERE site = :site AND tier = :tier AND page = :page AND form_factor = :formFactor AND navigation = :navigation
    AND at >= :from AND at <= :to`

type Raw = [number, string, FormFactor, Navigation, string, number, number, number, number, Uint8Array]

const slotRow = ([
  at,
  page,
  formFactor,
  navigation,
  release,
  automated,
  pageViews,
  firstAt,
  lastAt,
  histograms,
]: Raw): SlotRow => ({
  at,
  page,
  formFactor,
  navigation,
  release,
  automated: automated === 1,
  pageViews,
  firstAt,
  lastAt,
  histograms,
  sections: sectionsOf(histograms),
})

/** One series has an index of its own. */
function rowsOfSeries(
  store: Store,
  series: { site: string; page: string; formFactor: FormFactor; navigation: Navigation },
  slots: Parts['slots'],
): { row: SlotRow; times: 1 | -1 }[] {
  return (['day', 'hour'] as const).flatMap((tier) => {
    const meant = new Map(slots.filter((slot) => slot.tier === tier).map(({ at, times }) => [at, times]))
    if (meant.size === 0) return []
    const [from, to] = [Math.min(...meant.keys()), Math.max(...meant.keys())]
    const rows = store
      .prepare(PAGE_ROWS)
      .raw()
      .all({ ...series, tier, from, to }) as Raw[]
    return rows.flatMap((raw) => {
      const times = meant.get(raw[0])
      return times === undefined ? [] : [{ row: slotRow(raw), times }]
    })
  })
}

type Remembered = { revision: number; rows: readonly SlotRow[]; bytes: number }

/** Days that are over seldom change, and to read them again takes most of the time that an answer takes. */
const MOST_BYTES = 128 * 1024 * 1024
/** A row's own size, beside its histograms; measured with process.memoryUsage(). */
const ROW_BYTES = 500

const memories = new WeakMap<Store, { slots: Map<string, Remembered>; bytes: number }>()

const REVISION = 'SELECT revision FROM roll_up_revision WHERE site = ? AND day = ?'

/** Changes with each change of the day's roll-ups. */
export const revisionOf = (store: Store, site: string, at: number): number =>
  (store.prepare(REVISION).pluck().get(site, dayOf(at)) as number | undefined) ?? 0

/** The rows of a slot, from memory where the day has not changed since they were read. */
function rowsOfSlot(store: Store, site: string, tier: Tier, at: number): readonly SlotRow[] {
  const revision = revisionOf(store, site, at)
  let memory = memories.get(store)
  if (!memory) memories.set(store, (memory = { slots: new Map(), bytes: 0 }))
  const key = `${tier} ${at} ${site}`
  const known = memory.slots.get(key)
  memory.slots.delete(key)
  let current = known
  if (known?.revision !== revision) {
    memory.bytes -= known?.bytes ?? 0
    const rows = (store.prepare(SLOT_ROWS).raw().all({ site, tier, at }) as Raw[]).map(slotRow)
    current = { revision, rows, bytes: rows.reduce((sum, { histograms }) => sum + histograms.length + ROW_BYTES, 100) }
    memory.bytes += current.bytes
  }
  // The last one asked for is the last one to be forgotten.
  memory.slots.set(key, current!)
  for (const [oldest, { bytes }] of memory.slots) {
    if (memory.bytes <= MOST_BYTES) break
    memory.slots.delete(oldest)
    memory.bytes -= bytes
  }
  return current!.rows
}

/** The roll-ups of some slots that a question is about, and whether each is to be added or taken away. */
export function slotRows(
  store: Store,
  { site, page, formFactor, navigation }: FieldQuestion,
  slots: Parts['slots'],
): { row: SlotRow; times: 1 | -1 }[] {
  if (page !== undefined && formFactor !== undefined && navigation !== undefined) {
    return rowsOfSeries(store, { site, page, formFactor, navigation }, slots)
  }
  const isMeant = (row: SlotRow) =>
    (page === undefined || row.page === page) &&
    (formFactor === undefined || row.formFactor === formFactor) &&
    (navigation === undefined || row.navigation === navigation)
  return slots.flatMap(({ tier, at, times }) =>
    rowsOfSlot(store, site, tier, at)
      .filter(isMeant)
      .map((row) => ({ row, times })),
  )
}

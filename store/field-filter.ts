import type { FieldQuestion } from './field-question.ts'

/** What page views can be grouped and filtered by, and the SQL of it. A visit is only known to have converted, or to have
 * landed on a page, where the beacon says so; of a cache that it does not tell, nothing is known. */
const DIMENSIONS = {
  browser: 'browser',
  os: 'os',
  release: 'release',
  navigationType: 'navigation_type',
  connection: 'connection',
  formFactor: 'form_factor',
  page: 'page',
  converted: 'coalesce(converted, 0)',
  landing: 'coalesce(landing, 0)',
  coldCache: 'cold_cache',
} as const satisfies Record<string, string>

export type Dimension = keyof typeof DIMENSIONS

export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as Dimension[]

/** null asks for page views of which it is not known. */
export type FieldFilter = Partial<Record<Dimension, string | boolean | null>>

const FLAGS: ReadonlySet<Dimension> = new Set(['converted', 'landing', 'coldCache'])

export const dimensionSQL = (dimension: Dimension): string => DIMENSIONS[dimension]

/** The group that a value of the dimension is in: 'true' and 'false' for flags, null where it is not known. */
export function groupName(dimension: Dimension, value: string | number | null): string | null {
  if (value === null) return null
  return FLAGS.has(dimension) ? String(value === 1) : String(value)
}

/** What narrows the page views of a window to those that a question counts.
 * @returns SQL that begins with AND, or nothing; its text is made of names alone, the values are in `values` */
export function narrowedBy(
  { page, formFactor, navigation, release, includeAutomated }: Partial<FieldQuestion>,
  filter: FieldFilter = {},
): { sql: string; values: Record<string, string | number | null> } {
  const parts: [sql: string, name: string, value: string | number | null | undefined][] = [
    ['page = :page', 'page', page],
    ['form_factor = :formFactor', 'formFactor', formFactor],
    [
      "(navigation_type = 'soft-navigation') = :soft",
      'soft',
      navigation === undefined ? undefined : Number(navigation === 'soft'),
    ],
    ['release = :release', 'release', release],
    ...DIMENSION_NAMES.map((name): (typeof parts)[number] => {
      const value = filter[name]
      return [`${DIMENSIONS[name]} IS :is_${name}`, `is_${name}`, typeof value === 'boolean' ? Number(value) : value]
    }),
  ]
  const asked = parts.filter(([, , value]) => value !== undefined)
  const sql = [...asked.map(([sql]) => sql), ...(includeAutomated ? [] : ['automated IS NOT 1'])]
  return {
    sql: sql.map((one) => ` AND ${one}`).join(''),
    values: Object.fromEntries(asked.map(([, name, value]) => [name, value as string | number | null])),
  }
}

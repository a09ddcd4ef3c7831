import * as z from 'zod/mini'
import { checkShape } from './check-shape.ts'
import type { BuildSizes } from '../measurement/build-sizes.ts'

/** What others say a build weighs, before it is believed: a report.json of another machine, or what was pushed to a collector. Unknown
 * fields are dropped. */
const bytes = z.int().check(z.minimum(0), z.maximum(1e12))
const atMost = (letters: number) => z.string().check(z.maxLength(letters))
const named = (letters: number) => z.string().check(z.minLength(1), z.maxLength(letters))
const name = named(1000)
const compression = z.enum(['brotli', 'gzip', 'none'])
const type = z.enum(['document', 'script', 'stylesheet', 'image', 'font', 'other'])
const when = z.enum(['initial', 'lazy'])

const file = z.object({ name, path: name, type, raw: bytes, gzip: z.optional(bytes), brotli: z.optional(bytes) })
const files = z.array(file).check(z.maxLength(20_000))

const group = z.object({ name: named(200), compression, files })
const entry = z.object({
  page: z.string().check(z.startsWith('/'), z.maxLength(500)),
  html: name,
  compression,
  files: z.array(z.extend(file, { when })).check(z.maxLength(20_000)),
  external: z.array(z.object({ url: atMost(2000), entity: atMost(300), type, when })).check(z.maxLength(2000)),
  missing: z.array(atMost(2000)).check(z.maxLength(2000)),
})

const buildSizesSchema = z.object({
  release: z.optional(named(200)),
  at: z.number().check(z.minimum(0), z.maximum(8.64e15)),
  groups: z.array(group).check(z.maxLength(200)),
  entries: z.array(entry).check(z.maxLength(500)),
})

/** Checks what should be a build's sizes.
 * @returns the sizes, or what is wrong and where */
export function readBuildSizes(input: unknown): { sizes: BuildSizes } | { problem: string } {
  const { data, error } = checkShape(buildSizesSchema, input)
  if (!error) return { sizes: data }
  const [issue] = error.issues
  return { problem: `${issue?.path.join('.') || 'the whole'}: ${issue?.message}` }
}

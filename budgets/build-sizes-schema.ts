import { z } from 'zod'
import type { BuildSizes } from '../measurement/build-sizes.ts'

/** What others say a build weighs, before it is believed: a report.json of another machine, or what was pushed to a collector. Unknown
 * fields are dropped. */
const bytes = z.int().min(0).max(1e12)
const name = z.string().min(1).max(1000)
const compression = z.enum(['brotli', 'gzip', 'none'])
const type = z.enum(['document', 'script', 'stylesheet', 'image', 'font', 'other'])
const when = z.enum(['initial', 'lazy'])

const file = z.object({ name, path: name, type, raw: bytes, gzip: bytes.optional(), brotli: bytes.optional() })
const files = z.array(file).max(20_000)

const group = z.object({ name: z.string().min(1).max(200), compression, files })
const entry = z.object({
  page: z.string().startsWith('/').max(500),
  html: name,
  compression,
  files: z.array(file.extend({ when })).max(20_000),
  external: z.array(z.object({ url: z.string().max(2000), entity: z.string().max(300), type, when })).max(2000),
  missing: z.array(z.string().max(2000)).max(2000),
})

const buildSizesSchema = z.object({
  release: z.string().min(1).max(200).optional(),
  at: z.number().min(0).max(8.64e15),
  groups: z.array(group).max(200),
  entries: z.array(entry).max(500),
})

/** Checks what should be a build's sizes.
 * @returns the sizes, or what is wrong and where */
export function readBuildSizes(input: unknown): { sizes: BuildSizes } | { problem: string } {
  const { data, error } = buildSizesSchema.safeParse(input)
  if (!error) return { sizes: data }
  const [issue] = error.issues
  return { problem: `${issue?.path.join('.') || 'the whole'}: ${issue?.message}` }
}

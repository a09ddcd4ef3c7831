import * as z from 'zod/mini'
import { TOTAL, type Compression } from '../measurement/build-sizes.ts'
import { checkShape } from './check-shape.ts'
import { ConfigMistake } from './config-mistake.ts'
import { schemaMistakes } from './schema-mistakes.ts'

/** Files by globs, from the config's folder. */
export type BuildFilesInput =
  string | string[] | { files: string | string[]; ignore?: string | string[]; compression?: Compression }

/** What `fieldlab size` weighs. The short form is groups alone: `{ 'app bundle': 'dist/assets/*.js' }`. */
export type BuildInput =
  | { [group: string]: BuildFilesInput }
  | {
      groups?: { [group: string]: BuildFilesInput }
      /** HTML files whose first load is weighed, by the page that each is: `{ '/': 'dist/index.html' }`. */
      entries?: { [page: string]: string }
      /** Where what pages refer to lies, by the beginning of its URL: `{ '/_next/': '.next', 'https://cdn.example.com/': 'dist' }`. Left
       * out, '/' is the folder that the entry's file is in, less what its page's path adds to it. */
      served?: { [url: string]: string }
      /** How files travel where nothing else is said: 'brotli'. */
      compression?: Compression
    }

export type BuildGroupConfig = { name: string; files: string[]; ignore: string[]; compression: Compression }

/** A build's config with nothing left open but `served`. */
export type BuildConfig = {
  groups: BuildGroupConfig[]
  entries: { page: string; html: string }[]
  served?: Record<string, string>
  compression: Compression
}

const text = z.string().check(z.minLength(1))
const globs = z.union([text, z.array(text).check(z.minLength(1))])
const compression = z.enum(['brotli', 'gzip', 'none'])
const groupName = z.string().check(z.minLength(1), z.maxLength(200))
const files = z.union([
  globs,
  z.strictObject({ files: globs, ignore: z.optional(globs), compression: z.optional(compression) }),
])
const groups = z.record(groupName, files)
const served = z
  .string()
  .check(
    z.regex(
      /^(?:\/|https?:\/\/[^/]+\/)(?:[^?#]*\/)?$/,
      "expected a path or an address that ends with '/', such as '/_next/'",
    ),
  )

const longForm = z.strictObject({
  groups: z.optional(groups),
  entries: z.optional(z.record(z.string().check(z.startsWith('/')), text)),
  served: z.optional(z.record(served, text)),
  compression: z.optional(compression),
})

const LONG_FORM_KEYS = ['groups', 'entries', 'served', 'compression']

/** Checks the config's `build` and fills in its defaults.
 * @param file the config's name, for messages
 * @throws {ConfigMistake} */
export function readBuild(input: unknown, file: string): BuildConfig {
  const isLong = typeof input === 'object' && input !== null && ('groups' in input || 'entries' in input)
  const checked = checkShape(z.strictObject({ build: isLong ? longForm : groups }), { build: input })
  if (!checked.success) throw new ConfigMistake(schemaMistakes(checked.error.issues, { build: input }, file))
  const long = isLong
    ? (checked.data.build as z.infer<typeof longForm>)
    : { groups: checked.data.build as z.infer<typeof groups> }
  const build = fillIn(long)
  const mistakes = [...mistakesOf(build)]
  if (mistakes.length > 0) throw new ConfigMistake(mistakes.map((mistake) => `${file}: ${mistake}`))
  return build
}

function fillIn({ groups = {}, entries = {}, served, compression = 'brotli' }: z.infer<typeof longForm>): BuildConfig {
  return {
    groups: Object.entries(groups).map(([name, input]) => {
      const given = typeof input === 'object' && !Array.isArray(input) ? input : { files: input }
      return {
        name,
        files: [given.files].flat(),
        ignore: [given.ignore ?? []].flat(),
        compression: given.compression ?? compression,
      }
    }),
    entries: Object.entries(entries).map(([page, html]) => ({ page, html })),
    ...(served && { served }),
    compression,
  }
}

function* mistakesOf({ groups, entries }: BuildConfig): Generator<string> {
  if (groups.length === 0 && entries.length === 0) {
    yield `build is empty, expected groups such as { 'app bundle': 'dist/assets/*.js' }, or { groups, entries }.`
  }
  for (const { name } of groups) {
    if (name === TOTAL) yield `build has a group "${TOTAL}", which is the name of all groups together. Choose another.`
    else if (LONG_FORM_KEYS.includes(name)) {
      yield `build.${name} stands beside groups. Write { groups: { … }, ${name}: … }.`
    }
  }
}

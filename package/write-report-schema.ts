// Writes `schema/report-v1.json`, the JSON Schema of report.json, from the type `Report` and its docstrings: `npm run schema`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGenerator } from 'ts-json-schema-generator'
import { withTypes } from './emit-types.ts'
import { formatted } from './formatted.ts'

const ROOT = join(import.meta.dirname, '..')

/** Where it is in the repo, and in the package as `fieldlab/schema/report-v1.json`. The number is `Report.schemaVersion`. */
export const SCHEMA_FILE = join(ROOT, 'schema/report-v1.json')

/** Fields that are not in it are allowed: a newer Fieldlab adds some, and raises the version only when one changes its meaning
 * or goes away.
 * @returns the text of the file */
export function reportSchema(): Promise<string> {
  const { $schema, ...schema } = withTypes((folder) =>
    createGenerator({
      path: join(folder, 'reports/report.d.ts'),
      tsconfig: join(ROOT, 'tsconfig.json'),
      type: 'Report',
      topRef: false,
      skipTypeCheck: true,
      additionalProperties: true,
      encodeRefs: false,
    }).createSchema('Report'),
  )
  return formatted(SCHEMA_FILE, JSON.stringify({ $schema, title: "Fieldlab's report.json, version 1", ...schema }))
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(join(ROOT, 'schema'), { recursive: true })
  writeFileSync(SCHEMA_FILE, await reportSchema())
  console.log('schema/report-v1.json')
}

import { statSync } from 'node:fs'
import * as z from 'zod/mini'
import { checkShape } from '../../budgets/check-shape.ts'
import { METRIC_NAMES } from '../../measurement/metrics.ts'
import { FORM_FACTORS, NAVIGATION_TYPES } from '../../measurement/page-view.ts'
import type { Report } from '../../reports/report.ts'
import { oneLine } from '../../reports/visible-text.ts'
import { readJSON } from '../read-json.ts'
import { UsageMistake } from '../usage-mistake.ts'

/** A report of a large site has a few megabytes; nobody who means well sends more. */
const MOST_BYTES = 50_000_000

const number = z.number()
const text = z.string().check(z.maxLength(20_000))
const share = number.check(z.minimum(0), z.maximum(1))
const metric = z.enum(METRIC_NAMES)
const counts = z.record(text, number)
const interval = z.object({ low: number, high: number })

const subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), journey: text, name: text }),
  z.object({ kind: z.enum(['page', 'endpoint', 'bundle']), name: text }),
])

const series = z.object({
  source: z.enum(['lab', 'field', 'build']),
  site: text,
  amongSites: z.optional(z.literal(true)),
  metric,
  subject,
  formFactor: z.optional(z.enum(FORM_FACTORS)),
  navigation: z.optional(z.enum(['hard', 'soft'])),
  profile: z.optional(text),
  location: z.optional(text),
})

const budget = z.object({
  origin: text,
  metric,
  max: number,
  maxIncrease: z.optional(z.union([z.object({ amount: number }), z.object({ share: number })])),
  percentile: number,
  minCount: number,
  windowDays: number,
  level: z.enum(['off', 'warn', 'error']),
})

const culprit = z.object({
  kind: z.enum(['element', 'script', 'server', 'resource', 'third-party', 'connection', 'call', 'type', 'file']),
  name: text,
  target: z.optional(text),
  url: z.optional(text),
  part: text,
  amount: number,
  share,
  explains: z.optional(number),
  loadState: z.optional(text),
})

const visit = z.object({
  navigationType: z.optional(z.enum(NAVIGATION_TYPES)),
  os: z.optional(text),
  browser: z.optional(text),
  connection: z.optional(text),
  coldCache: z.optional(z.boolean()),
})

const evaluation = z.object({
  budget,
  series,
  statistic: text,
  windowDays: z.optional(number),
  verdict: z.enum(['pass', 'fail', 'no-data', 'not-applicable', 'inconclusive']),
  n: number,
  value: z.optional(number),
  base: z.optional(number),
  within: number,
  approximate: z.optional(z.literal(true)),
  allowedOver: number,
  interval: z.optional(interval),
  culprit: z.optional(culprit),
  culprits: z.optional(z.array(culprit)),
  inCommon: z.optional(z.object({ facts: visit, share, usual: share, n: number })),
  excluded: counts,
  message: text,
})

const side = z.object({ value: number, n: number, release: z.optional(text) })

const change = z.object({
  series,
  base: z.optional(side),
  head: z.optional(side),
  difference: z.optional(number),
  interval: z.optional(interval),
  verdict: z.enum(['worse', 'better', 'unchanged', 'unclear', 'new', 'gone']),
  crosses: z.optional(z.object({ direction: z.enum(['over', 'under']), max: number })),
  message: text,
})

const compression = z.enum(['brotli', 'gzip', 'none'])
const fileType = z.enum(['document', 'script', 'stylesheet', 'image', 'font', 'other'])
const when = z.enum(['initial', 'lazy'])
const buildFile = z.object({
  name: text,
  path: text,
  type: fileType,
  raw: number,
  gzip: z.optional(number),
  brotli: z.optional(number),
})

const build = z.object({
  release: z.optional(text),
  at: number,
  groups: z.array(z.object({ name: text, compression, files: z.array(buildFile) })),
  entries: z.array(
    z.object({
      page: text,
      html: text,
      compression,
      files: z.array(z.extend(buildFile, { when })),
      external: z.array(z.object({ url: text, entity: text, type: fileType, when })),
      missing: z.array(text),
    }),
  ),
  changed: z.optional(
    z.array(
      z.object({
        name: text,
        path: text,
        type: fileType,
        compression,
        base: z.optional(number),
        head: z.optional(number),
      }),
    ),
  ),
  unread: z.optional(text),
})

const coverage = z.object({
  windowDays: number,
  pageViews: number,
  journey: share,
  budget: share,
  both: share,
  gaps: z.array(
    z.object({
      page: text,
      formFactor: z.enum(FORM_FACTORS),
      pageViews: number,
      share,
      misses: z.array(z.enum(['journey', 'budget'])),
    }),
  ),
})

/** Of a run, only what a comment tells. */
const run = z.object({
  journey: text,
  profile: text,
  location: text,
  iteration: number,
  invalid: z.optional(
    z.object({
      kind: z.enum(['unreachable', 'error-page', 'failed', 'crashed']),
      reason: text,
      step: z.optional(text),
    }),
  ),
})

const report = z.object({
  schemaVersion: z.literal(1),
  fieldlab: text,
  site: text,
  at: number,
  release: z.optional(text),
  exitCode: z.literal([0, 1, 2, 3]),
  verdict: z.enum(['passed', 'failed', 'not-measured']),
  notes: z.array(text),
  evaluations: z.array(evaluation),
  series: z.array(
    z.object({
      series,
      pageViews: number,
      n: number,
      percentile: number,
      value: z.optional(number),
      interval: z.optional(interval),
    }),
  ),
  runs: z.array(run),
  field: z.optional(
    z.object({
      windowDays: number,
      release: z.optional(text),
      includesAutomated: z.boolean(),
      pageViews: number,
      excluded: counts,
      from: z.optional(text),
    }),
  ),
  build: z.optional(build),
  changes: z.optional(z.array(change)),
  base: z.optional(text),
  coverage: z.optional(coverage),
})

/** Reads a report.json that anybody may have written, a fork's workflow for one: every field that a comment tells is of its type,
 * and all others are dropped, so that what is rendered from it is as safe as from a report of our own.
 * @throws {UsageMistake} where there is none, or it is no report */
export function readReport(file: string): Report {
  const { data, error } = checkShape(report, parsed(file))
  if (!error) return data as unknown as Report
  const [issue] = error.issues
  throw new UsageMistake(
    `--report: ${file} is no report.json of this version of Fieldlab: ${oneLine(issue!.path.join('.')) || 'the whole'}: ${oneLine(issue!.message)}. Name one that \`fieldlab run\` or \`fieldlab size\` has written.`,
  )
}

function parsed(file: string): unknown {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (!stats?.isFile()) {
    throw new UsageMistake(
      `--report: ${file}: there is no such file. \`fieldlab run\` and \`fieldlab size\` write .fieldlab/report.json.`,
    )
  }
  if (stats.size > MOST_BYTES)
    throw new UsageMistake(`--report: ${file} has ${stats.size} bytes, at most ${MOST_BYTES} are read.`)
  return readJSON(file, '--report')
}

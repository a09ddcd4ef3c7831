import { statSync } from 'node:fs'
import { z } from 'zod'
import { METRIC_NAMES } from '../../measurement/metrics.ts'
import { FORM_FACTORS, NAVIGATION_TYPES } from '../../measurement/page-view.ts'
import type { Report } from '../../reports/report.ts'
import { oneLine } from '../../reports/visible-text.ts'
import { readJSON } from '../read-json.ts'
import { UsageMistake } from '../usage-mistake.ts'

/** A report of a large site has a few megabytes; nobody who means well sends more. */
const MOST_BYTES = 50_000_000

const number = z.number()
const text = z.string().max(20_000)
const share = number.min(0).max(1)
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
  amongSites: z.literal(true).optional(),
  metric,
  subject,
  formFactor: z.enum(FORM_FACTORS).optional(),
  navigation: z.enum(['hard', 'soft']).optional(),
  profile: text.optional(),
  location: text.optional(),
})

const budget = z.object({
  origin: text,
  metric,
  max: number,
  maxIncrease: z.union([z.object({ amount: number }), z.object({ share: number })]).optional(),
  percentile: number,
  minCount: number,
  windowDays: number,
  level: z.enum(['off', 'warn', 'error']),
})

const culprit = z.object({
  kind: z.enum(['element', 'script', 'server', 'resource', 'third-party', 'connection', 'call', 'type', 'file']),
  name: text,
  target: text.optional(),
  url: text.optional(),
  part: text,
  amount: number,
  share,
  explains: number.optional(),
  loadState: text.optional(),
})

const visit = z.object({
  navigationType: z.enum(NAVIGATION_TYPES).optional(),
  os: text.optional(),
  browser: text.optional(),
  connection: text.optional(),
  coldCache: z.boolean().optional(),
})

const evaluation = z.object({
  budget,
  series,
  statistic: text,
  windowDays: number.optional(),
  verdict: z.enum(['pass', 'fail', 'no-data', 'not-applicable', 'inconclusive']),
  n: number,
  value: number.optional(),
  base: number.optional(),
  within: number,
  approximate: z.literal(true).optional(),
  allowedOver: number,
  interval: interval.optional(),
  culprit: culprit.optional(),
  culprits: z.array(culprit).optional(),
  inCommon: z.object({ facts: visit, share, usual: share, n: number }).optional(),
  excluded: counts,
  message: text,
})

const side = z.object({ value: number, n: number, release: text.optional() })

const change = z.object({
  series,
  base: side.optional(),
  head: side.optional(),
  difference: number.optional(),
  interval: interval.optional(),
  verdict: z.enum(['worse', 'better', 'unchanged', 'unclear', 'new', 'gone']),
  crosses: z.object({ direction: z.enum(['over', 'under']), max: number }).optional(),
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
  gzip: number.optional(),
  brotli: number.optional(),
})

const build = z.object({
  release: text.optional(),
  at: number,
  groups: z.array(z.object({ name: text, compression, files: z.array(buildFile) })),
  entries: z.array(
    z.object({
      page: text,
      html: text,
      compression,
      files: z.array(buildFile.extend({ when })),
      external: z.array(z.object({ url: text, entity: text, type: fileType, when })),
      missing: z.array(text),
    }),
  ),
  changed: z
    .array(
      z.object({
        name: text,
        path: text,
        type: fileType,
        compression,
        base: number.optional(),
        head: number.optional(),
      }),
    )
    .optional(),
  unread: text.optional(),
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
  invalid: z
    .object({ kind: z.enum(['unreachable', 'error-page', 'failed', 'crashed']), reason: text, step: text.optional() })
    .optional(),
})

const report = z.object({
  schemaVersion: z.literal(1),
  fieldlab: text,
  site: text,
  at: number,
  release: text.optional(),
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
      value: number.optional(),
      interval: interval.optional(),
    }),
  ),
  runs: z.array(run),
  field: z
    .object({
      windowDays: number,
      release: text.optional(),
      includesAutomated: z.boolean(),
      pageViews: number,
      excluded: counts,
      from: text.optional(),
    })
    .optional(),
  build: build.optional(),
  changes: z.array(change).optional(),
  base: text.optional(),
  coverage: coverage.optional(),
})

/** Reads a report.json that anybody may have written, a fork's workflow for one: every field that a comment tells is of its type,
 * and all others are dropped, so that what is rendered from it is as safe as from a report of our own.
 * @throws {UsageMistake} where there is none, or it is no report */
export function readReport(file: string): Report {
  const { data, error } = report.safeParse(parsed(file))
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

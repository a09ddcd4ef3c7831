import { statSync } from 'node:fs'
import * as z from 'zod/mini'
import { readBuildSizes } from '../budgets/build-sizes-schema.ts'
import { checkShape } from '../budgets/check-shape.ts'
import { labSide } from '../budgets/lab-side.ts'
import { FORM_FACTORS, NAVIGATION_TYPES } from '../measurement/page-view.ts'
import type { Run } from '../measurement/run.ts'
import type { ReportRun } from '../reports/report.ts'
import { oneLine } from '../reports/visible-text.ts'
import { utc } from '../reports/words.ts'
import { batchesOf, labReleases } from '../store/batches.ts'
import type { Store } from '../store/open-store.ts'
import { readRuns } from '../store/read-runs.ts'
import type { Base } from './judge.ts'
import { readJSON } from './read-json.ts'
import { UsageMistake } from './usage-mistake.ts'

/** Reads what `--base` names: a report.json, or a release whose runs are stored.
 * @param site whose runs, where it is a release
 * @param except the batch that is compared with it
 * @throws UsageMistake where there is no such base, or nothing in it to compare with */
export function readBase(text: string, { store, site, except }: { store: Store; site: string; except?: string }): Base {
  if (statSync(text, { throwIfNoEntry: false })?.isFile()) return baseOfReport(text)
  return baseOfRelease(text, { store, site, except })
}

/** A release may be a branch's name, 'feature/cart', or that of a folder: the store knows. */
const looksLikeFile = (text: string): boolean => /\.json$|[\\/]/.test(text)

function baseOfRelease(
  release: string,
  { store, site, except }: { store: Store; site: string; except?: string },
): Base {
  const [batch] = batchesOf(store, { site, release, except, limit: 1 })
  if (batch) return { name: `release ${release}`, release, lab: labSide(readRuns(store, batch.batch)) }
  const known = labReleases(store, site, 5)
  if (known.includes(release)) {
    throw new UsageMistake(
      `--base is "${release}", which is what is judged here. Name another release, or a report.json.`,
    )
  }
  if (looksLikeFile(release)) return baseOfReport(release)
  const others =
    known.length > 0
      ? `one of ${known.join(', ')}`
      : 'one that `fieldlab run --release` has measured (there is none yet)'
  throw new UsageMistake(
    `--base is "${release}": there is no such file, and no such release in the store, expected ${others}.`,
  )
}

const number = z.number()
const metrics = z.record(z.string(), number)
/** ms since the epoch, of a date that there is. */
const time = number.check(z.minimum(0), z.maximum(8.64e15))

const run = z.looseObject({
  id: z.string(),
  site: z.string(),
  journey: z.string(),
  profile: z.string(),
  formFactor: z.enum(FORM_FACTORS),
  location: z.string(),
  at: number,
  release: z.optional(z.string()),
  versions: z.looseObject({ browser: z.string() }),
  host: z.looseObject({ beforeMs: number, afterMs: number, cores: number, os: z.string(), cpu: z.string() }),
  throttle: z.looseObject({
    asked: z.looseObject({ rttMs: number, downKbps: number, upKbps: number, cpuRate: number }),
  }),
  invalid: z.optional(z.looseObject({ kind: z.string() })),
  steps: z.array(
    z.looseObject({
      name: z.string(),
      cold: z.boolean(),
      metrics,
      calls: z.array(z.looseObject({ family: z.enum(['api', 'serverTiming']), name: z.string(), ms: number })),
    }),
  ),
  pageViews: z.array(z.looseObject({ page: z.string(), navigationType: z.enum(NAVIGATION_TYPES), metrics })),
})

const report = z.looseObject({
  schemaVersion: z.literal(1),
  at: time,
  release: z.optional(z.string()),
  runs: z.array(run),
  build: z.optional(z.unknown()),
})

function baseOfReport(file: string): Base {
  const { data, error } = checkShape(report, readJSON(file, '--base'))
  if (error) throw notOurs(file, error.issues[0]?.path.join('.') || 'the whole', error.issues[0]?.message)
  const runs = data.runs.map((one) => runOf(one as unknown as ReportRun))
  const build = data.build === undefined ? undefined : readBuildSizes(data.build)
  if (build && 'problem' in build) throw notOurs(file, 'build', build.problem)
  if (runs.length === 0 && !build) {
    throw new UsageMistake(
      `--base: ${file} has neither lab runs nor a build to compare with. Name another report.json.`,
    )
  }
  return {
    name: data.release === undefined ? `the report of ${utc(data.at)}` : `release ${data.release}`,
    ...(data.release !== undefined && { release: data.release }),
    ...(runs.length > 0 && { lab: labSide(runs) }),
    ...(build && { build: build.sizes }),
  }
}

const notOurs = (file: string, where: string, why = ''): UsageMistake =>
  new UsageMistake(
    `--base: ${file} is no report.json of this version of Fieldlab (${oneLine(`${where}: ${why}`)}). Name one that \`fieldlab run\` has written.`,
  )

/** A report has its page views without their bulk, which comparing does not take. */
const runOf = (told: ReportRun): Run => ({
  ...told,
  pageViews: told.pageViews.map((view) => ({
    ...view,
    navigationType: view.navigationType as Run['pageViews'][number]['navigationType'],
    id: '',
    sequence: 1,
    source: 'lab',
    site: told.site,
    formFactor: told.formFactor,
    at: told.at,
    standsFor: 1,
    attribution: {},
  })),
})

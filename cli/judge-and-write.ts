import type { Config } from '../budgets/config.ts'
import type { BuildSizes } from '../measurement/build-sizes.ts'
import type { Report } from '../reports/report.ts'
import { readDiagnoses } from '../store/read-diagnoses.ts'
import { latestBatch } from '../store/latest-batch.ts'
import { readRuns } from '../store/read-runs.ts'
import type { Store } from '../store/open-store.ts'
import { buildReport } from './build-report.ts'
import { storedField, type FieldSource } from './field-source.ts'
import { judge, type Base } from './judge.ts'
import { withFilesThatAreThere } from './lighthouse-files.ts'
import { writeReports } from './outputs/write-reports.ts'
import { version } from '../measurement/version.ts'

type Judging = {
  batch?: string
  folder: string
  now?: number
  /** The command left journeys or profiles out. */
  narrowed?: boolean
  /** How many runs there should be; fewer are not a whole measurement. */
  expectedRuns?: number
  /** What else is to be told of how it was measured. */
  notes?: readonly string[]
  /** Absolute; CI shows beside it what failed. */
  configFile?: string
  /** Another field than that of the own store. */
  field?: FieldSource
  build?: BuildSizes
  base?: Base
}

/** Judges what is stored and writes every report.
 * @param batch whose runs are judged; the latest one by default
 * @param folder where the files go, made if it is not there */
export function judgeAndWrite(
  config: Config,
  store: Store,
  { batch, folder, now = Date.now(), narrowed, expectedRuns, notes, configFile, build, base, ...given }: Judging,
): { report: Report; htmlFile: string } {
  const sites = Object.keys(config.sites)
  const judged = batch ?? latestBatch(store, config.lab?.site ?? sites[0]!)
  const runs = judged === undefined ? [] : readRuns(store, judged)
  const release = runs[0]?.release ?? config.release
  const field = given.field ?? storedField(store, config.field, now)
  const judgement = judge(config, { runs, field, narrowed, build, base })
  const diagnoses = judged === undefined ? [] : readDiagnoses(store, judged)
  const report = buildReport(judgement, runs, {
    site: sites.join(', '),
    at: now,
    version,
    release,
    expectedRuns,
    notes,
    diagnoses: diagnoses.map((diagnosis) => withFilesThatAreThere(folder, diagnosis)),
  })
  return { report, htmlFile: writeReports(report, folder, configFile) }
}

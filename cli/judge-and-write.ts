import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../budgets/config.ts'
import type { Report } from '../reports/report.ts'
import { toHTML } from '../reports/to-html.ts'
import { toJSON } from '../reports/to-json.ts'
import { toJUnit } from '../reports/to-junit.ts'
import { toMarkdown } from '../reports/to-markdown.ts'
import { readDiagnoses } from '../store/read-diagnoses.ts'
import { latestBatch } from '../store/latest-batch.ts'
import { readRuns } from '../store/read-runs.ts'
import type { Store } from '../store/open-store.ts'
import { buildReport } from './build-report.ts'
import { judge } from './judge.ts'
import { withFilesThatAreThere } from './lighthouse-files.ts'
import { version } from '../measurement/version.ts'

/** Every report file, and what renders it. */
const FILES: Record<string, (report: Report) => string> = {
  'report.html': toHTML,
  'report.json': toJSON,
  'report.md': toMarkdown,
  'junit.xml': toJUnit,
}

type Judging = {
  batch?: string
  folder: string
  now?: number
  /** The command left journeys or profiles out. */
  narrowed?: boolean
  /** How many runs there should be; fewer are not a whole measurement. */
  expectedRuns?: number
}

/** Judges what is stored and writes every report.
 * @param batch whose runs are judged; the latest one by default
 * @param folder where the files go, made if it is not there */
export function judgeAndWrite(
  config: Config,
  store: Store,
  { batch, folder, now = Date.now(), narrowed, expectedRuns }: Judging,
): { report: Report; htmlFile: string } {
  const sites = Object.keys(config.sites)
  const judged = batch ?? latestBatch(store, config.lab?.site ?? sites[0]!)
  const runs = judged === undefined ? [] : readRuns(store, judged)
  const release = runs[0]?.release ?? config.release
  const judgement = judge(config, store, { runs, now, narrowed })
  const diagnoses = judged === undefined ? [] : readDiagnoses(store, judged)
  const report = buildReport(judgement, runs, {
    site: sites.join(', '),
    at: now,
    version,
    release,
    expectedRuns,
    diagnoses: diagnoses.map((diagnosis) => withFilesThatAreThere(folder, diagnosis)),
  })
  mkdirSync(folder, { recursive: true })
  for (const [name, render] of Object.entries(FILES)) writeWhole(join(folder, name), render(report))
  return { report, htmlFile: join(folder, 'report.html') }
}

/** Somebody may be reading the last report: a file is either the old one or the new one. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}

import { join } from 'node:path'
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter'
import { firstLine } from '../lab/first-line.ts'
import type { LabOptions } from '../lab/lab-options.ts'
import { journeyOf, readDiagnosisAttachments } from '../lab/run-attachment.ts'
import type { Diagnosis } from '../measurement/diagnosis.ts'
import { oneLine, visibleText } from '../reports/visible-text.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { putDiagnosis } from '../store/put-diagnosis.ts'
import { loadConfig } from './load-config.ts'
import { writeLighthouse } from './lighthouse-files.ts'
import { diagnosisLine, trackTime, type TimeLeft } from './progress.ts'

/** Playwright's reporter of the diagnostic pass: stores each diagnosis as it ends, and writes Lighthouse's own reports beside
 * ours. A diagnosis that breaks is stored as broken; no number depends on it. */
export default class DiagnoseReporter implements Reporter {
  #store!: Store
  #folder!: string
  #loading!: Promise<void>
  #time!: TimeLeft

  printsToStdio(): boolean {
    return true
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    const planned = suite.allTests().filter((test) => optionsOf(test))
    this.#time = trackTime(planned.length, Date.now())
    this.#loading = this.#open()
    this.#loading.catch(() => {}) // told where it is awaited
  }

  async #open(): Promise<void> {
    const { config, folder } = await loadConfig()
    this.#folder = join(folder, '.fieldlab')
    this.#store = openStore(config.store)
  }

  async onTestEnd(test: TestCase, result: TestResult): Promise<void> {
    await this.#loading
    const options = optionsOf(test)
    if (!options) {
      if (result.status === 'failed' || result.status === 'timedOut') print(`${test.title}: ${reasonOf(result)}`)
      return
    }
    const { diagnosis, html, json } = readDiagnosisAttachments(result.attachments) ?? {
      diagnosis: brokenDiagnosis(test, result, options),
    }
    const files =
      html !== undefined && json !== undefined ? writeLighthouse(this.#folder, diagnosis, { html, json }) : undefined
    putDiagnosis(this.#store, { ...diagnosis, ...(files && { files }) })
    print(diagnosisLine(diagnosis, this.#time.after(Date.now())))
  }

  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk)
  }

  onStdErr(chunk: string | Buffer): void {
    process.stderr.write(chunk)
  }

  onError(error: { message?: string; stack?: string }): void {
    print(`Diagnosis: ${firstLine(error.message ?? 'Playwright failed and does not say why.')}`)
  }

  async onEnd(): Promise<void> {
    await this.#loading
    this.#store.close()
  }
}

const print = (text: string) => void process.stdout.write(`${oneLine(visibleText(text))}\n`)

const reasonOf = ({ errors, status }: TestResult): string =>
  firstLine(errors[0]?.message ?? `the test ${status} before anything was watched`)

/** What a test that the plan holds was told; `undefined` for all others. */
function optionsOf(test: TestCase): LabOptions | undefined {
  const { fieldlab } = test.parent.project()!.use as { fieldlab?: LabOptions }
  const journey = journeyOf(test.titlePath())
  const planned = fieldlab?.diagnosis?.journeys.some(
    (one) => one.journey === journey && one.profile === fieldlab.profile.name,
  )
  return planned ? fieldlab : undefined
}

/** One that broke before its fixture could hand anything over: no Lighthouse, a crash, no end. */
function brokenDiagnosis(test: TestCase, result: TestResult, { batch, site, profile }: LabOptions): Diagnosis {
  return {
    batch,
    site,
    journey: journeyOf(test.titlePath()),
    profile: profile.name,
    formFactor: profile.formFactor,
    at: result.startTime.getTime(),
    versions: { lighthouse: 'none', browser: 'none' },
    failed: reasonOf(result),
    steps: [],
  }
}

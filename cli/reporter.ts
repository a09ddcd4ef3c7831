import { randomUUID } from 'node:crypto'
import { join, relative } from 'node:path'
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter'
import { firstLine } from '../lab/first-line.ts'
import type { LabOptions } from '../lab/lab-options.ts'
import { journeyOf, readRunAttachment } from '../lab/run-attachment.ts'
import { VERSIONS } from '../lab/versions.ts'
import type { Run } from '../measurement/run.ts'
import { oneLine, visibleText } from '../reports/visible-text.ts'
import { putRun } from '../store/put-run.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { inColoursOfOutput } from './colours.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import { loadConfig, type LoadedConfig } from './load-config.ts'
import { NothingMeasured } from './nothing-measured.ts'
import { writeUnmeasured } from './outputs/write-unmeasured.ts'
import { withoutCommands } from './outputs/tell-ci.ts'
import { keepPlan } from './planned-runs.ts'
import { presentReport } from './present-report.ts'
import { trackProgress, type Progress } from './progress.ts'
import type { FromReporter } from './run-playwright.ts'
import { weighBeside } from './size/weigh.ts'

/** Playwright's reporter that stores each run as it ends, tells progress, and at the end judges and writes the reports.
 * Under `fieldlab run` (FIELDLAB_JUDGE=later) the command judges, because only it can choose the exit code. */
export default class FieldlabReporter implements Reporter {
  #loaded!: LoadedConfig
  #store!: Store
  #progress!: Progress
  #loading!: Promise<void>
  #batch: string | undefined
  #release: string | undefined
  #expectedRuns = 0
  #isPlanned = false
  #told = new Set<string>()
  /** What kept journeys from starting. */
  #errors: string[] = []

  printsToStdio(): boolean {
    return true
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    const tests = suite.allTests()
    const measured = tests.filter((test) => optionsOf(test))
    this.#progress = trackProgress(measured.length, Date.now())
    this.#expectedRuns = measured.length
    const options = optionsOf(measured[0])
    this.#batch = options?.batch
    this.#release = options?.release
    this.#loading = this.#open()
    this.#loading.catch(() => {}) // told where it is awaited
    const journeys = new Set(measured.map((test) => journeyOf(test.titlePath()))).size
    const profiles = new Set(measured.map((test) => optionsOf(test)!.profile.name))
    if (measured.length > 0) {
      print(
        `Lab: ${measured.length} ${measured.length === 1 ? 'run' : 'runs'} of ${journeys} ${journeys === 1 ? 'journey' : 'journeys'} on ${[...profiles].join(' and ')}; each in a fresh browser.`,
      )
    }
  }

  /** Fewer runs than this are not a whole measurement: `fieldlab run` is told, and `fieldlab report` finds it. */
  #plan(): void {
    this.#isPlanned = true
    const runs = this.#expectedRuns
    tellCommand({ expectedRuns: runs })
    if (this.#batch === undefined) return
    const narrowed = process.env.FIELDLAB_NARROWED === 'yes'
    keepPlan(join(this.#loaded.folder, '.fieldlab'), this.#batch, { runs, narrowed })
  }

  async #open(): Promise<void> {
    this.#loaded = await loadConfig()
    this.#store = openStore(this.#loaded.config.store)
  }

  async onTestEnd(test: TestCase, result: TestResult): Promise<void> {
    await this.#loading
    const options = optionsOf(test)
    const isSkipped = options !== undefined && result.status === 'skipped'
    if (isSkipped) this.#expectedRuns--
    // Not before: who lists the tests runs none of them.
    if (isSkipped || !this.#isPlanned) this.#plan()
    if (isSkipped) {
      print(oneLine(visibleText(`skipped: ${journeyOf(test.titlePath())}, ${options.profile.name}`)))
    }
    if (!options || result.status === 'skipped') return this.#tellFailure(test, result)
    const run = readRunAttachment(result.attachments) ?? brokenRun(test, result, options)
    putRun(this.#store, run)
    print(oneLine(visibleText(this.#progress.line(run, Date.now()))))
    this.#tellFailure(test, result)
  }

  /** What a journey or the site's server prints. */
  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk)
  }

  onStdErr(chunk: string | Buffer): void {
    process.stderr.write(chunk)
  }

  /** A journey that fails, fails seven times the same way: its full error is told once. */
  #tellFailure(test: TestCase, result: TestResult): void {
    const text = result.errors
      .map(({ stack, message, snippet }) => [stack ?? message, snippet].filter(Boolean).join('\n'))
      .join('\n')
    if (!text || this.#told.has(`${test.title} ${firstLine(text)}`)) return
    this.#told.add(`${test.title} ${firstLine(text)}`)
    printForeign(inColoursOfOutput(text).replaceAll(/^/gm, '    '))
  }

  onError(error: TestError): void {
    const line = visibleText(errorLine(error))
    this.#errors.push(line)
    tellCommand({ error: line })
    printForeign(inColoursOfOutput(error.stack ?? error.message ?? 'Playwright failed and does not say why.'))
  }

  async onEnd(result: FullResult): Promise<{ status?: FullResult['status'] } | undefined> {
    await this.#loading
    try {
      if (process.env.FIELDLAB_JUDGE === 'later' || result.status === 'interrupted') return undefined
      if (this.#batch === undefined) {
        // Whoever reads the reports must not find those of an earlier run; tests that are no journeys leave them alone.
        if (this.#errors.length > 0) writeUnmeasured(this.#loaded, new NothingMeasured(this.#errors))
        return undefined
      }
      if (!this.#isPlanned && result.status === 'passed') return undefined
      const { config, folder, file } = this.#loaded
      const build = config.build && (await weighBeside(config.build, folder, this.#release))
      const { report, htmlFile } = judgeAndWrite(config, this.#store, {
        build,
        batch: this.#batch,
        folder: join(folder, '.fieldlab'),
        configFile: file,
        expectedRuns: this.#expectedRuns,
      })
      presentReport(report, htmlFile, file)
      return report.exitCode === 0 ? undefined : { status: 'failed' }
    } finally {
      this.#store.close()
    }
  }
}

/** `fieldlab run`, where that has started Playwright. */
const tellCommand = (told: FromReporter) => void process.send?.(told)

const print = (text: string) => void process.stdout.write(`${text}\n`)

/** Lines that a page may have put in. */
const printForeign = (text: string) => void process.stdout.write(withoutCommands(`${text}\n`))

/** The first line, with the place that it happened at. */
function errorLine({ message, location }: TestError): string {
  const text = firstLine(message ?? 'Playwright does not say why.')
  if (!location || text.includes(location.file)) return text
  return `${text} (${relative(process.cwd(), location.file)}:${location.line})`
}

/** What a measured test's project was told; `undefined` for tests that are not measured (a project that signs in). */
const optionsOf = (test: TestCase | undefined): LabOptions | undefined =>
  (test?.parent.project()?.use as { fieldlab?: LabOptions } | undefined)?.fieldlab

/** A run that broke before its fixture could measure anything: no browser, no link. */
function brokenRun(test: TestCase, result: TestResult, options: LabOptions): Run {
  const { batch, site, profile, location, release } = options
  const reason = firstLine(result.errors[0]?.message ?? `the test ${result.status} before anything was measured`)
  return {
    id: randomUUID(),
    batch,
    site,
    journey: journeyOf(test.titlePath()),
    profile: profile.name,
    formFactor: profile.formFactor,
    location,
    iteration: test.repeatEachIndex,
    at: result.startTime.getTime(),
    durationMs: result.duration,
    ...(release !== undefined && { release }),
    versions: { ...VERSIONS, browser: 'none' },
    host: { beforeMs: 0, afterMs: 0, cores: 0, os: '', cpu: '' },
    throttle: { asked: profile.throttle },
    invalid: { kind: 'crashed', reason },
    perturbed: [],
    steps: [],
    pageViews: [],
  }
}

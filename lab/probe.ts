import type { BrowserContext, Page } from '@playwright/test'
import { readBuilt } from '../beacon/built.ts'
import type { Beacon } from '../measurement/beacon.ts'
import { installStepObserver, type StepObservation, type StepObserver } from './step-observer.ts'

/** What the lab knows of one document: every page view that began in it, and the step's window. */
export type Reading = { views: Beacon[]; step?: StepObservation }

/** The probe is the beacon: the same module that visitors run is put into every document, and is read instead of being
 * posted. While it is there, the site's own beacon stays silent.
 * @param onReading called when a page view has changed: a page that is being left answers no more questions, so its last
 * state is the one that it has told by itself
 * @param closely as `installStepObserver` has it */
export async function installProbe(
  context: BrowserContext,
  onReading: (reading: Reading) => void,
  { closely = false } = {},
): Promise<void> {
  await context.exposeBinding('fieldlabReading', (_source, reading: Reading) => onReading(reading))
  await context.addInitScript({ content: readBuilt('probe.js') })
  await context.addInitScript(installStepObserver, closely)
  await context.addInitScript(installReading)
}

/** Runs in the page: hands its reading over when the probe says that something has changed. */
function installReading(): void {
  if (globalThis.top !== globalThis.self) return
  const all = globalThis as unknown as Record<symbol | string, unknown>
  const read = (): Reading => ({
    views: (all[Symbol.for('fieldlab.probe')] as { read(): Beacon[] } | undefined)?.read() ?? [],
    step: (all[Symbol.for('fieldlab.step')] as StepObserver | undefined)?.read(),
  })
  const handOver = all.fieldlabReading as (reading: Reading) => Promise<void>
  all[Symbol.for('fieldlab.read')] = read
  all.fieldlabChanged = () => void handOver(read()).catch(() => {}) // the lab has gone
}

/** Reads a page's current document.
 * @returns `undefined` when the document is gone or never was: there is nothing left to read then */
export async function readProbe(page: Page): Promise<Reading | undefined> {
  if (page.isClosed()) return undefined
  return before(
    page.evaluate(() => (globalThis as Record<symbol, (() => Reading) | undefined>)[Symbol.for('fieldlab.read')]?.()),
    5000,
  )
}

/** Starts a new step's window in a page's current document. */
export async function beginWindow(page: Page): Promise<void> {
  if (page.isClosed()) return
  const begun = page.evaluate(() => {
    const observer = (globalThis as Record<symbol, unknown>)[Symbol.for('fieldlab.step')] as StepObserver | undefined
    observer?.begin()
  })
  await before(begun, 5000)
}

/** Waits until the page's main thread has drawn what the last interaction changed and is idle: event timings are told
 * after the next paint, and web-vitals reads them when idle. */
export async function idle(page: Page): Promise<void> {
  if (page.isClosed()) return
  const resting = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const whenIdle = (then: () => void) => requestIdleCallback(then, { timeout: 1000 })
        requestAnimationFrame(() =>
          requestAnimationFrame(() => whenIdle(() => setTimeout(() => whenIdle(resolve), 50))),
        )
      }),
  )
  await before(resting, 5000)
}

/** A page that is being left, or whose main thread hangs, must not hold up the run. */
function before<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), ms)
  return Promise.race([promise.catch(() => undefined), late]).finally(() => clearTimeout(timer))
}

import type { BrowserContext, Page } from '@playwright/test'
import { readBuilt } from '../beacon/built.ts'
import type { Beacon } from '../measurement/beacon.ts'
import { installStepObserver, type StepObservation, type StepObserver } from './step-observer.ts'

/** What the lab reads from one document: every page view that began in it, and the step's window. */
export type Reading = { views: Beacon[]; step?: StepObservation }

/** The probe is the beacon: the same module that visitors run is put into every document, and is read instead of being
 * posted. While it is there, the site's own beacon stays silent. */
export async function installProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: readBuilt('probe.js') })
  await context.addInitScript(installStepObserver)
}

/** Reads a page's current document.
 * @returns `undefined` when the document is gone or never was: there is nothing left to read then */
export async function readProbe(page: Page): Promise<Reading | undefined> {
  if (page.isClosed()) return undefined
  const reading = page.evaluate(() => {
    const at = <Answer>(key: string) => (globalThis as Record<symbol, unknown>)[Symbol.for(key)] as Answer | undefined
    return {
      views: at<{ read(): Beacon[] }>('fieldlab.probe')?.read() ?? [],
      step: at<StepObserver>('fieldlab.step')?.read(),
    }
  })
  return before(reading, 5000)
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

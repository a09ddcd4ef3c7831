import type { BrowserContext, Page } from '@playwright/test'
import type { PageView } from '../measurement/page-view.ts'
import type { Beacon } from '../measurement/beacon.ts'
import { pageViewOf } from '../measurement/page-view-of.ts'
import type { Invalid, Step } from '../measurement/run.ts'
import { routeOf } from '../measurement/route.ts'
import { firstLine } from './first-line.ts'
import type { LabOptions } from './lab-options.ts'
import { beginWindow, idle, installProbe, readProbe, type Reading } from './probe.ts'
import { followRequests } from './requests.ts'
import type { StepObservation } from './step-observer.ts'
import { weigh } from './weigh.ts'

/** How long the network must be quiet for a step to be over, and how long to wait for that at most; ms. */
const QUIET_MS = 500
const PATIENCE_MS = 10_000

/** What a journey's fixture holds while the journey runs. */
export type JourneyMeasurement = {
  /** Runs `body` as a step: a window from now until the page is quiet after it.
   * @throws what `body` throws, after the window has been read */
  step<Result>(name: string, body: () => Result | Promise<Result>): Promise<Result>
  /** Reads every page a last time. */
  finish(run: string): Promise<{ steps: Step[]; pageViews: PageView[]; invalid?: Invalid; remarks: string[] }>
}

/** A step's window as it was read. */
export type StepWindow = {
  step: Step
  /** ms since the epoch: when the step began. */
  from: number
  /** The page views that began in it, in their newest state. */
  views: readonly Beacon[]
  /** What its documents told, one each. */
  observations: readonly StepObservation[]
}

/** Looks on while a journey is measured: the diagnostic pass, whose numbers count for nothing. */
export type StepWatcher = {
  /** Just before a step's window opens. */
  begin(name: string, page: Page | undefined): Promise<void>
  /** Just after it has been read. */
  end(window: StepWindow): Promise<void>
}

/** Starts to measure everything that happens in a browser context.
 * @param watcher absent in clean runs: watching makes pages slower */
export async function measureJourney(
  context: BrowserContext,
  options: LabOptions,
  watcher?: StepWatcher,
): Promise<JourneyMeasurement> {
  const { site, baseURL, patterns, profile } = options
  const requests = followRequests(context, { url: baseURL, patterns })

  const steps: Step[] = []
  const remarks: string[] = []
  const views = new Map<string, { beacon: Beacon; step?: string }>()
  /** By document: one that is read twice (a navigation that came to nothing) counts once. */
  let observations = new Map<number, StepObservation>()
  let current: string | undefined
  let failed: Invalid | undefined

  const keep = (reading: Reading | undefined) => {
    for (const beacon of reading?.views ?? []) {
      const known = views.get(beacon.id)
      // What a page has told can come after what it was asked: the newer state stays.
      if (known && known.beacon.sequence > beacon.sequence) continue
      // A page view belongs to the step that it began in.
      views.set(beacon.id, { beacon, step: known ? known.step : current })
    }
    if (reading?.step) observations.set(reading.step.timeOrigin, reading.step)
  }
  const read = async (page: Page) => keep(await readProbe(page))
  await installProbe(context, keep, { closely: watcher !== undefined })

  const settle = async (name: string, from: number, bodyEnded: number): Promise<number> => {
    await Promise.all(
      context.pages().map((page) => page.waitForLoadState('load', { timeout: PATIENCE_MS }).catch(() => {})),
    )
    const { since, timedOut } = await requests.quiet(from, QUIET_MS, PATIENCE_MS)
    if (timedOut) remarks.push(`step "${name}": the network was not quiet within ${PATIENCE_MS / 1000} s`)
    await Promise.all(context.pages().map(idle))
    return Math.max(bodyEnded, since)
  }

  const readStep = async (name: string, from: number, ended: number): Promise<Step> => {
    const now = Date.now()
    await Promise.all(context.pages().map(read))
    const exchanges = await requests.between(from, now)
    const weights = weigh(exchanges.filter(({ onWire }) => onWire))
    const documents = requests.documentsSince(from)
    const url = URL.parse(context.pages().at(-1)?.url() ?? '')
    const window = merge([...observations.values()])
    return {
      name,
      ordinal: steps.length,
      ...(url && { page: routeOf(url.pathname, patterns) }),
      navigated: documents > 0,
      cold: documents > 0 && requests.documentsSince(0) === documents,
      metrics: { ...window.metrics, duration: ended - from, ...weights.metrics },
      attribution: window.attribution,
      calls: exchanges.flatMap(({ calls }) => calls),
      heaviest: weights.heaviest,
      byType: weights.byType,
      byEntity: weights.byEntity,
    }
  }

  const viewsOf = (name: string): Beacon[] =>
    [...views.values()].filter(({ step }) => step === name).map(({ beacon }) => beacon)

  /** What passes in Playwright's eyes and has measured nothing. */
  const emptyRun = (): Invalid | undefined => {
    if (current !== undefined) return { kind: 'failed', reason: `step "${current}" was not awaited`, step: current }
    return requests.documentsSince(0) === 0 ? { kind: 'failed', reason: 'no page was opened' } : undefined
  }

  return {
    async step(name, body) {
      if (steps.some((step) => step.name === name)) {
        throw new Error(`step "${name}" is there already: a journey's steps need different names`)
      }
      if (current !== undefined)
        throw new Error(`step "${name}" begins inside step "${current}": steps follow each other`)
      if (steps.length === 0 && requests.documentsSince(0) > 0) {
        remarks.push('a page was opened before the first step, so no step is a cold load: page weight is not judged')
      }
      await watcher?.begin(name, context.pages().at(-1))
      current = name
      await Promise.all(context.pages().map(beginWindow))
      observations = new Map()
      const from = Date.now()
      try {
        const result = await body()
        const ended = await settle(name, from, Date.now())
        const step = await readStep(name, from, ended)
        steps.push(step)
        await watcher?.end({ step, from, views: viewsOf(name), observations: [...observations.values()] })
        return result
      } catch (error) {
        failed ??= { kind: 'failed', reason: firstLine(error), step: name }
        throw error
      } finally {
        current = undefined
      }
    },

    async finish(run) {
      await Promise.all(context.pages().map(read))
      for (const [host, count] of requests.unanswered()) {
        remarks.push(
          `${count} ${count === 1 ? 'request' : 'requests'} to ${host} had no answer, so pages look lighter and faster`,
        )
      }
      const invalid = withStep(requests.failure(), failed?.step) ?? failed ?? emptyRun()
      const pageViews = [...views.values()].map(({ beacon, step }) =>
        pageViewOf(beacon, {
          source: 'lab',
          site,
          formFactor: profile.formFactor,
          at: beacon.at,
          patterns,
          run,
          ...(step !== undefined && { step }),
        }),
      )
      return { steps, pageViews, ...(invalid && { invalid }), remarks }
    },
  }
}

/** A step may span several documents: its INP and CLS are the worst of them, its TBT is their sum. */
function merge(observations: readonly StepObservation[]): Pick<Step, 'metrics' | 'attribution'> {
  const worst = (metric: 'INP' | 'CLS') =>
    observations.filter((one) => one[metric] !== undefined).toSorted((a, b) => b[metric]! - a[metric]!)[0]
  const longestTask = observations.toSorted(
    (a, b) => (b.attribution.TBT?.longestTaskMs ?? 0) - (a.attribution.TBT?.longestTaskMs ?? 0),
  )[0]
  const [inp, cls] = [worst('INP'), worst('CLS')]
  return {
    metrics: {
      ...(inp && { INP: inp.INP }),
      ...(cls && { CLS: cls.CLS, TBT: observations.reduce((sum, { TBT }) => sum + TBT, 0) }),
    },
    attribution: {
      ...(inp?.attribution.INP && { INP: inp.attribution.INP }),
      ...(cls?.attribution.CLS && { CLS: cls.attribution.CLS }),
      ...(longestTask?.attribution.TBT && { TBT: longestTask.attribution.TBT }),
    },
  }
}

const withStep = (invalid: Invalid | undefined, step: string | undefined): Invalid | undefined =>
  invalid && { ...invalid, ...(step !== undefined && { step }) }

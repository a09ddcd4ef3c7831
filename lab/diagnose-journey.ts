import type { BrowserContext, Browser, Page } from '@playwright/test'
import type { FlowResult } from 'lighthouse'
import type { DiagnosedRequest, DiagnosedStep, Diagnosis, StepMark } from '../measurement/diagnosis.ts'
import type { DiagnosisPlan, PlannedJourney, WatchMode } from './diagnosis-plan.ts'
import { film, type Film } from './film.ts'
import { firstLine } from './first-line.ts'
import type { LabOptions } from './lab-options.ts'
import { applyCPURate } from './launch.ts'
import { readCategories, readFindings, readRemarks } from './lighthouse-findings.ts'
import { startLighthouse, type Lighthouse } from './lighthouse.ts'
import { listRequests, type ListedRequest } from './list-requests.ts'
import type { StepWatcher, StepWindow } from './measure-journey.ts'
import { DiagnosisBroke, withTimeLimit } from './time-limit.ts'

/** A journey that is being diagnosed. */
export type JourneyDiagnosis = StepWatcher & {
  /** Judges what was watched, as far as it came.
   * @param failure why the journey itself broke off, where it did */
  finish(failure: string | undefined): Promise<{ diagnosis: Diagnosis; flow?: FlowResult }>
}

type Watched = Omit<DiagnosedStep, 'categories' | 'findings' | 'remarks'>

/** A picture of a paint is told of within some frames of it. */
const PICTURE_LATE_MS = 150

/** Watches a journey's steps with everything that explains them: Lighthouse, pictures, marks and every request. All of it
 * makes pages slower, so no number of it is ever judged. */
export async function diagnoseJourney(
  { browser, context }: { browser: Browser; context: BrowserContext },
  options: LabOptions,
  { plan, limits }: { plan: PlannedJourney; limits: DiagnosisPlan['limits'] },
): Promise<JourneyDiagnosis> {
  const { profile, batch, site, baseURL } = options
  const at = Date.now()
  const steps: Watched[] = []
  const requestsSince = listRequests(context, baseURL)
  const limited = <Value>(work: Promise<Value>, what: string) =>
    withTimeLimit(work, limits.stepMs, `Lighthouse, ${what},`)
  const lighthouse = await limited(startLighthouse(browser, profile.formFactor), 'starting')
  let watching: { page: Page; mode: WatchMode; film: Film } | undefined
  let broken: string | undefined

  /** What fails here ends the journey: after a step that Lighthouse lost hold of, the browser is of no use to it. */
  const orBreak = async (step: string, work: () => Promise<void>): Promise<void> => {
    if (broken !== undefined) throw new DiagnosisBroke(broken)
    if (Date.now() - at > limits.journeyMs) {
      broken = `step "${step}" is not watched any more: the journey took longer than ${limits.journeyMs / 1000} s`
      throw new DiagnosisBroke(broken)
    }
    try {
      await work()
    } catch (error) {
      broken = `step "${step}": ${firstLine(error)}`
      throw error
    }
  }

  return {
    begin: (name, page) =>
      orBreak(name, async () => {
        watching = undefined
        if (!page) return // the journey opens its page in this step, too late for Lighthouse
        const mode = plan.steps.find((step) => step.name === name)?.mode ?? 'timespan'
        await applyCPURate(context, 1) // Lighthouse's own preparations explain nothing
        await limited(lighthouse.begin(page, name, mode), `beginning step "${name}"`)
        await applyCPURate(context, profile.throttle.cpuRate) // it has cleared the rate
        watching = { page, mode, film: await film(page) }
      }),

    end: (window) =>
      orBreak(window.step.name, async () => {
        const { name, ordinal, page, metrics } = window.step
        const marks = marksOf(window)
        const requests = requestsOf(window, await requestsSince(window.from))
        // A page goes on changing while it comes to rest, and a picture comes a little after what it shows.
        const ends = [metrics.duration ?? 0, ...marks.map((mark) => mark.at), ...requests.map((request) => request.end)]
        const frames = (await watching?.film.cut(window.from, window.from + Math.max(...ends) + PICTURE_LATE_MS)) ?? []
        const watched: Watched = {
          name,
          ordinal,
          ...(page !== undefined && { page }),
          duration: Math.max(...ends, ...frames.map((frame) => frame.at)),
          frames,
          marks,
          requests,
        }
        steps.push(watched)
        if (!watching) return
        await endWatching(lighthouse, watching, window, limited, () => applyCPURate(context, 1))
        watched.mode = watching.mode
      }),

    async finish(failure) {
      const failed = broken ?? failure
      let flow: FlowResult | undefined
      let late: string | undefined
      try {
        flow = await lighthouse.finish()
      } catch (error) {
        late = `Lighthouse could not judge what it had watched: ${firstLine(error)}`
      }
      const reason = failed ?? late
      const diagnosis: Diagnosis = {
        batch,
        site,
        journey: plan.journey,
        profile: profile.name,
        formFactor: profile.formFactor,
        at,
        versions: { lighthouse: lighthouse.version, browser: browser.version() },
        ...(reason !== undefined && { failed: reason }),
        steps: steps.map((step) => {
          const watchedAs = (flow?.steps ?? [])
            .map(({ name, lhr }, flowStep) => ({ name, lhr, flowStep }))
            .filter(({ name }) => name === step.name)
          const results = watchedAs.map(({ lhr }) => lhr)
          return {
            ...step,
            categories: readCategories(watchedAs),
            findings: readFindings(results),
            remarks: readRemarks(results),
          }
        }),
      }
      return { diagnosis, ...(flow && flow.steps.length > 0 && { flow }) }
    },
  }
}

async function endWatching(
  lighthouse: Lighthouse,
  { page, mode }: { page: Page; mode: WatchMode },
  { step }: StepWindow,
  limited: <Value>(work: Promise<Value>, what: string) => Promise<Value>,
  fullSpeed: () => Promise<void>,
): Promise<void> {
  if (mode === 'navigation') {
    // Without a document Lighthouse would wait for one until its own end.
    if (!step.navigated) throw new DiagnosisBroke('it loaded a document in the clean runs, and none this time')
    return limited(lighthouse.end(), `ending step "${step.name}"`)
  }
  await fullSpeed()
  await limited(lighthouse.end(), `ending step "${step.name}"`)
  await limited(lighthouse.look(page, step.name), `looking at the page after step "${step.name}"`)
}

/** What happened in a step, as the pages told it; times from the step's start. */
function marksOf({ from, views, observations }: StepWindow): StepMark[] {
  const paints = views.flatMap(({ at, metrics, attribution }): StepMark[] => {
    const { FCP, LCP, load } = metrics
    const target = attribution.LCP?.target
    return [
      ...(FCP === undefined ? [] : [{ kind: 'FCP' as const, at: at + FCP - from }]),
      ...(LCP === undefined ? [] : [{ kind: 'LCP' as const, at: at + LCP - from, ...(target && { target }) }]),
      ...(load === undefined ? [] : [{ kind: 'load' as const, at: at + load - from }]),
    ]
  })
  const seen = observations.flatMap((observation) => observation.seen?.marks ?? [])
  return [...paints, ...seen.map((mark) => ({ ...mark, at: mark.at - from }))].toSorted((a, b) => a.at - b.at)
}

/** What a step asked for; times from the step's start. */
function requestsOf({ from, views, observations }: StepWindow, listed: readonly ListedRequest[]): DiagnosedRequest[] {
  const seen = observations.flatMap((observation) => observation.seen ?? [])
  const blocking = new Set(seen.flatMap(({ renderBlocking }) => renderBlocking))
  // A document that was left inside the step is known by its page view alone.
  const largest = new Set([
    ...seen.map(({ largestPaint }) => largestPaint),
    ...views.map(({ attribution }) => attribution.LCP?.url),
  ])
  return listed.map(({ exactURL, ...request }) => ({
    ...request,
    start: request.start - from,
    end: request.end - from,
    ...(blocking.has(exactURL) && { renderBlocking: true }),
    ...(largest.has(exactURL) && { isLCP: true }),
  }))
}

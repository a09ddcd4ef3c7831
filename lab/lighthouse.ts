import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import type { FlowResult, Puppeteer, UserFlow } from 'lighthouse'
import type { FormFactor } from '../measurement/page-view.ts'
import type { WatchMode } from './diagnosis-plan.ts'
import { findLighthouse } from './find-lighthouse.ts'
import { DiagnosisBroke } from './time-limit.ts'

/** Lighthouse beside Playwright: it observes the page that Playwright drives, in the same session. */
export type Lighthouse = {
  version: string
  /** Begins to watch a page. In the mode 'navigation' one document must be loaded before `end`, or it waits in vain. */
  begin(page: Page, step: string, mode: WatchMode): Promise<void>
  end(): Promise<void>
  /** Looks at the state that a page is in: accessibility and good practice, which a timespan cannot judge. */
  look(page: Page, step: string): Promise<void>
  /** Judges all that was watched, and lets go of the browser. Takes a second or two of CPU for each step. */
  finish(): Promise<FlowResult>
  /** Lets go of the browser. */
  close(): Promise<void>
}

/** Loaded only here and only when it runs: projects that never diagnose need not have it installed.
 * One at a time in a process: it uses global marks and traces the whole browser.
 * @throws DiagnosisBroke where Lighthouse is not installed */
export async function startLighthouse(browser: Browser, formFactor: FormFactor): Promise<Lighthouse> {
  const { startFlow, version, puppeteer } = await loadLighthouse()
  const connection = await puppeteer.connect({ browserWSEndpoint: await endpointOf(browser), defaultViewport: null })
  const flows = new Map<Page, { flow: UserFlow; page: Puppeteer.Page }>()
  /** In the order in which they were watched. */
  const watched: UserFlow[] = []
  let current: { flow: UserFlow; mode: WatchMode } | undefined

  const flowOf = async (page: Page): Promise<UserFlow> => {
    const known = flows.get(page)
    if (known) return known.flow
    const observed = await samePage(connection, page)
    const flow = await startFlow(observed, { flags: flagsFor(formFactor) })
    flows.set(page, { flow, page: observed })
    return flow
  }

  return {
    version,
    async begin(page, step, mode) {
      const flow = await flowOf(page)
      if (mode === 'navigation') await flow.startNavigation({ name: step, onlyCategories: CATEGORIES.navigation })
      else await flow.startTimespan({ name: step, onlyCategories: CATEGORIES.timespan })
      current = { flow, mode }
    },
    async end() {
      if (!current) throw new DiagnosisBroke('Lighthouse was not watching')
      const { flow, mode } = current
      const before = gathered(flow)
      if (mode === 'navigation') await flow.endNavigation()
      else await flow.endTimespan()
      // Of a page that goes away Lighthouse only says nothing.
      if (gathered(flow) === before) throw new DiagnosisBroke('the page was closed while Lighthouse watched it')
      watched.push(flow)
      current = undefined
    },
    async look(page, step) {
      const flow = await flowOf(page)
      await flow.snapshot({ name: step, onlyCategories: CATEGORIES.snapshot })
      watched.push(flow)
    },
    async finish() {
      await connection.disconnect()
      const judged = new Map<UserFlow, FlowResult.Step[]>()
      for (const flow of new Set(watched)) judged.set(flow, [...(await flow.createFlowResult()).steps])
      return { name: 'Fieldlab', steps: watched.map((flow) => judged.get(flow)!.shift()!) }
    },
    close: () => connection.disconnect(),
  }
}

const gathered = (flow: UserFlow): number => flow.createArtifactsJson().gatherSteps.length

type PuppeteerModule = {
  connect(options: { browserWSEndpoint: string; defaultViewport: null }): Promise<Puppeteer.Browser>
}

/** puppeteer-core comes with Lighthouse, and is taken from there. */
async function loadLighthouse() {
  const entry = findLighthouse()
  if (entry === undefined)
    throw new DiagnosisBroke('Lighthouse is not installed. Type `npm install --save-dev lighthouse`')
  const { startFlow } = await import('lighthouse')
  const { version } = createRequire(import.meta.url)('lighthouse/package.json') as { version: string }
  const puppeteer = (await import(pathToFileURL(createRequire(entry).resolve('puppeteer-core')).href)) as {
    default: PuppeteerModule
  }
  return { startFlow, version, puppeteer: puppeteer.default }
}

/** Where a browser that Playwright drives through a pipe listens for others: it writes the port that the system gave it, and
 * its own path, into its profile's folder.
 * https://chromedevtools.github.io/devtools-protocol/#how-do-i-access-the-browser-target */
async function endpointOf(browser: Browser): Promise<string> {
  const session = await browser.newBrowserCDPSession()
  const { commandLine } = await session.send('SystemInfo.getInfo')
  await session.detach()
  const folder = /--user-data-dir=("[^"]+"|\S+)/.exec(commandLine)?.[1]?.replaceAll('"', '')
  if (!folder) throw new DiagnosisBroke('the browser does not say where its profile is')
  const [port, path] = readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n')
  return `ws://127.0.0.1:${port}${path}`
}

/** Lighthouse's own view of the page that Playwright drives, found by the browser's id of it. */
async function samePage(connection: Puppeteer.Browser, page: Page): Promise<Puppeteer.Page> {
  const session = await page.context().newCDPSession(page)
  const { targetInfo } = await session.send('Target.getTargetInfo')
  await session.detach()
  for (const candidate of await connection.pages()) {
    const other = await candidate.createCDPSession()
    const { targetInfo: same } = await other.send('Target.getTargetInfo')
    await other.detach()
    if (same.targetId === targetInfo.targetId) return candidate
  }
  throw new DiagnosisBroke('the page of the journey is not among those that the browser shows to Lighthouse')
}

/** What each mode can judge; Lighthouse refuses to start with others. */
const CATEGORIES = {
  navigation: ['performance', 'accessibility', 'best-practices', 'seo'],
  timespan: ['performance', 'best-practices'],
  snapshot: ['accessibility', 'best-practices', 'seo'],
}

/** Link, CPU rate, screen, user agent, cookies and caches are the journey's: Lighthouse is told to leave them alone.
 * The screenshot of the full page is left out because it resizes the window that the journey works in. */
const flagsFor = (formFactor: FormFactor): UserFlow.StepFlags => ({
  throttlingMethod: 'provided',
  formFactor: formFactor === 'desktop' ? 'desktop' : 'mobile',
  screenEmulation: { disabled: true },
  emulatedUserAgent: false,
  disableStorageReset: true,
  disableFullPageScreenshot: true,
  locale: 'en-US',
  logLevel: 'silent',
})

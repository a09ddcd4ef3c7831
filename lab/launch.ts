import { statfsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import { requireBrowser } from './find-browser.ts'
import type { Link } from './link.ts'

export type LaunchOptions = {
  /** All of the browser's traffic goes through it; absent: straight to the net. */
  link?: Link
  headless?: boolean
  /** Keeps pages for back and forward, as a visitor's browser does. Off unless asked for, as Playwright has it: its
   * `page.goBack()` waits for a load that a restored page never has (`waitUntil: 'commit'` works). */
  backForwardCache?: boolean
  extraArgs?: readonly string[]
}

/** Chromium as a visitor has it, as far as a driven browser can be: it makes no connection of its own.
 * As root, and only then, it runs without its sandbox, because Chromium refuses to start otherwise.
 * @throws NoBrowser when there is none. */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const { link, headless = true, backForwardCache = false, extraArgs = [] } = options
  return chromium.launch({
    executablePath: requireBrowser().executablePath,
    headless,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...QUIET, ...(link ? throughLink(link) : []), ...extraArgs],
    ignoreDefaultArgs: [
      ...(backForwardCache ? ['--disable-back-forward-cache'] : []),
      ...(sharedMemoryIsLarge() ? ['--disable-dev-shm-usage'] : []),
    ],
  })
}

/** An address that Chromium itself refuses to connect to (port 9 is on its list of unsafe ports). */
const NOWHERE = 'http://127.0.0.1:9/'

/** Beside Playwright's own switches, which stop background networking, component updates, sync and the first run. */
const QUIET = [
  '--disable-quic', // UDP, which goes around the link
  '--disable-domain-reliability',
  // Seen on Chromium 156 in spite of all the switches: it asks update.googleapis.com and accounts.google.com at start.
  `--component-updater=url-source=${NOWHERE}`,
  `--gaia-url=${NOWHERE}`,
  '--remote-debugging-port=0', // Lighthouse attaches here; Playwright itself uses a pipe
]

const throughLink = (link: Link): string[] => [
  `--proxy-server=${link.proxyServer}`,
  '--proxy-bypass-list=<-loopback>', // loopback is what the lab measures most
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1', // the link resolves names; nothing is looked up around it
]

/** Chromium crashes on large pages where /dev/shm is Docker's 64 MB; elsewhere Playwright's detour through files is left out. */
const ENOUGH_SHARED_MEMORY = 512 * 1024 * 1024

function sharedMemoryIsLarge(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize >= ENOUGH_SHARED_MEMORY
  } catch {
    return false // not Linux: the switch does nothing there
  }
}

// The rate holds as long as the session that set it, so sessions are kept with their page.
const sessions = new WeakMap<Page, Promise<CDPSession>>()
const contextRates = new WeakMap<BrowserContext, number>()

/** Slows the CPU of a page, or of all pages of a context, those to come included. Call it again to apply it anew: some
 * tools (Lighthouse) clear it. Workers and frames of other sites run at full speed.
 * @param rate how many times slower; 1 is full speed. */
export async function applyCPURate(target: Page | BrowserContext, rate: number): Promise<void> {
  if (!('newPage' in target)) return applyToPage(target, rate)
  if (!contextRates.has(target)) {
    target.on('page', (page) => {
      applyToPage(page, contextRates.get(target) ?? 1).catch((error: unknown) => {
        if (!page.isClosed()) throw error
      })
    })
  }
  contextRates.set(target, rate)
  await Promise.all(target.pages().map((page) => applyToPage(page, rate)))
}

async function applyToPage(page: Page, rate: number): Promise<void> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, session)
  await (await session).send('Emulation.setCPUThrottlingRate', { rate })
}

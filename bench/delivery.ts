// Which share of the page views that have begun reaches the collector, in its final state, by way of leaving the page.
import { parseArgs } from 'node:util'
import type { Browser, CDPSession } from '@playwright/test'
import { launchBrowser } from '../lab/launch.ts'
import { openDeliverySite, type DeliverySite, type Trial } from './delivery-site.ts'
import { shareInterval } from './share-interval.ts'
import { machine, writeResults } from './write-results.ts'

type Open = { browser: Browser; session: CDPSession; targets: string[] }

type Way = {
  name: string
  /** What the page does by itself. */
  leaveTo?: 'same site' | 'another site'
  /** What is done to it; absent: nothing. */
  leave?: (open: Open) => Promise<unknown>
  /** ms from the last change to leaving; 1,500 unless given. */
  after?: number
  /** ms from leaving until the beacons are counted; 3,000 unless given. */
  grace?: number
  /** How many pages are open at once; 15 unless given. */
  atOnce?: number
}

/** Windows open one after the other; ms for each, and for all. */
const OPENING = { each: 250, all: 1000 }
const NET_MS = 62_000

const WAYS: Way[] = [
  { name: 'goes to another page of the site', leaveTo: 'same site' },
  { name: 'goes to another site', leaveTo: 'another site' },
  { name: 'closes the tab', leave: closeTabs },
  { name: 'puts the page into the background', leave: minimize },
  { name: 'quits the browser', leave: ({ browser }) => browser.close() },
  { name: 'tab is killed, 1.5 s after the last change', leave: (open) => kill('renderer', open) },
  { name: 'tab is killed, 0.3 s after the last change', leave: (open) => kill('renderer', open), after: 300 },
  { name: 'browser is killed within a minute', leave: (open) => kill('browser', open) },
  { name: 'tab stays open for a minute', grace: NET_MS, atOnce: 60 },
]

async function closeTabs({ session, targets }: Open): Promise<void> {
  for (const targetId of targets) await session.send('Target.closeTarget', { targetId })
}

async function minimize({ session, targets }: Open): Promise<void> {
  for (const targetId of targets) {
    const { windowId } = await session.send('Browser.getWindowForTarget', { targetId })
    await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } })
  }
}

/** As the system does it when memory is short. */
async function kill(type: 'renderer' | 'browser', { session }: Open): Promise<void> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  for (const process_ of processInfo) if (process_.type === type) process.kill(process_.id, 'SIGKILL')
}

/** Opens windows, lets them change for the last time at one moment, leaves them all, and counts what has come by then. */
async function tryOut(way: Way, count: number, site: DeliverySite): Promise<Trial[]> {
  const { leaveTo, leave, after = 1500, grace = 3000 } = way
  const first = site.trials.length
  const browser = await launchBrowser()
  try {
    const session = await browser.newBrowserCDPSession()
    const changeAt = Date.now() + OPENING.all + OPENING.each * count
    const targets: string[] = []
    for (let i = 0; i < count; i++) {
      const url = site.newTrial({ changeAt, leaveAt: leaveTo && changeAt + after, leaveTo })
      targets.push((await session.send('Target.createTarget', { url, newWindow: true })).targetId)
    }
    await waitUntil(changeAt + after)
    await leave?.({ browser, session, targets })
    await waitUntil(changeAt + after + grace)
    // Now, since closing the browser sends what is left.
    return structuredClone(site.trials.slice(first))
  } finally {
    await browser.close()
  }
}

const waitUntil = (time: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())))

const isFinal = ({ beacons }: Trial) => beacons.some(({ metrics }) => metrics.errors === 1 && metrics.LCP !== undefined)

function rowOf(name: string, trials: readonly Trial[]): string {
  // A page that came too late to change when it should is no trial.
  const began = trials.filter(({ began, changeAt }) => began !== undefined && began < changeAt - 500)
  const final = began.filter(isFinal).length
  const any = began.filter(({ beacons }) => beacons.length > 0).length
  const { low, high } = shareInterval(final, began.length)
  const percent = (share: number) => `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`
  return `| ${name} | ${percent(final / began.length)} | ${percent(low)} to ${percent(high)} | ${percent(any / began.length)} | ${began.length} |`
}

const { values } = parseArgs({ options: { trials: { type: 'string', default: '60' }, only: { type: 'string' } } })
const trials = Number(values.trials)
const site = await openDeliverySite()
const rows = [
  '| the visitor … | final state arrives | 95 % interval | any state arrives | page views |',
  '|---|---|---|---|---|',
]
for (const way of WAYS.filter(({ name }) => name.includes(values.only ?? ''))) {
  const done: Trial[] = []
  while (done.length < trials) {
    done.push(...(await tryOut(way, Math.min(way.atOnce ?? 15, trials - done.length), site)))
  }
  rows.push(rowOf(way.name, done))
  console.log(rows.at(-1))
}
site.close()
const browser = await launchBrowser()
const text = `Machine: ${machine(browser.version())}.\n\n${rows.join('\n')}`
await browser.close()
// A part of the ways is no result.
if (values.only === undefined) writeResults(new URL('../docs/beacon.md', import.meta.url), 'bench:delivery', text)

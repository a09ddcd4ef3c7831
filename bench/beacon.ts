// What the beacon costs a page: main-thread time at a quarter of the CPU, and whether LCP or INP show a difference.
import { parseArgs } from 'node:util'
import type { Browser } from '@playwright/test'
import { brotliCompressSync } from 'node:zlib'
import { readBuilt } from '../beacon/built.ts'
import { launchBrowser } from '../lab/launch.ts'
import { startLink } from '../lab/link.ts'
import { percentile } from '../statistics/percentile.ts'
import { compareAligned, type Block } from './aligned-rank.ts'
import { traceCost, type Cost } from './beacon-cost.ts'
import { openShops, type Shops } from './shop-with-beacon.ts'
import { CPU_RATE, visitShop, type Measured } from './visit-shop.ts'
import { machine, writeResults } from './write-results.ts'

/** A phone on a good line: what else there is to load does not drown the script. */
const LINE = { rttMs: 60, downKbps: 9000, upKbps: 4000 }
const TRACED = 15

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } })
const end = Date.now() + Number(values.minutes) * 60_000

const shops = await openShops()
const link = await startLink(LINE)
const browser = await launchBrowser({ link })
try {
  await visitShop(browser, shops.with) // what a browser's first page ever costs is not the page's
  const costs = await repeat(TRACED, () => traceCost(browser, shops.with))
  const blocks = await takeTurns(browser, shops)
  const text = [
    `Machine: ${machine(browser.version())}. CPU slowed ${CPU_RATE} times, line ${LINE.rttMs} ms and ${LINE.downKbps} kbit/s, cold cache,`,
    `a product page of the demo shop, three taps on 'Add to cart'. Script: ${brotliCompressSync(readBuilt('fieldlab.js')).length} bytes with brotli.`,
    '',
    ...costTable(costs),
    '',
    ...differenceTable(blocks),
  ].join('\n')
  console.log(text)
  writeResults(new URL('beacon-results.md', import.meta.url), 'bench:beacon', text)
} finally {
  await browser.close()
  await link.close()
  await shops.close()
}

async function repeat<Value>(times: number, act: () => Promise<Value>): Promise<Value[]> {
  const all: Value[] = []
  for (let i = 0; i < times; i++) all.push(await act())
  return all
}

type Turn = { side: 'a' | 'b'; measured: Measured }

/** Without, with, with, without, or the other way round, by chance; until the time is over. */
async function takeTurns(browser: Browser, shops: Shops): Promise<Turn[][]> {
  const blocks: Turn[][] = []
  while (Date.now() < end) {
    const [first, second] = Math.random() < 0.5 ? (['a', 'b'] as const) : (['b', 'a'] as const)
    const block: Turn[] = []
    for (const side of [first, second, second, first]) {
      block.push({ side, measured: await visitShop(browser, side === 'a' ? shops.without : shops.with) })
    }
    blocks.push(block)
  }
  return blocks
}

function costTable(costs: readonly Cost[]): string[] {
  const row = (title: string, of: (cost: Cost) => number) =>
    `| ${title} | ${percentile(costs.map(of), 50)!.toFixed(1)} ms | ${Math.max(...costs.map(of)).toFixed(1)} ms |`
  return [
    `| main-thread time of the beacon, ${costs.length} page views | median | most |`,
    '|---|---|---|',
    row('compiling and running the script', ({ start }) => start),
    row('callbacks while the page is open', ({ open }) => open),
    row('when the page is left', ({ leaving }) => leaving),
    row('longest piece (a long task has over 50 ms)', ({ longest }) => longest),
  ]
}

function differenceTable(blocks: readonly Turn[][]): string[] {
  const sideOf = (side: 'a' | 'b', metric: keyof Measured, block: readonly Turn[]) =>
    block.filter((turn) => turn.side === side).map(({ measured }) => measured[metric])
  const all = (side: 'a' | 'b', metric: keyof Measured) => blocks.flatMap((block) => sideOf(side, metric, block))
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const percent = (factor: number) => `${((factor - 1) * 100).toFixed(1)} %`
  const row = (metric: 'LCP' | 'INP') => {
    const { factor, low, high, p } = compareAligned(
      blocks.map((block): Block => ({ a: sideOf('a', metric, block), b: sideOf('b', metric, block) })),
    )
    const medians = (['a', 'b'] as const).map((side) => `${Math.round(percentile(all(side, metric), 50)!)} ms`)
    return `| ${metric} | ${medians.join(' | ')} | ${percent(factor)} | ${percent(low)} to ${percent(high)} | ${p.toFixed(2)} |`
  }
  return [
    `| median of ${all('a', 'LCP').length} page views each | without | with | difference | 95 % interval | p |`,
    '|---|---|---|---|---|---|',
    row('LCP'),
    row('INP'),
    `| long tasks per page view (mean) | ${mean(all('a', 'longTasks')).toFixed(2)} | ${mean(all('b', 'longTasks')).toFixed(2)} | | | |`,
  ]
}

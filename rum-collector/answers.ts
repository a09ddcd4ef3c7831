import { breakdown } from './answers/breakdown.ts'
import { build } from './answers/build.ts'
import { culprits } from './answers/culprits.ts'
import { distributions } from './answers/distributions.ts'
import { figures } from './answers/figures.ts'
import { lastBeacons } from './answers/last-beacons.ts'
import { searchConsole } from './answers/search-console.ts'
import { series } from './answers/series.ts'
import { serverTiming } from './answers/server-timing.ts'
import { summary } from './answers/summary.ts'
import { timeline } from './answers/timeline.ts'
import { routePage } from './pages/route-page.ts'
import { searchConsolePage } from './pages/search-console-page.ts'
import { sitePage } from './pages/site-page.ts'
import { sitesPage } from './pages/sites-page.ts'
import type { Reading } from './reading.ts'

/** Everything that can be asked of the reading thread, each with what answers it: data for the API and the metrics, HTML for
 * the pages. Questions and answers are plain data. */
export const ANSWERS = {
  summary,
  series,
  timeline,
  breakdown,
  build,
  culprits,
  serverTiming,
  distributions,
  searchConsole,
  lastBeacons,
  figures,
  sitesPage,
  sitePage,
  routePage,
  searchConsolePage,
} satisfies Record<string, (reading: Reading, question: never) => unknown>

type Table = typeof ANSWERS

export type Questions = { [Name in keyof Table]: Parameters<Table[Name]>[1] }
export type Answers = { [Name in keyof Table]: ReturnType<Table[Name]> }

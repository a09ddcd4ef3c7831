import type { MetricName, Source } from '../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import type { Throttle } from '../measurement/run.ts'
import type { BuildConfig, BuildInput } from './build-config.ts'
import type { CollectorConfig, CollectorInput } from './collector-config.ts'
import type { Budget } from './evaluation.ts'

/** One line of the list that lab, field and build are judged by. What it leaves out, it does not ask: a budget without `source`
 * judges all that have the metric, one without `page` every page. */
export type BudgetInput = {
  metric: MetricName
  /** The largest value that holds: `'2.5 s'`, `'250 kB'`, or a number in the metric's unit. May be left out where `maxIncrease` is
   * given; both may stand. */
  max?: string | number
  /** build only: the most that it may be above the base (`--base`): `'2 kB'`, `'5 %'`, or a number in the metric's unit. Not
   * applicable where there is no base. */
  maxIncrease?: string | number
  /** A route, as `sites.….routes` spells it: `'/product/:id'`. It must find data. */
  page?: string
  journey?: string
  /** A step's name; needs a metric that steps carry. */
  step?: string
  /** A call's name, `'POST /api/cart'`, for the metrics api and serverTiming. */
  endpoint?: string
  /** A group of `build`, or 'total' for all of them together. */
  bundle?: string
  formFactor?: FormFactor
  source?: Source
  navigation?: Navigation
  /** lab only */
  profile?: string
  /** lab only: judge only profiles whose link and CPU are not slowed. */
  unthrottled?: true
  /** The field's percentile, 75 unless said otherwise; another one judges the field (and calls) only, because the lab's
   * statistic is the median of runs. */
  percentile?: number
  /** Fewer page views than this are 'no data', which is neither pass nor fail. Field: 100. Calls: 1. */
  minCount?: number
  /** Days of field data, up to now: 28. */
  windowDays?: number
  /** 'error' fails the run, 'warn' is only told, 'off' is not judged. */
  level?: 'off' | 'warn' | 'error'
  /** Set by presets: their name, for messages. A preset judges what exists; finding nothing is no mistake of its. */
  preset?: string
}

/** A profile's row, as a config may write one of its own. */
export type ProfileInput = {
  name: string
  /** The built-in profile that it starts from. */
  from: string
  throttle?: Partial<Throttle>
}

/** A site whose visits are collected, and which journeys open. */
export type SiteInput = {
  /** Origins whose pages may send beacons: `'https://shop.example.com'`. */
  origins: string[]
  /** Routes that group paths: `'/product/:id'`. */
  routes?: string[]
  /** The share of visits that is measured, 0.0001 to 1, as `data-sample` of the tag says: 1. Each page view stands for
   * 1 / sample, whatever its beacon claims. */
  sample?: number
}

/** What serves the site while journeys run. */
export type ServerInput = {
  /** Started before the journeys and stopped after them. One that already answers at baseURL is used as it is. */
  command: string
  /** Path that answers below 400 once the server is ready: '/'. */
  readyPath?: string
  /** ms: 60 s. */
  timeout?: number
}

/** Where journeys are, what they open, and how it is measured. */
export type LabInput = {
  /** Key of `sites`; may be left out where there is only one. */
  site?: string
  baseURL: string
  profiles?: (string | ProfileInput)[]
  /** Repeats of each journey and profile, each in a fresh browser: 7. */
  runs?: number
  /** Folder of `*.journey.ts`: 'journeys'. */
  journeys?: string
  /** Where these runs are made, for telling machines apart: 'local'. */
  location?: string
  server?: ServerInput
}

/** Which of the collected page views are judged. */
export type FieldInput = {
  /** Judge only page views of this release. */
  release?: string
  /** Let page views of robots and scripted browsers count: only for trying things out. */
  includeAutomated?: boolean
}

/** What `fieldlab.config.ts` exports. */
export type ConfigInput = {
  sites: Record<string, SiteInput>
  lab?: LabInput
  field?: FieldInput
  collector?: CollectorInput
  /** The files that `fieldlab size` weighs: `{ 'app bundle': 'dist/assets/*.js' }`. */
  build?: BuildInput
  /** The SQLite file of runs and page views: '.fieldlab/fieldlab.sqlite'. */
  store?: string
  /** What is being measured: a version or commit. `--release` and FIELDLAB_RELEASE win over it. */
  release?: string
  budgets: BudgetInput[]
}

/** A config that has been read: defaults filled in, literals turned into numbers, mistakes ruled out. */
export type Config = {
  sites: Record<string, Required<SiteInput>>
  lab?: {
    site: string
    baseURL: string
    profiles: (string | ProfileInput)[]
    runs: number
    journeys: string
    location: string
    server?: Required<ServerInput>
  }
  field: FieldInput
  collector: CollectorConfig
  build?: BuildConfig
  store: string
  release?: string
  budgets: Budget[]
}

/** Gives a config file its types. The file is checked when it is read, not here. */
export const defineConfig = (config: ConfigInput): ConfigInput => config

import type { BudgetInput } from '../../../budgets/config.ts'
import type { Compression } from '../../../measurement/build-sizes.ts'

/** A group of build files with its limit, as another tool's config has it. */
export type CarriedGroup = {
  name: string
  files: readonly string[]
  ignore?: readonly string[]
  compression: Compression
  /** As `readLiteral` reads it. */
  max?: string
}

/** What another tool's config holds that this one can hold too, and what it can't. */
export type Carried = {
  /** The file that it was read from; 'package.json (size-limit)' for a key of it. */
  from: string
  budgets: BudgetInput[]
  groups: CarriedGroup[]
  /** URLs that it opened, as it spells them. */
  urls?: readonly string[]
  /** The command that it starts the site with. */
  command?: string
  /** The folder that it serves itself. */
  staticFolder?: string
  singlePage?: boolean
  runs?: number
  /** It measures as a desktop. */
  desktop?: boolean
  /** What stays behind, and why. */
  left: { what: string; why: string }[]
}

export const nothingCarried = (from: string): Carried => ({ from, budgets: [], groups: [], left: [] })

/** Why a figure of another tool has no place here; used by several of its configs. */
export const WHY_LEFT = {
  score: 'a score: scores are shown, never budgeted, because they move when Lighthouse is upgraded',
  notAPage: 'no page that is opened matches it; add a step that opens one, and a budget with `page`',
} as const

/** Metrics that Lighthouse names and this tool measures, by the audit's id. */
const METRIC_OF_AUDIT: Partial<Record<string, BudgetInput['metric']>> = {
  'largest-contentful-paint': 'LCP',
  'first-contentful-paint': 'FCP',
  'cumulative-layout-shift': 'CLS',
  'total-blocking-time': 'TBT',
  'interaction-to-next-paint': 'INP',
  'total-byte-weight': 'totalBytes',
}

/** Audits with a number that this tool does not take, and what stands for each. */
const WHY_NOT_AUDIT: Partial<Record<string, string>> = {
  interactive: 'Lighthouse dropped Time to Interactive; budget TBT',
  'speed-index': 'Speed Index is not measured; budget LCP and FCP',
  'first-meaningful-paint': 'Lighthouse dropped First Meaningful Paint; budget LCP',
  'first-cpu-idle': 'Lighthouse dropped First CPU Idle; budget TBT',
  'max-potential-fid': 'Max Potential FID is not measured; budget TBT, and INP on a step',
  'estimated-input-latency': 'Lighthouse dropped it; budget INP on a step',
  'server-response-time': 'it leaves out connecting; TTFB counts what a visitor waits, so choose its bound anew',
  'time-to-first-byte': 'it leaves out connecting; TTFB counts what a visitor waits, so choose its bound anew',
  'mainthread-work-breakdown': 'shown by the diagnostic pass, not budgeted; budget TBT',
  'bootup-time': 'shown by the diagnostic pass, not budgeted; budget TBT',
  'dom-size': 'shown by the diagnostic pass, not budgeted',
}

/** What a budget of Lighthouse's resource types is here, where it is something. */
const METRIC_OF_RESOURCE: Record<'size' | 'count', Partial<Record<string, BudgetInput['metric']>>> = {
  size: {
    script: 'scriptBytes',
    stylesheet: 'stylesheetBytes',
    image: 'imageBytes',
    font: 'fontBytes',
    total: 'totalBytes',
    'third-party': 'thirdPartyBytes',
  },
  count: { total: 'requests', 'third-party': 'thirdPartyRequests' },
}

export const metricOfAudit = (id: string): BudgetInput['metric'] | undefined => own(METRIC_OF_AUDIT, id)
export const whyNotAudit = (id: string): string | undefined => own(WHY_NOT_AUDIT, id)
export const metricOfResource = (kind: 'size' | 'count', type: string): BudgetInput['metric'] | undefined =>
  own(METRIC_OF_RESOURCE[kind], type)

/** Names come from configs: 'constructor' is in no table of ours. */
const own = <Value>(table: Partial<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

import type { Culprit, Evaluation } from '../budgets/evaluation.ts'
import { formatValue } from '../measurement/format.ts'
import type { MetricName } from '../measurement/metrics.ts'
import { nounOf, plural } from './words.ts'

/** A culprit in plain words, in pieces, so that each output can set the names apart. `name`, `target` and `url` are text from
 * strangers. */
export type Cause = {
  /** 'Slowest element' */
  lead: string
  name: string
  /** The element that was used, where a script is named. */
  target?: string | undefined
  url?: string
  /** '2.1 s to download it' */
  cost: string
  /** The attribution's own word, for those who look it up; absent where it would say nothing more. */
  term?: string
  /** 'in 6 of 7 runs' */
  often: string
  /** 'explains all of the excess': what would be gained without it. Absent where no value is over. */
  explains?: string
  /** What usually helps. */
  advice?: string
}

/** The one that cost most. */
export const causeOf = (evaluation: Evaluation): Cause | undefined =>
  evaluation.culprit && wordsFor(evaluation.culprit, evaluation)

/** All that cost much, the worst first. */
export const causesOf = (evaluation: Evaluation): Cause[] =>
  (evaluation.culprits ?? []).map((culprit) => wordsFor(culprit, evaluation))

export function wordsFor(culprit: Culprit, { series, n, within }: Pick<Evaluation, 'series' | 'n' | 'within'>): Cause {
  const { kind, name, target, url, part, amount, share, explains, loadState } = culprit
  const { words, advice, plain } = PARTS[part] ?? { words: `in ${part}`, plain: true }
  const blamed = n - within || n
  const naming = Math.round(share * blamed)
  const over = blamed < n ? ' over' : ''
  const timely = (loadState && BY_LOAD_STATE[part]?.(loadState)) || advice
  return {
    lead: FILE_LEADS[part] ?? lead(kind, series.metric),
    name: kind === 'type' ? `${name} files` : name,
    ...(target !== undefined && { target }),
    ...(url !== undefined && url !== name && { url }),
    cost: `${formatValue(series.metric, amount)} ${words}`,
    ...(!plain && { term: part }),
    often:
      series.source === 'build'
        ? 'in this build'
        : `in ${naming === blamed ? 'all' : `${naming} of`} ${plural(blamed, nounOf(series))}${over}`,
    ...(explains !== undefined && { explains: explainsText(explains) }),
    ...(timely && { advice: timely }),
  }
}

/** 'explains all of the excess', 'explains up to 84 % of the excess': at most, because what it hid may come to light. */
export function explainsText(explains: number): string {
  const percent = Math.round(explains * 100)
  return percent >= 100 ? 'explains all of the excess' : `explains up to ${percent} % of the excess`
}

/** `Slowest element: main > img.hero — 2.1 s to download it (resourceLoadDuration), in 6 of 7 runs, explains all of the
 * excess` */
export function causeSentence({ lead, name, target, cost, term, often, explains }: Cause): string {
  const who = target === undefined ? name : `${name} on ${target}`
  return `${lead}: ${who} — ${cost}${term ? ` (${term})` : ''}, ${often}${explains ? `, ${explains}` : ''}`
}

/** What a file of a build is blamed for. */
const FILE_LEADS: Record<string, string> = { growth: 'Grew most', 'new file': 'New file' }

function lead(kind: Culprit['kind'], metric: MetricName): string {
  if (metric === 'errors') return kind === 'call' ? 'Failed request' : 'Throwing script'
  if (kind === 'third-party' && metric.endsWith('equests')) return 'Busiest third party'
  if (kind === 'element' && metric === 'CLS') return 'Largest shift'
  if (kind === 'element' && metric === 'INP') return 'Slowest interaction'
  if (kind === 'resource' && metric === 'FCP') return 'Slowest part'
  return LEADS[kind]
}

const LEADS: Record<Culprit['kind'], string> = {
  element: 'Slowest element',
  script: 'Slowest script',
  server: 'Slow server',
  resource: 'Heaviest file',
  'third-party': 'Heaviest third party',
  connection: 'Slow connection',
  call: 'Slow call',
  type: 'Many files',
  file: 'Largest file',
}

const SERVER = 'Look at what the server does before it answers (Server-Timing tells), at caching and at redirects.'
const CONNECTION = 'Time goes into reaching the server: redirects, name look-up, TLS, distance.'

/** What web-vitals' attribution fields, and ours for weights and calls, mean to a reader.
 * Advice: https://web.dev/articles/optimize-lcp, optimize-inp, optimize-cls, optimize-ttfb */
const PARTS: Record<string, { words: string; advice?: string; plain?: boolean }> = {
  timeToFirstByte: { words: 'until the first byte', advice: SERVER },
  resourceLoadDelay: {
    words: 'before its download began',
    advice: 'Let the browser find it sooner: in the HTML itself, not lazy, with fetchpriority="high".',
  },
  resourceLoadDuration: {
    words: 'to download it',
    advice: 'Make the file smaller (dimensions, format, quality) or serve it from nearer.',
  },
  elementRenderDelay: {
    words: 'waiting to be painted',
    advice: 'Something holds the paint back: blocking scripts or styles, or an element that a script adds late.',
  },
  firstByteToFCP: {
    words: 'from first byte to first paint',
    advice: 'Defer scripts and styles that block rendering.',
  },
  inputDelay: {
    words: 'before its handler could start',
    advice: 'The main thread was busy: break up long tasks, load scripts later.',
  },
  processingDuration: {
    words: 'in event handlers',
    advice: 'Do less in the handler: paint first, then yield and do the rest.',
  },
  presentationDelay: {
    words: 'until the next frame',
    advice: 'Rendering is heavy: fewer elements, smaller updates, no layout reads after writes.',
  },
  largestShiftValue: {
    words: 'of layout shift',
    advice: 'Reserve its space before it arrives: width and height, aspect-ratio or min-height.',
  },
  waitingDuration: { words: 'in redirects and start-up', advice: CONNECTION },
  cacheDuration: {
    words: 'in the cache and service worker',
    advice: 'The service worker or a cold cache is slow to answer.',
  },
  dnsDuration: { words: 'looking up the host', advice: CONNECTION },
  connectionDuration: { words: 'connecting', advice: CONNECTION },
  requestDuration: { words: 'waiting for the answer', advice: SERVER },
  thrown: {
    words: 'uncaught, the first of them from it',
    advice: 'Open the page with the console, where the error tells its line.',
    plain: true,
  },
  failed: {
    words: 'uncaught, after it was answered with an error',
    advice: 'Look at why it fails, and let the page go on without it.',
    plain: true,
  },
  longestTaskMs: { words: 'in one task', advice: 'Break the task up, or do it later or elsewhere (a worker).' },
  serverTiming: {
    words: "by the server's own Server-Timing",
    advice: 'The server names this part of its work itself: look there first.',
    plain: true,
  },
  latency: { words: 'for a call', advice: 'Look at the endpoint: queries, upstream calls, payload.', plain: true },
  requests: {
    words: 'requests',
    advice: 'Bundle them, inline the small ones, or load them when they are seen.',
    plain: true,
  },
  growth: {
    words: 'more than in the base',
    advice: 'Look at what was added to it: a new import, or one that is no longer split off.',
    plain: true,
  },
  'new file': {
    words: 'that the base does not have',
    advice: 'Load it later, or only where it is needed.',
    plain: true,
  },
  size: { words: 'of it', advice: 'Send less of it: split, compress, drop what is not used.', plain: true },
  bytes: { words: 'on the wire', advice: 'Send less of it: split, compress, drop what is not used.', plain: true },
}

const EARLY = ['loading', 'dom-interactive']

/** What helps depends on how far the page had come. */
const BY_LOAD_STATE: Record<string, (loadState: string) => string | undefined> = {
  largestShiftValue: (loadState) =>
    loadState === 'complete'
      ? 'The page had loaded: something was put in late above or in it (a banner, an ad, a late answer). Reserve its space, or lay it over the page.'
      : 'The page was still loading: an image or frame without a size, or a font that swaps. Give it width and height, or aspect-ratio.',
  inputDelay: (loadState) =>
    EARLY.includes(loadState)
      ? 'The page was still loading, and its scripts kept the main thread: load them later, break up long tasks.'
      : undefined,
}

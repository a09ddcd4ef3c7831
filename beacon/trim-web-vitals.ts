import { fileURLToPath } from 'node:url'
import type { Plugin } from 'rolldown'

/** `instead`: nothing, where it is absent. */
type Cut = { file: string; what: RegExp; instead?: string }

/** What web-vitals 6.2 works out and no beacon carries: ratings, deltas, the sums over all long scripts, lists of entries, what it does
 * before a prerendered page is activated, and the options that we don't use. Without it the beacon is some 450 bytes smaller (brotli). Values and attribution stay as they are: a test
 * compares them, in a browser, with those of web-vitals as it comes. */
const CUTS: readonly Cut[] = [
  ...['CLS', 'FCP', 'INP', 'LCP', 'TTFB'].map((metric) => ({
    file: `/on${metric}.js`,
    what: /, \w+Thresholds, opts\.reportAllChanges/g,
  })),
  { file: '/lib/bindReporter.js', what: /const getRating = [\s\S]*?\n};/ },
  { file: '/lib/bindReporter.js', what: /, thresholds, reportAllChanges/ },
  { file: '/lib/bindReporter.js', what: /forceReport \|\| reportAllChanges/, instead: 'true' },
  { file: '/lib/bindReporter.js', what: /metric\.(delta|rating) = .*;/g },
  { file: '/lib/bindReporter.js', what: /delta = metric\.value - .*;/, instead: 'delta = metric.value !== prevValue;' },
  { file: '/lib/bindReporter.js', what: / \|\| prevValue === undefined/ },
  { file: '/lib/initMetric.js', what: /rating: 'good',|delta: 0,/g },
  { file: '/lib/generateUniqueID.js', what: /`v6.*`/, instead: 'Symbol()' },
  { file: '/onLCP.js', what: /if \(!opts\.reportAllChanges && !softNavsEnabled\) \{[^}]*\}/ },
  { file: '/attribution/onLCP.js', what: /if \(opts\.resourceBufferSize != undefined\) \{[^}]*\}/ },
  ...['CLS', 'INP', 'LCP'].map((metric) => ({
    file: `/attribution/on${metric}.js`,
    what: /opts\.generateTarget\?\.\(node\) \?\?/,
  })),
  { file: '/attribution/onINP.js', what: /if \(opts\.includeProcessedEventEntries\) \{[^}]*\}/ },
  { file: '/attribution/onINP.js', what: /entries: opts\.includeProcessedEventEntries .*,/ },
  { file: '/attribution/onINP.js', what: /const processedEventEntries = [^;]*;[^;]*;/ },
  { file: '/attribution/onINP.js', what: /processedEventEntries: .*,/g },
  { file: '/attribution/onINP.js', what: /^ *total\w+: undefined,$/gm },
  { file: '/attribution/onINP.js', what: /^ *(let |attribution\.)?total\w+ \+?=[^;]*;$/gm },
  { file: '/attribution/onINP.js', what: /const intersectingForce[^;]*;/ },
  { file: '/attribution/onINP.js', what: /const lastLoAF = [^;]*;[^;]*;\s*if \(lastLoAFEndTime[^{]*\{\s*\}/ },
  // Page views begin when the page is activated: nothing here runs before.
  { file: '/lib/whenActivated.js', what: /if \(document.prerendering\) \{[^}]*\}\s*else/ },
  { file: '/lib/getVisibilityWatcher.js', what: /!document\.prerendering\s*\?([^:]*):\s*undefined/, instead: '$1' },
  { file: '/lib/getVisibilityWatcher.js', what: / && !document\.prerendering/ },
  { file: '/lib/getVisibilityWatcher.js', what: /^ *(add|remove)EventListener\('prerenderingchange'.*$/gm },
  { file: '/lib/getVisibilityWatcher.js', what: /if \(event\.type === 'visibilitychange'\) /, instead: '' },
  {
    file: '/lib/getVisibilityWatcher.js',
    what: /event\.type === 'visibilitychange' \? event\.timeStamp : 0/,
    instead: 'event.timeStamp',
  },
  { file: '/onTTFB.js', what: /if \(document\.prerendering\) \{[^}]*\}\s*else/ },
  // The type of a load is worked out by page-views.ts.
  { file: '/lib/initMetric.js', what: /let _navigationType = [\s\S]*?(?=\/\/ Use `entries`)/ },
  { file: '/lib/initMetric.js', what: /: _navigationType/ },
  // What happened before the beacon came, where the page has kept it (early.ts): in the first batch, with what the browser has
  // kept, so that the order stays. Once: 0 is no threshold.
  {
    file: '/lib/observe.js',
    what: /list\.getEntries\(\)/,
    instead:
      'list.getEntries().concat((opts.durationThreshold && (opts.durationThreshold = 0, globalThis.fieldlabEarly?.entries)) || [])',
  },
]

const WHEN_IDLE = fileURLToPath(new URL('when-idle.ts', import.meta.url))

export const trimWebVitals = (): Plugin => ({
  name: 'trim-web-vitals',
  transform(code, id) {
    const [, file] = /\/web-vitals\/dist\/modules(\/.*)$/.exec(id) ?? []
    if (file === undefined) return
    if (file === '/lib/whenIdleOrHidden.js')
      return `export { whenIdle as whenIdleOrHidden } from ${JSON.stringify(WHEN_IDLE)}`
    for (const { what, instead = '' } of CUTS.filter((cut) => cut.file === file)) {
      if (code.search(what) < 0)
        throw new Error(`beacon/trim-web-vitals.ts cuts ${what} from web-vitals' ${file}, where it is not found`)
      code = code.replace(what, instead)
    }
    return code
  },
})

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
  { file: '/lib/bindReporter.js', what: /let delta;|delta = metric\.value - .*;/g },
  { file: '/lib/bindReporter.js', what: /delta \|\| prevValue === undefined/, instead: 'metric.value !== prevValue' },
  { file: '/lib/initMetric.js', what: /rating: 'good',|delta: 0,/g },
  { file: '/lib/initMetric.js', what: /id: generateUniqueID\(\),/ },
  { file: '/onLCP.js', what: /\bmetric\.id\b/g, instead: 'metric' },
  { file: '/onLCP.js', what: /if \(!entry\)\s*continue;/ },
  // Each is asked for once in a page, by one metric.
  {
    file: '/lib/initUnique.js',
    what: /let classInstances = [\s\S]*(?=\})/,
    instead: 'return ClassObj._only ??= new ClassObj();',
  },
  { file: '/lib/initUnique.js', what: /const instanceMap = .*;/ },
  { file: '/lib/polyfills/interactionCountPolyfill.js', what: /maxKnownInteractionId\s*\?([^:]*):\s*0/, instead: '$1' },
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
  { file: '/attribution/onINP.js', what: /longestScript: undefined,/ },
  // Where there is no frame, the loop over frames ends at once.
  { file: '/attribution/onINP.js', what: /if \(!attribution\.longAnimationFrameEntries[^{]*\{[^}]*\}/ },
  { file: '/attribution/onINP.js', what: / && longestScriptSubpart\)/, instead: ')' },
  { file: '/attribution/onINP.js', what: /longAnimationFrameEntries: \[\],/ },
  // The browser itself tells of no paint after an input, and of none that counts after the page was hidden.
  { file: '/onLCP.js', what: /if \(!softNavsEnabled\) \{[\s\S]*?\}\);\s*\}\s*\}/ },
  // What is always so.
  { file: '/attribution/onCLS.js', what: /entry\?\.sources\?\.length/, instead: 'entry.sources.length' },
  { file: '/attribution/onCLS.js', what: /largestEntry\?\.sources\?\.length/, instead: 'largestEntry.sources.length' },
  { file: '/attribution/onCLS.js', what: /largestSource\?\.node/, instead: 'largestSource.node' },
  { file: '/attribution/onINP.js', what: /metric\.navigationStartTime \|\| 0/, instead: 'metric.navigationStartTime' },
  { file: '/attribution/onLCP.js', what: /metric\.navigationStartTime \|\| 0/, instead: 'metric.navigationStartTime' },
  { file: '/attribution/onCLS.js', what: /if \(largestSource\) (?=\{)/ },
  { file: '/lib/doubleRAF.js', what: /\(\) => cb\(\)/, instead: 'cb' },
  // Entries and elements, which stay behind.
  { file: '/attribution/onCLS.js', what: /largestShift(Source|Entry): .*,/g },
  { file: '/attribution/onFCP.js', what: /^ *(navigationEntry|fcpEntry),$/gm },
  { file: '/attribution/onFCP.js', what: /const fcpEntry = .*;/ },
  { file: '/attribution/onLCP.js', what: /^ *navigationEntry,$/m },
  { file: '/attribution/onLCP.js', what: /attribution\.lcpEntry = .*;/ },
  { file: '/attribution/onLCP.js', what: /if \(lcpResourceEntry\) \{[^}]*\}/ },
  { file: '/attribution/onTTFB.js', what: /navigationEntry: navigationEntry,/g },
  // It always has the navigation's entry, and every part comes from that.
  { file: '/attribution/onTTFB.js', what: /let attribution = \{[^}]*\};/, instead: 'let attribution;' },
  { file: '/attribution/onTTFB.js', what: /if \((metric\.entries\.length|.* instanceof .*)\) (?=\{)/g },
  // Restores and soft navigations have no first byte: what is reported for them is a dummy 0.
  { file: '/onTTFB.js', what: /onBFCacheRestore\([\s\S]*reportSoftNavTTFBs, opts\);\s*\}/ },
  { file: '/onTTFB.js', what: /const softNavsEnabled = .*;/ },
  // The entries of soft navigations are kept for whoever takes them; of ours, only their being there counts.
  { file: '/onFCP.js', what: /const fcpEntryManager = .*;/ },
  { file: '/onFCP.js', what: /if \(fcpEntryManager[^{]*\{[^}]*\}/ },
  { file: '/attribution/onFCP.js', what: /const fcpEntryManager = .*;\s*if [^{]*\{[^}]*\}/ },
  {
    file: '/attribution/onFCP.js',
    what: /const navigationEntry = fcpEntryManager[\s\S]*?\};\s*\}/,
    instead: "attribution.loadState = 'complete';",
  },
  { file: '/onLCP.js', what: /if \(lcpEntryManager\._soft[^{]*\{[^}]*\}/ },
  { file: '/attribution/onLCP.js', what: /if \(checkSoftNavsEnabled[^{]*\{[^}]*\}/ },
  { file: '/attribution/onLCP.js', what: /lcpEntryManager\._softNavigationEntryMap\?\.get\(.*\)/, instead: '1' },
  // Where there is the one, there is the other.
  { file: '/lib/softNavs.js', what: /globalThis\.PerformanceObserver[\s\S]*?&&[\s\S]*?typeof/ },
  { file: '/lib/softNavs.js', what: / === 'function' &&\s*opts/ },
  { file: '/lib/getVisibilityWatcher.js', what: /globalThis\s*\.(?=performance)/ },
  // Every change is reported, so that nothing is left to be forced.
  ...['CLS', 'FCP', 'INP', 'LCP', 'TTFB'].map((metric) => ({
    file: `/on${metric}.js`,
    what: /\breport\((true|forceReport)\)/g,
    instead: 'report()',
  })),
  { file: '/lib/bindReporter.js', what: /\(forceReport\) =>/, instead: '() =>' },
  { file: '/onCLS.js', what: /forceReport = false/ },
  { file: '/onCLS.js', what: /updateAndReportMetric\(true\)/, instead: 'updateAndReportMetric()' },
  { file: '/onINP.js', what: /, forceReport = false/ },
  { file: '/onINP.js', what: /if \(forceReport\) \{[^}]*\}/ },
  { file: '/onINP.js', what: /takeRecords\(\), true/, instead: 'takeRecords()' },
  // The options are fresh for each of them.
  ...['CLS', 'FCP', 'INP', 'LCP'].map((metric) => ({
    file: `/attribution/on${metric}.js`,
    what: /opts = Object\.assign\(\{\}, opts\);/,
  })),
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

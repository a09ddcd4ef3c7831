import type { Plugin } from 'rolldown'

type Cut = { file: string; what: RegExp; instead?: string }

/** What web-vitals 6.2 works out and no beacon carries: ratings, deltas, the sums over all long scripts, lists of entries, and the options
 * that we don't use. Without it the beacon is some 300 bytes smaller (brotli). Values and attribution stay as they are: a test
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
]

export const trimWebVitals = (): Plugin => ({
  name: 'trim-web-vitals',
  transform(code, id) {
    const [, file] = /\/web-vitals\/dist\/modules(\/.*)$/.exec(id) ?? []
    if (file === undefined) return
    for (const { what, instead = '' } of CUTS.filter((cut) => cut.file === file)) {
      if (code.search(what) < 0)
        throw new Error(`beacon/trim-web-vitals.ts cuts ${what} from web-vitals' ${file}, where it is not found`)
      code = code.replace(what, instead)
    }
    return code
  },
})

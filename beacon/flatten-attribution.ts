import type { INPAttribution, MetricWithAttribution } from 'web-vitals/attribution'
import { cleanText } from './clean-text.ts'

/** What web-vitals tells beside the parts that `ATTRIBUTION` in measurement/ names. */
const UNNAMED = /(action|Paint)Time/

/** Floating-point noise goes (123.40000000037253), no precision does. */
export const withoutNoise = (value: number): number => Math.round(value * 1e6) / 1e6

/** web-vitals' attribution as flat fields of numbers and text, cleaned. Entries and elements stay behind. */
export function flattenAttribution({ attribution }: MetricWithAttribution): Record<string, string | number> {
  const { longestScript: script } = attribution as INPAttribution
  const flat: Record<string, string | number> = {}
  for (const [field, value] of Object.entries({
    ...attribution,
    longestScriptURL: script?.entry.sourceURL,
    longestScriptFunction: script?.entry.sourceFunctionName,
    longestScriptInvoker: script?.entry.invoker,
    longestScriptSubpart: script?.subpart,
    longestScriptDuration: script?.intersectingDuration,
  })) {
    if (UNNAMED.test(field)) continue
    // A part comes out below 0 where the browser's own timestamps overlap.
    if (typeof value === 'number') flat[field] = Math.max(0, withoutNoise(value))
    if (value && typeof value === 'string') flat[field] = cleanText(value)
  }
  return flat
}

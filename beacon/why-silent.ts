import type { StartOptions } from './start-options.ts'
import { readVisit } from './visit.ts'

/** Why a page is not measured, or `undefined` where it is. The draw is read last: it is the first thing that is stored. */
export const whySilent = ({ gpc, sample = 1 }: StartOptions): 'frame' | 'gpc' | 'sample' | undefined => {
  // A page inside another one is no page view of its own, in the field as in the lab.
  if (top !== self) return 'frame'
  if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl && gpc !== 'ignore') return 'gpc'
  return readVisit().draw < sample ? undefined : 'sample'
}

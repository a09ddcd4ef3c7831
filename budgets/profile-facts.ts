import type { FormFactor } from '../measurement/page-view.ts'
import type { Throttle } from '../measurement/run.ts'

/** What this room must know of a profile; `lab/profiles.ts` has the table. */
export type ProfileFacts = { formFactor: FormFactor; throttle: Throttle }

import type { DiagnosisPlan } from './diagnosis-plan.ts'
import type { Profile } from './profiles.ts'

/** What a measured Playwright project is told through `use.fieldlab`; `playwrightConfig` fills it in from the config. */
export type LabOptions = {
  /** Key of the config's `sites`. */
  site: string
  baseURL: string
  /** The site's routes, for grouping paths. */
  patterns: readonly string[]
  profile: Profile
  location: string
  release?: string
  /** The runs that one command makes share it. */
  batch: string
  /** Set for the diagnostic pass: then nothing is measured. */
  diagnosis?: DiagnosisPlan
}

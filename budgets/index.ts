/** The package's main entry, `import { defineConfig, coreWebVitals } from 'fieldlab'`. */
export { defineConfig } from './config.ts'
export type {
  BudgetInput,
  ConfigInput,
  FieldInput,
  LabInput,
  ProfileInput,
  ServerInput,
  SiteInput,
} from './config.ts'
export type { CollectorInput } from './collector-config.ts'
export type { BuildFilesInput, BuildInput } from './build-config.ts'
export { coreWebVitals, latency, pageWeight } from './presets.ts'
export { evaluate } from './evaluate.ts'
export { exitCode } from './exit-code.ts'
export { readConfig } from './read-config.ts'
export { ConfigMistake } from './config-mistake.ts'
export type { Budget, Culprit, Evaluation, Evidence, Verdict } from './evaluation.ts'
export type { InCommon, VisitFacts } from './in-common.ts'
export type { BuildSizes } from '../measurement/build-sizes.ts'
export type { PageView } from '../measurement/page-view.ts'
export type { Run, Step } from '../measurement/run.ts'
export type { Series } from '../measurement/series.ts'
export type { Distribution } from '../statistics/distribution.ts'

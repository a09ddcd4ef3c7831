import { TOTAL } from '../measurement/build-sizes.ts'
import { metric, METRIC_NAMES } from '../measurement/metrics.ts'
import type { BuildConfig } from './build-config.ts'
import type { BudgetInput } from './config.ts'
import { nearest } from './nearest.ts'

/** Whether a budget can only mean the build. */
export const asksBuildOnly = ({ source, bundle, maxIncrease }: BudgetInput): boolean =>
  source === 'build' || bundle !== undefined || maxIncrease !== undefined

/** Fields that mean nothing for files. */
const NOT_OF_FILES = [
  'step',
  'journey',
  'endpoint',
  'formFactor',
  'navigation',
  'profile',
  'unthrottled',
  'percentile',
  'minCount',
  'windowDays',
] as const satisfies (keyof BudgetInput)[]

/** What a budget for the build says wrongly: it names what cannot exist. Nothing for budgets of lab and field. */
export function* buildBudgetMistakes(input: BudgetInput, build: BuildConfig | undefined): Generator<string> {
  if (!asksBuildOnly(input)) return
  const { metric: name, source, bundle, page } = input
  if (source !== undefined && source !== 'build') {
    const key = bundle === undefined ? 'maxIncrease' : 'bundle'
    const instead = key === 'maxIncrease' ? ' `fieldlab run --base` tells what changed in lab and field.' : ''
    return yield `.${key} is for the build, but source is "${source}". Drop one of them.${instead}`
  }
  if (!build)
    return yield ` asks for the build, but the config has no build. Add build: { 'app bundle': 'dist/assets/*.js' }.`
  if (!metric(name).sources.includes('build')) {
    const those = METRIC_NAMES.filter((one) => metric(one).sources.includes('build')).join(', ')
    yield ` asks for ${name} of the build, which has ${those}.`
  }
  for (const key of NOT_OF_FILES) {
    if (input[key] !== undefined && !(input.preset && key === 'minCount')) {
      yield `.${key} is not for the build, whose budgets name a bundle or a page. Drop it.`
    }
  }
  if (bundle !== undefined && page !== undefined) yield ` names both a bundle and a page. Keep one of them.`
  else if (bundle !== undefined) yield* bundleMistakes(bundle, build)
  else if (page !== undefined) yield* pageMistakes(page, build)
  else if (build.entries.length === 0) {
    yield ` names no bundle, and build.entries has no page. Name one of ${bundleNames(build).join(', ')}.`
  }
}

/** Sizes that are compressed in different ways have no sum. */
const bundleNames = ({ groups }: BuildConfig): string[] => [
  ...groups.map(({ name }) => name),
  ...(new Set(groups.map(({ compression }) => compression)).size === 1 ? [TOTAL] : []),
]

function* bundleMistakes(bundle: string, build: BuildConfig): Generator<string> {
  const names = bundleNames(build)
  if (names.includes(bundle)) return
  const meant = nearest(bundle, names)
  yield `.bundle is "${bundle}", expected one of ${names.join(', ')}.${meant ? ` Did you mean "${meant}"?` : ''}`
}

function* pageMistakes(page: string, { entries }: BuildConfig): Generator<string> {
  if (entries.some((entry) => entry.page === page)) return
  const known =
    entries.length === 0
      ? 'but build.entries has none'
      : `expected one of build.entries: ${entries.map((entry) => entry.page).join(', ')}`
  yield `.page is "${page}", ${known}. Add its HTML file there.`
}

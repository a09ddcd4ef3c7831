import { metric } from '../measurement/metrics.ts'
import { readBound, readIncrease } from './bounds.ts'
import { asksBuildOnly, buildBudgetMistakes } from './build-budget-mistakes.ts'
import type { BuildConfig } from './build-config.ts'
import { contradictions } from './budget-mistakes.ts'
import type { BudgetInput } from './config.ts'
import type { Budget } from './evaluation.ts'
import type { ProfileFacts } from './profile-facts.ts'

const isUnthrottled = ({ throttle }: ProfileFacts): boolean =>
  throttle.rttMs === 0 && throttle.downKbps === 0 && throttle.upKbps === 0 && throttle.cpuRate === 1

/** What the rest of the config offers to be judged. */
type Offered = { used: Map<string, ProfileFacts>; build: BuildConfig | undefined }

/** One entry of the list; several where it asks for each unthrottled profile or has both an absolute and a relative bound, none
 * where a preset does not apply. */
export function readBudget(input: BudgetInput, entry: string, { used, build }: Offered, mistakes: string[]): Budget[] {
  const origin = input.preset ?? entry
  const row = metric(input.metric)
  const found = (text: string) => void mistakes.push(`${input.preset ? `${entry} (${input.preset})` : entry}${text}`)

  const max = readBound(input, found)
  const maxIncrease = readIncrease(input, found)
  for (const complaint of contradictions(input, used)) found(complaint)
  for (const complaint of buildBudgetMistakes(input, build)) found(complaint)
  if (max === undefined && maxIncrease === undefined) return []

  const { unthrottled, max: _max, maxIncrease: _increase, ...rest } = input
  const common: Omit<Budget, 'max'> = {
    ...rest,
    origin,
    source: input.source ?? soleSource(input, build),
    percentile: input.percentile ?? 75,
    minCount: input.minCount ?? (row.of.includes('call') ? 1 : 100),
    windowDays: input.windowDays ?? 28,
    level: input.level ?? 'error',
  }
  const budgets = [
    ...(max === undefined ? [] : [{ ...common, max }]),
    ...(maxIncrease ? [{ ...common, max: 0, maxIncrease }] : []),
  ]
  if (!unthrottled) return budgets
  const free = [...used].filter(([, facts]) => isUnthrottled(facts)).map(([name]) => name)
  if (free.length === 0 && !input.preset) {
    found(`.unthrottled finds no such profile in lab.profiles. Add "desktop-unthrottled", or drop the budget.`)
  }
  return free.flatMap((profile) => budgets.map((budget) => ({ ...budget, profile })))
}

/** A budget that only one source can answer asks that source, whether or not it says so. */
function soleSource(input: BudgetInput, build: BuildConfig | undefined): Budget['source'] {
  const {
    metric: name,
    page,
    profile,
    journey,
    step,
    endpoint,
    formFactor,
    navigation,
    percentile,
    unthrottled,
  } = input
  if (asksBuildOnly(input)) return 'build'
  if (profile ?? journey ?? step ?? endpoint) return 'lab'
  const { sources } = metric(name)
  if (!sources.includes('field')) {
    // A weight is judged in the build, too, where the build has such a page and the budget names nothing that is the lab's.
    const inBuild = build?.entries.some((entry) => (page ?? entry.page) === entry.page) && sources.includes('build')
    return inBuild && !(formFactor ?? navigation ?? unthrottled) ? undefined : 'lab'
  }
  // Another percentile than the default can only mean the field: the lab judges the median of runs.
  return percentile !== undefined && percentile !== 75 ? 'field' : undefined
}

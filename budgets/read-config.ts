import { metric, METRICS, type MetricName } from '../measurement/metrics.ts'
import type { FormFactor } from '../measurement/page-view.ts'
import { routeOf } from '../measurement/route.ts'
import type { Throttle } from '../measurement/run.ts'
import { asksBuildOnly, buildBudgetMistakes } from './build-budget-mistakes.ts'
import { readBuild, type BuildConfig } from './build-config.ts'
import { readBound, readIncrease } from './bounds.ts'
import { collectorConfig, collectorMistakes, type CollectorConfig } from './collector-config.ts'
import type { BudgetInput, Config, ConfigInput, LabInput } from './config.ts'
import { configSchema } from './config-schema.ts'
import { ConfigMistake } from './config-mistake.ts'
import type { Budget } from './evaluation.ts'
import { nearest } from './nearest.ts'
import { schemaMistakes } from './schema-mistakes.ts'

/** What this room must know of a profile; `lab/profiles.ts` has the table. */
export type ProfileFacts = { formFactor: FormFactor; throttle: Throttle }

/** Checks a config and fills in its defaults.
 * @param file its name, for messages
 * @param profiles the built-in profiles
 * @throws {ConfigMistake} with every mistake found, not only the first */
export function readConfig(input: unknown, file: string, profiles: Record<string, ProfileFacts>): Config {
  const checked = configSchema.safeParse(input)
  if (!checked.success) throw new ConfigMistake(schemaMistakes(checked.error.issues, input, file))
  const config = checked.data as ConfigInput
  const build = config.build === undefined ? undefined : readBuild(config.build, file)

  const mistakes: string[] = []
  const lab = config.lab && readLab(config.lab, config, profiles, mistakes)
  const used = profilesInUse(lab?.profiles ?? [], profiles)
  const routes = Object.values(config.sites).flatMap((site) => site.routes ?? [])
  const collector = collectorConfig(config.collector)
  mistakes.push(...collectorMistakes(config.collector ?? {}))
  const budgets = config.budgets.flatMap((budget, index) => {
    const entry = `budgets[${index}]`
    mistakes.push(...pageMistakes(budget, entry, routes), ...windowMistakes(budget, entry, collector))
    return readBudget(budget, entry, { used, build }, mistakes)
  })
  mistakes.push(...ties(budgets))
  if (mistakes.length > 0) throw new ConfigMistake(mistakes.map((mistake) => `${file}: ${mistake}`))

  return {
    sites: Object.fromEntries(
      Object.entries(config.sites).map(([key, site]) => [key, { routes: [], sample: 1, ...site }]),
    ),
    lab,
    field: config.field ?? {},
    collector,
    ...(build && { build }),
    store: config.store ?? '.fieldlab/fieldlab.sqlite',
    release: config.release,
    budgets,
  }
}

function readLab(
  lab: LabInput,
  { sites }: ConfigInput,
  profiles: Record<string, ProfileFacts>,
  mistakes: string[],
): Config['lab'] {
  const known = Object.keys(sites)
  const names = (lab.profiles ?? []).map((profile) => (typeof profile === 'string' ? profile : profile.name))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) mistakes.push(`lab.profiles has "${twice}" twice. Give each a name of its own, or drop one.`)
  const site = lab.site ?? (known.length === 1 ? known[0]! : undefined)
  if (site === undefined) mistakes.push(`lab.site is missing, expected one of ${known.join(', ')}.`)
  else if (!known.includes(site)) {
    mistakes.push(`lab.site is "${site}", expected one of ${known.join(', ')}. Add it to sites, or correct the name.`)
  }
  for (const [index, profile] of (lab.profiles ?? []).entries()) {
    const base = typeof profile === 'string' ? profile : profile.from
    if (Object.hasOwn(profiles, base)) continue
    const where = typeof profile === 'string' ? `lab.profiles[${index}]` : `lab.profiles[${index}].from`
    mistakes.push(
      `${where} is "${base}", expected one of ${Object.keys(profiles).join(', ')}.${suggest(base, profiles)}`,
    )
  }
  const { server } = lab
  return {
    site: site ?? '',
    baseURL: lab.baseURL,
    profiles: lab.profiles ?? ['mobile', 'desktop'],
    runs: lab.runs ?? 7,
    journeys: lab.journeys ?? 'journeys',
    location: lab.location ?? 'local',
    server: server && { readyPath: '/', timeout: 60_000, ...server },
  }
}

function profilesInUse(
  chosen: NonNullable<LabInput['profiles']>,
  profiles: Record<string, ProfileFacts>,
): Map<string, ProfileFacts> {
  const used = new Map<string, ProfileFacts>()
  for (const profile of chosen) {
    const base = profiles[typeof profile === 'string' ? profile : profile.from]
    if (!base) continue
    if (typeof profile === 'string') used.set(profile, base)
    else used.set(profile.name, { ...base, throttle: { ...base.throttle, ...profile.throttle } })
  }
  return used
}

const isUnthrottled = ({ throttle }: ProfileFacts): boolean =>
  throttle.rttMs === 0 && throttle.downKbps === 0 && throttle.upKbps === 0 && throttle.cpuRate === 1

/** What the rest of the config offers to be judged. */
type Offered = { used: Map<string, ProfileFacts>; build: BuildConfig | undefined }

/** One entry of the list; several where it asks for each unthrottled profile or has both an absolute and a relative bound, none
 * where a preset does not apply. */
function readBudget(input: BudgetInput, entry: string, { used, build }: Offered, mistakes: string[]): Budget[] {
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

/** A page is a route: a budget on a path that is grouped into another name would wait for data for ever. */
function pageMistakes({ page }: BudgetInput, entry: string, routes: readonly string[]): string[] {
  const route = page === undefined ? undefined : routeOf(page, routes)
  if (route === page) return []
  return [
    `${entry}.page is ${JSON.stringify(page)}, but such page views are grouped as ${JSON.stringify(route)}. Name that.`,
  ]
}

/** A budget over more days than are kept would judge fewer, and say nothing. */
function windowMistakes({ windowDays }: BudgetInput, entry: string, { retention }: CollectorConfig): string[] {
  if (windowDays === undefined || windowDays <= retention.rollUpDays) return []
  return [
    `${entry}.windowDays is ${windowDays}, but collector.retention.rollUpDays is ${retention.rollUpDays}. Keep more days, or judge fewer.`,
  ]
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

/** What one field of a budget says against another, or against the profiles in use: it names what cannot exist. */
function* contradictions(input: BudgetInput, used: Map<string, ProfileFacts>): Generator<string> {
  const { metric: name, source, percentile, page, step, journey, endpoint, profile, formFactor, navigation } = input
  const row = metric(name)
  const isCall = row.of.includes('call')

  if (source === 'field' && !row.sources.includes('field')) yield fieldLacks(name)
  if (source === 'lab' && percentile !== undefined && !isCall) {
    yield `.percentile is ${percentile}, but the lab's statistic is the median of runs. Drop percentile, or use source "field".`
  }
  for (const [key, value] of Object.entries({ step, journey })) {
    if (value === undefined || row.of.includes('step')) continue
    yield `.${key} asks for ${name}, which belongs to a ${row.of.join(' or a ')}. Steps carry ${metricsThat('step')}.`
  }
  if (endpoint !== undefined && !isCall) yield `.endpoint asks for ${name}; calls carry ${metricsThat('call')}.`
  if (page !== undefined && isCall) yield `.page asks for ${name}, which belongs to calls. Use endpoint.`
  if (page !== undefined && step !== undefined) yield ` names both a page and a step. Keep one of them.`
  for (const [key, value] of Object.entries({ step, journey, profile, endpoint, unthrottled: input.unthrottled })) {
    if (value !== undefined && source === 'field')
      yield `.${key} is for the lab, but source is "field". Drop one of them.`
  }
  if (navigation === 'soft' && ['TTFB', 'load'].includes(name)) {
    yield `.navigation is "soft", but a soft navigation has no ${name}. Budget LCP or INP.`
  }
  if (profile !== undefined && !used.has(profile)) {
    yield `.profile is "${profile}", expected one of lab.profiles: ${[...used.keys()].join(', ') || '(none)'}.`
  }
  const formFactors = [...used.values()].map((facts) => facts.formFactor)
  if (source === 'lab' && formFactor && used.size > 0 && !formFactors.includes(formFactor)) {
    yield `.formFactor is "${formFactor}", but no profile in lab.profiles has it. Add such a profile, or use source "field".`
  }
  if (profile && formFactor && used.has(profile) && used.get(profile)!.formFactor !== formFactor) {
    yield `.formFactor is "${formFactor}", but profile "${profile}" is ${used.get(profile)!.formFactor}. Drop one of them.`
  }
}

function fieldLacks(name: MetricName): string {
  const instead =
    name === 'TBT' ? 'or budget INP' : 'or budget a metric that beacons carry: LCP, INP, CLS, FCP, TTFB, load'
  return ` asks for ${name} from the field; ${name} needs a lab run. Use source "lab", ${instead}.`
}

const metricsThat = (of: 'step' | 'call'): string =>
  (Object.keys(METRICS) as MetricName[]).filter((name) => metric(name).of.includes(of)).join(', ')

/** Two budgets that ask the very same thing would give two verdicts. */
function ties(budgets: readonly Budget[]): string[] {
  const first = new Map<string, Budget>()
  return budgets.flatMap((budget) => {
    const {
      metric: name,
      percentile,
      page,
      journey,
      step,
      endpoint,
      bundle,
      formFactor,
      source,
      navigation,
      profile,
    } = budget
    const key = JSON.stringify([
      name,
      percentile,
      page,
      journey,
      step,
      endpoint,
      bundle,
      budget.maxIncrease !== undefined,
      formFactor,
      source,
      navigation,
      profile,
    ])
    const other = first.get(key)
    if (!other) {
      first.set(key, budget)
      return []
    }
    const mend = other.preset
      ? ` give the bound to the preset (${other.preset.replace('()', `({ ${name}: … })`)}),`
      : ''
    return [
      `${budget.origin} and ${other.origin} judge the same: ${name}${source === 'build' ? '' : ` p${percentile}`}${tiePlace(budget)}. ` +
        `Make one more specific (page, then formFactor, then source),${mend} or drop one.`,
    ]
  })
}

const tiePlace = ({ page, bundle }: Budget): string =>
  page !== undefined ? ` on ${page}` : bundle !== undefined ? ` of ${bundle}` : ''

const suggest = (word: string, table: Record<string, unknown>): string => {
  const meant = nearest(word, Object.keys(table))
  return meant ? ` Did you mean "${meant}"?` : ''
}

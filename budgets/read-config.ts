import { asksBuildOnly } from './build-budget-mistakes.ts'
import { readBuild, type BuildConfig } from './build-config.ts'
import { pageMistakes, ties, windowMistakes } from './budget-mistakes.ts'
import { budgetLines } from './budget-lines.ts'
import { collectorConfig, collectorMistakes } from './collector-config.ts'
import type { BudgetInput, Config, ConfigInput, LabInput } from './config.ts'
import { configSchema } from './config-schema.ts'
import { ConfigMistake } from './config-mistake.ts'
import { filledIn } from './filled-in.ts'
import { nearest } from './nearest.ts'
import type { ProfileFacts } from './profile-facts.ts'
import { readBudget } from './read-budget.ts'
import { schemaMistakes } from './schema-mistakes.ts'

/** Checks a config and fills in its defaults.
 * @param file its name, for messages
 * @param profiles the built-in profiles
 * @param text what stands in the file, for telling the lines of budgets
 * @throws {ConfigMistake} with every mistake that can be told: of what has not the shape that it must have, only that */
export function readConfig(
  input: unknown,
  file: string,
  profiles: Record<string, ProfileFacts>,
  text?: string,
): Config {
  const issues = configSchema.safeParse(input).error?.issues ?? []
  const shape = schemaMistakes(issues, input, file)
  if (typeof input !== 'object' || input === null) throw new ConfigMistake(shape)
  const isRight = (...path: PropertyKey[]) => !issues.some((issue) => path.every((key, i) => issue.path[i] === key))
  const config = input as ConfigInput

  const mistakes: string[] = []
  const build = readBuildOf(config, file, shape)
  const isLabRead = isRight('lab') && isRight('sites')
  const lab = isLabRead && config.lab ? readLab(config.lab, config, profiles, mistakes) : undefined
  const used = profilesInUse(lab?.profiles ?? [], profiles)
  const ofCollector = isRight('collector') ? config.collector : undefined
  const collector = collectorConfig(ofCollector)
  mistakes.push(...collectorMistakes(ofCollector ?? {}))

  // An entry that asks for a part that could not be read would be told of what is there.
  const canBeRead = (budget: BudgetInput, index: number): boolean =>
    isRight('budgets', index) &&
    (isLabRead || (budget.profile === undefined && !budget.unthrottled)) &&
    (build !== 'wrong' || !asksBuildOnly(budget))
  const offered = { used, build: build === 'wrong' ? undefined : build }
  const entries = Array.isArray(config.budgets) ? config.budgets : []
  const lines = text === undefined || issues.length > 0 ? [] : budgetLines(text, entries)
  const budgets = entries.flatMap((budget, index) => {
    if (!canBeRead(budget, index)) return []
    const entry = `budgets[${index}]`
    const line = lines[index]
    if (isRight('sites')) mistakes.push(...pageMistakes(budget, entry, routesOf(config)))
    mistakes.push(...windowMistakes(budget, entry, collector))
    const read = readBudget(budget, entry, offered, mistakes)
    return line === undefined ? read : read.map((one) => ({ ...one, line }))
  })
  if (build !== 'wrong') mistakes.push(...ties(budgets))
  const all = [...shape, ...mistakes.map((mistake) => `${file}: ${mistake}`)]
  if (all.length > 0 || build === 'wrong') throw new ConfigMistake(all)

  return {
    sites: Object.fromEntries(
      Object.entries(config.sites).map(([key, site]) => [
        key,
        filledIn({ origins: site.origins, routes: [] as string[], sample: 1 }, site),
      ]),
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

const routesOf = ({ sites }: ConfigInput): string[] => Object.values(sites).flatMap(({ routes = [] }) => routes)

/** @param mistakes takes what is wrong, with the file's name */
function readBuildOf({ build }: ConfigInput, file: string, mistakes: string[]): BuildConfig | 'wrong' | undefined {
  if (build === undefined) return undefined
  try {
    return readBuild(build, file)
  } catch (error) {
    if (!(error instanceof ConfigMistake)) throw error
    mistakes.push(...error.mistakes)
    return 'wrong'
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
    server: server && filledIn({ command: server.command, readyPath: '/', timeout: 60_000 }, server),
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

const suggest = (word: string, table: Record<string, unknown>): string => {
  const meant = nearest(word, Object.keys(table))
  return meant ? ` Did you mean "${meant}"?` : ''
}

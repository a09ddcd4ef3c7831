import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readBuild } from '../../budgets/build-config.ts'
import { routeOf } from '../../measurement/route.ts'
import { weighBuild } from '../../size/weigh-build.ts'
import type { Answers } from './answers.ts'
import { WHY_LEFT, type Carried } from './carry/carried.ts'
import type { Plan } from './config-text.ts'
import type { Project } from './detect-project.ts'
import { boundsOfToday, carriedBounds, planBuild, withCarriedGroups } from './plan-build.ts'

/** Fewer runs can't carry a 95 % interval of their median. */
const RUNS = 7

type Left = { from: string; what: string; why: string }

export type MadePlan = {
  config: Plan
  /** What the first journey opens. */
  paths: string[]
  /** What of other tools' configs has no place, beyond what their readers know. */
  left: Left[]
}

/** What the config and the journey say: of the project, of its build, and of what other tools' configs hold. */
export async function makePlan(project: Project, answers: Answers, carried: readonly Carried[]): Promise<MadePlan> {
  const paths = pathsOf(carried)
  const left: Left[] = []
  const build = await planWeights(project, answers, { carried, paths, left })
  return {
    paths,
    left,
    config: {
      site: project.name,
      baseURL: answers.baseURL,
      command: answers.command,
      profiles: carried.some(({ desktop }) => desktop) ? ['desktop'] : ['mobile', 'desktop'],
      runs: Math.max(RUNS, ...carried.map(({ runs }) => runs ?? 0)),
      ...(build && { build: build.plan }),
      budgets: [...carriedBudgets(carried, paths, left), ...(build?.budgets ?? [])],
    },
  }
}

/** Paths of the site that other tools opened; the home page where none did. */
function pathsOf(carried: readonly Carried[]): string[] {
  const urls = carried.flatMap(({ urls = [] }) => urls)
  const paths = urls.flatMap((url) => {
    const address = URL.canParse(url, 'http://site.invalid/') ? new URL(url, 'http://site.invalid/') : undefined
    return address && /^https?:$/.test(address.protocol)
      ? [`${address.pathname}${address.search}`.replace(/(^|\/)index\.html$/, '$1')]
      : []
  })
  return paths.length === 0 ? ['/'] : [...new Set(paths)]
}

/** A bound that two configs give is taken from the first. A page that nothing opens would wait for data for ever. */
function carriedBudgets(carried: readonly Carried[], paths: readonly string[], left: Left[]): Plan['budgets'] {
  const routes = new Set(paths.map((path) => routeOf(path.split('?')[0]!, [])))
  const taken = new Map<string, string>()
  return carried.flatMap(({ from, budgets }) =>
    budgets.flatMap((budget) => {
      const page = budget.page === undefined ? undefined : routeOf(budget.page, [])
      const what = `${budget.metric} ${budget.max}${page === undefined ? '' : ` on ${page}`}`
      const key = `${budget.metric} ${page ?? ''}`
      const before = taken.get(key)
      if (page !== undefined && !routes.has(page)) left.push({ from, what, why: WHY_LEFT.notAPage })
      else if (before !== undefined) left.push({ from, what, why: `${before} bounds the same; its bound was taken` })
      else {
        taken.set(key, from)
        return [{ from: `from ${from}`, budget: { ...budget, ...(page !== undefined && { page }) } }]
      }
      return []
    }),
  )
}

type Weighing = { carried: readonly Carried[]; paths: readonly string[]; left: Left[] }

/** Groups and entries of the build with their bounds.
 * @returns `undefined` where there is nothing to weigh */
async function planWeights(
  { folder }: Project,
  { build }: Answers,
  { carried, paths, left }: Weighing,
): Promise<{ plan: NonNullable<Plan['build']>; budgets: Plan['budgets'] } | undefined> {
  const isThere = build !== undefined && existsSync(join(folder, build))
  const seen = isThere ? planBuild(folder, build, paths) : { groups: {}, entries: {} }
  const weighable: Carried[] = []
  for (const each of carried) {
    const groups = []
    for (const group of each.groups) {
      const why = await whyNotWeighed(withCarriedGroups({}, [{ ...each, groups: [group] }]), folder)
      if (why === undefined) groups.push(group)
      else left.push({ from: each.from, what: `the group "${group.name}"`, why })
    }
    weighable.push({ ...each, groups })
  }
  const groups = withCarriedGroups(seen.groups, weighable)
  if (Object.keys(groups).length + Object.keys(seen.entries).length === 0) return undefined
  const plan = { groups, entries: seen.entries }
  const sizes = await weighBuild(readBuild(plan, 'build'), folder)
  const ours = weighable.every((each) => each.groups.length === 0)
  return { plan, budgets: ours ? boundsOfToday(sizes) : carriedBounds(weighable) }
}

/** A group whose files are not there would fail each `fieldlab size`. */
async function whyNotWeighed(
  groups: NonNullable<Plan['build']>['groups'],
  folder: string,
): Promise<string | undefined> {
  try {
    await weighBuild(readBuild({ groups }, 'build'), folder)
    return undefined
  } catch (error) {
    return `${(error as Error).message.replaceAll('\n', ' ')} Add it to build.groups once its files are there.`
  }
}

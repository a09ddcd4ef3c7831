import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import type { BudgetInput } from '../../budgets/config.ts'
import { buildSubjects, valuesOf } from '../../budgets/build-subjects.ts'
import type { BuildSizes } from '../../measurement/build-sizes.ts'
import type { Carried, CarriedGroup } from './carry/carried.ts'
import type { Plan } from './config-text.ts'

/** Groups that any build has, where it has such files. */
const KINDS = [
  { name: 'scripts', glob: '*.{js,mjs}', metric: 'scriptBytes' },
  { name: 'styles', glob: '*.css', metric: 'stylesheetBytes' },
] as const

/** Not of the site, where the site is the project's own folder. */
const NOT_THE_SITE = ['node_modules/**', 'journeys/**', '*.config.*']

/** What of a build is weighed: its scripts and styles, and the pages that are opened and lie there as HTML.
 * @param build relative to `folder`; it must have been built
 * @param paths that journeys open */
export function planBuild(
  folder: string,
  build: string,
  paths: readonly string[],
): Required<Pick<NonNullable<Plan['build']>, 'groups' | 'entries'>> {
  const isRoot = build === '.'
  const found = KINDS.filter(({ glob }) => {
    const [first] = globSync(`**/${glob}`, { cwd: join(folder, build), exclude: isRoot ? NOT_THE_SITE : [] })
    return first !== undefined
  })
  return {
    groups: Object.fromEntries(
      found.map(({ name, glob }) => [
        name,
        isRoot ? { files: `**/${glob}`, ignore: NOT_THE_SITE } : `${build}/**/${glob}`,
      ]),
    ),
    entries: Object.fromEntries(
      paths.flatMap((path) => {
        const html = htmlOf(folder, build, path)
        return html === undefined ? [] : [[path, html]]
      }),
    ),
  }
}

/** The HTML file that a static host answers a path with. */
function htmlOf(folder: string, build: string, path: string): string | undefined {
  const name = path.replace(/^\/+|\/+$/g, '')
  const candidates =
    name === '' ? ['index.html'] : [`${name}/index.html`, `${name}.html`, ...(name.endsWith('.html') ? [name] : [])]
  const found = candidates.find((each) => existsSync(join(folder, build, each)))
  return found === undefined ? undefined : build === '.' ? found : `${build}/${found}`
}

/** Groups as the config takes them. A group of another tool that weighs the same files as one of ours replaces it. */
export function withCarriedGroups(
  groups: NonNullable<Plan['build']>['groups'],
  carried: readonly Carried[],
): NonNullable<Plan['build']>['groups'] {
  const all = carried.flatMap((each) => each.groups)
  return all.length === 0 ? groups : Object.fromEntries(all.map((group) => [nameOf(group, all), filesOf(group)]))
}

/** Two groups of one name, or one that is kept for the sum of all, get another. */
export function nameOf(group: CarriedGroup, all: readonly CarriedGroup[]): string {
  const base = group.name === 'total' ? 'all files' : group.name.slice(0, 180)
  const before = all.slice(0, all.indexOf(group)).filter(({ name }) => name === group.name).length
  return before === 0 ? base : `${base} (${before + 1})`
}

function filesOf({ files, ignore, compression }: CarriedGroup): NonNullable<Plan['build']>['groups'][string] {
  const globs = files.length === 1 ? files[0]! : [...files]
  if (ignore === undefined && compression === 'brotli' && typeof globs === 'string') return globs
  return { files: globs, ...(ignore && { ignore: [...ignore] }), ...(compression !== 'brotli' && { compression }) }
}

/** The budgets that another tool set on its groups. */
export const carriedBounds = (carried: readonly Carried[]): Plan['budgets'] => {
  const all = carried.flatMap((each) => each.groups)
  return carried.flatMap(({ from, groups }) =>
    groups.flatMap((group) =>
      group.max === undefined
        ? []
        : [
            {
              from: `from ${from}`,
              budget: { metric: metricOf(group), source: 'build' as const, bundle: nameOf(group, all), max: group.max },
            },
          ],
    ),
  )
}

function metricOf({ files }: CarriedGroup): BudgetInput['metric'] {
  if (files.every((file) => /\.[cm]?js$|\.\{?(js|mjs|cjs)[,}]/.test(file))) return 'scriptBytes'
  return files.every((file) => file.endsWith('.css')) ? 'stylesheetBytes' : 'totalBytes'
}

/** What a group may grow by before it is told: 10 %, 1 kB at least and 10 kB at most. */
const headroom = (bytes: number): number => Math.min(Math.max(bytes * 0.1, 1000), 10_000)

const FROM_TODAY = 'what the build weighs today as brotli, and 10 % (1 to 10 kB) more: raise it when you mean to'

/** A bound a little above what each group, and the script that each page first loads, weighs today: a growth is told. */
export function boundsOfToday(sizes: BuildSizes): Plan['budgets'] {
  return buildSubjects(sizes).flatMap((one): Plan['budgets'] => {
    const { kind, name } = one.subject
    const metric = kind === 'page' ? 'scriptBytes' : KINDS.find((each) => each.name === name)?.metric
    const today = valuesOf(one).find((each) => each.metric === metric)
    if (metric === undefined || today === undefined) return []
    const max = `${Math.ceil((today.value + headroom(today.value)) / 1000)} kB`
    const of = kind === 'page' ? { page: name } : { bundle: name }
    return [{ from: FROM_TODAY, budget: { metric, source: 'build', ...of, max } }]
  })
}

import type { BudgetInput } from '../../budgets/config.ts'
import { pageWeight } from '../../budgets/presets.ts'
import { inline, key, quoted } from './literal-text.ts'

/** What goes into the config. */
export type Plan = {
  site: string
  baseURL: string
  command?: string
  profiles: readonly string[]
  runs: number
  build?: {
    groups: Record<string, string | { files: string | string[]; ignore?: string | string[]; compression?: string }>
    entries: Record<string, string>
    served?: Record<string, string>
  }
  /** Bounds of group weights, and what came from other tools' configs. */
  budgets: { budget: BudgetInput; from?: string }[]
}

/** The text of `fieldlab.config.ts` or `.mjs`: the same in both. */
export function configText({ site, baseURL, command, profiles, runs, build, budgets }: Plan): string {
  const usual = ['mobile', 'desktop'].every((name) => profiles.includes(name))
  const lines = [
    `import { coreWebVitals, defineConfig, pageWeight } from 'fieldlab'`,
    '',
    'export default defineConfig({',
    '  // Pages of these origins may send beacons: add the one of production.',
    `  sites: { ${key(site)}: { origins: [${quoted(baseURL)}] } },`,
    '  lab: {',
    `    baseURL: ${quoted(baseURL)},`,
    `    profiles: ${inline(usual ? ['mobile', 'desktop'] : [...profiles])},`,
    `    runs: ${runs},`,
    ...(command === undefined ? [] : [`    server: { command: ${quoted(command)} },`]),
    '  },',
    ...(build ? buildLines(build) : []),
    '  budgets: [',
    '    ...coreWebVitals(), // LCP 2.5 s, INP 200 ms, CLS 0.1',
    `    ...pageWeight(${presetBounds(build, budgets)}), // script 250 kB, CSS 100 kB, images 2 MB, page 5 MB, third-party script 100 kB`,
    ...budgetLines(budgets),
    '  ],',
    '})',
  ]
  return `${lines.join('\n')}\n`
}

/** Without pages in the build, the preset judges only the lab: a bound of the lab for the same weight would tie with it. */
function presetBounds(build: Plan['build'], budgets: Plan['budgets']): string {
  if (Object.keys(build?.entries ?? {}).length > 0) return ''
  const taken = pageWeight().flatMap(({ metric }) =>
    budgets.some(({ budget }) => budget.metric === metric && budget.source === 'lab' && budget.page === undefined)
      ? [[metric, false]]
      : [],
  )
  return taken.length === 0 ? '' : inline(Object.fromEntries(taken))
}

function buildLines({ groups, entries, served }: NonNullable<Plan['build']>): string[] {
  const part = (name: string, rows: Record<string, unknown>): string[] =>
    Object.keys(rows).length === 0
      ? []
      : [
          `    ${name}: {`,
          ...Object.entries(rows).map(([each, value]) => `      ${key(each)}: ${inline(value)},`),
          '    },',
        ]
  return ['  build: {', ...part('groups', groups), ...part('entries', entries), ...part('served', served ?? {}), '  },']
}

function budgetLines(budgets: Plan['budgets']): string[] {
  const lines: string[] = []
  let from: string | undefined
  for (const each of budgets) {
    if (each.from !== from && each.from !== undefined)
      lines.push(`    // ${each.from.replaceAll(/[\r\n\u2028\u2029]/g, ' ')}`)
    from = each.from
    lines.push(`    ${inline(each.budget)},`)
  }
  return lines
}

/** The first journey. Each page is a test of its own, and so gets a fresh browser: a page that is opened after another finds
 * a warm cache.
 * @param paths of the site: ['/'] */
export function journeyText(paths: readonly string[]): string {
  const head = [
    `import { test } from 'fieldlab/playwright'`,
    '',
    '// An ordinary Playwright test, plus `step`: each step is measured by itself. Add the clicks that matter to your users:',
    `//   await step('search', () => page.getByRole('button', { name: 'Search' }).click())`,
  ]
  const tests = paths.map((path) =>
    [
      `test(${quoted(path === '/' ? 'home' : `open ${path}`)}, async ({ page, step }) => {`,
      `  await step(${quoted(path === '/' ? 'home' : `open ${path}`)}, () => page.goto(${quoted(path)}))`,
      '})',
    ].join('\n'),
  )
  return `${[...head, tests.join('\n\n')].join('\n')}\n`
}

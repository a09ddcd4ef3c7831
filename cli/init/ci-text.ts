import type { CI } from './detect-project.ts'
import { PACKAGE_MANAGERS, type PackageManager } from './package-manager.ts'

/** What a CI has to do before it measures. */
export type CIPlan = {
  packageManager: PackageManager
  /** The script of package.json that builds. */
  buildScript?: string
  /** The project's folder in its repository, '' at the root. */
  below: string
  /** package.json says which version of the package manager is used. */
  hasManagerField: boolean
}

type NewFile = { name: string; text: string; executable?: true }

/** The files that make CI run `fieldlab run`, with names from the repository's root.
 * @returns none where nobody checks merges */
export function ciFiles(ci: CI, plan: CIPlan): NewFile[] {
  if (ci === 'github') return [{ name: '.github/workflows/fieldlab.yml', text: githubText(plan) }]
  if (ci === 'gitlab')
    return [
      { name: 'fieldlab.gitlab-ci.yml', text: gitlabText(plan) },
      { name: '.gitlab-ci.yml', text: 'include:\n  - local: fieldlab.gitlab-ci.yml\n' },
    ]
  if (ci === 'script')
    return [{ name: inFolder(plan.below, 'fieldlab-ci.sh'), text: scriptText(plan), executable: true }]
  return []
}

const inFolder = (below: string, name: string): string => (below === '' ? name : `${below}/${name}`)

function commands({ packageManager, buildScript }: CIPlan): {
  install: string
  browser: string
  build: string[]
  run: string
} {
  const { install, run, exec } = PACKAGE_MANAGERS[packageManager]
  return {
    install,
    browser: exec('playwright install --with-deps chromium'),
    build: buildScript === undefined ? [] : [run(buildScript)],
    run: exec('fieldlab run'),
  }
}

function githubText(plan: CIPlan): string {
  const { install, browser, build, run } = commands(plan)
  const isPnpm = plan.packageManager === 'pnpm'
  const lockfile = inFolder(plan.below, PACKAGE_MANAGERS[plan.packageManager].lockfiles[0]!)
  return `name: fieldlab
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
jobs:
  fieldlab:
    runs-on: ubuntu-latest
    timeout-minutes: 30
${plan.below === '' ? '' : `    defaults:\n      run:\n        working-directory: ${plan.below}\n`}    steps:
      - uses: actions/checkout@v4
${isPnpm ? `      - uses: pnpm/action-setup@v4\n${plan.hasManagerField ? '' : '        with:\n          version: 10\n'}` : ''}      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: ${plan.packageManager}
          cache-dependency-path: ${lockfile}
      - run: ${install}
      - run: ${browser}
${build.map((command) => `      - run: ${command}\n`).join('')}      # 0: all budgets hold. 1: one failed. 2: the config is wrong. 3: nothing could be measured.
      - run: ${run}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: fieldlab
          path: ${inFolder(plan.below, '.fieldlab/')}
          include-hidden-files: true
          if-no-files-found: ignore
`
}

function gitlabText(plan: CIPlan): string {
  const { install, browser, build, run } = commands(plan)
  const steps = [
    ...(plan.below === '' ? [] : [`cd ${plan.below}`]),
    ...(plan.packageManager === 'pnpm' ? ['npm install --global corepack', 'corepack enable pnpm'] : []),
    install,
    browser,
    ...build,
    run,
  ]
  const file = (name: string) => inFolder(plan.below, `.fieldlab/${name}`)
  return `fieldlab:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  timeout: 30 minutes
  script:
${steps.map((step) => `    - ${step}`).join('\n')}
  artifacts:
    when: always
    paths:
      - ${file('')}
    reports:
      junit: ${file('junit.xml')}
      codequality: ${file('gl-code-quality.json')}
      metrics: ${file('metrics.txt')}
`
}

function scriptText(plan: CIPlan): string {
  const { install, browser, build, run } = commands(plan)
  return `#!/bin/sh
# Measures and judges this project, in any CI. Exit code 0: all budgets hold. 1: one failed. 2: the config is wrong.
# 3: nothing could be measured. The reports are in .fieldlab/.
set -eu
cd "$(dirname "$0")"
${[install, browser, ...build, run].join('\n')}
`
}

import type { CI } from './detect-project.ts'
import { PACKAGE_MANAGERS, type PackageManager } from './package-manager.ts'

/** What a CI has to do before it measures. */
export type CIPlan = {
  packageManager: PackageManager
  /** The script of package.json that builds. */
  buildScript?: string
  /** The project's folder in its repository, '' at the root. */
  below: string
  /** The lockfile, from the repository's root: a workspace has it there, and not in the package. */
  lockfile: string
  /** The config weighs a build. */
  weighs: boolean
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

/** A folder may be called anything: what YAML or a shell would read in its name is quoted. */
const yamlText = (text: string): string => (/^[\w./-]+$/.test(text) ? text : JSON.stringify(text))
const shellWord = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

const inFolder = (below: string, name: string): string => (below === '' ? name : `${below}/${name}`)

function commands({ packageManager, buildScript }: CIPlan): {
  install: string
  browser: string
  build: string[]
  run: string
  comment: string
} {
  const { install, run, exec } = PACKAGE_MANAGERS[packageManager]
  return {
    install,
    browser: exec('playwright install --with-deps chromium'),
    build: buildScript === undefined ? [] : [run(buildScript)],
    run: exec('fieldlab run'),
    comment: exec('fieldlab comment'),
  }
}

function githubText(plan: CIPlan): string {
  const { install, browser, build, run, comment } = commands(plan)
  const isPnpm = plan.packageManager === 'pnpm'
  const reports = inFolder(plan.below, '.fieldlab')
  return `name: fieldlab
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
  pull-requests: write # for the comment
jobs:
  fieldlab:
    runs-on: ubuntu-latest
    timeout-minutes: 30
${plan.below === '' ? '' : `    defaults:\n      run:\n        working-directory: ${yamlText(plan.below)}\n`}    steps:
      - uses: actions/checkout@v4
${isPnpm ? `      - uses: pnpm/action-setup@v4\n${plan.hasManagerField ? '' : '        with:\n          version: 10\n'}` : ''}      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: ${plan.packageManager}
          cache-dependency-path: ${yamlText(plan.lockfile)}
      - run: ${install}
      - run: ${browser}
${plan.weighs ? gitHubMemory(plan) : ''}${build.map((command) => `      - run: ${command}\n`).join('')}      # 0: all budgets hold. 1: one failed. 2: the config is wrong. 3: nothing could be measured.
      - run: ${run}
      # A fork's token may not comment: docs/ci.md of fieldlab has a second workflow for that. The verdict is above.
      - run: ${comment}
        if: \${{ !cancelled() && github.event_name == 'pull_request' && !github.event.pull_request.head.repo.fork }}
        continue-on-error: true
        env:
          GITHUB_TOKEN: \${{ github.token }}
      # Without the store, which holds single page views.
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: fieldlab
          path: |
            ${reports}/
            !${reports}/**/*.sqlite*
          include-hidden-files: true
          if-no-files-found: ignore
`
}

/** What each file weighed, by its content: a large build is weighed several times as fast. */
const memoryFile = ({ below }: CIPlan): string => inFolder(below, '.fieldlab/size-memory.json')

const gitHubMemory = (
  plan: CIPlan,
): string => `      # What files of earlier builds weighed: only new ones are compressed.
      - uses: actions/cache@v4
        with:
          path: ${yamlText(memoryFile(plan))}
          key: fieldlab-size-\${{ github.sha }}
          restore-keys: fieldlab-size-
`

function gitlabText(plan: CIPlan): string {
  const { install, browser, build, run, comment } = commands(plan)
  const enter = plan.below === '' ? [] : [yamlText(`cd ${shellWord(plan.below)}`)]
  const steps = [
    ...enter,
    ...(plan.packageManager === 'pnpm' ? ['npm install --global corepack', 'corepack enable pnpm'] : []),
    install,
    browser,
    ...build,
    run,
  ]
  const afterwards = [...enter, `if [ -n "$CI_MERGE_REQUEST_IID" ] && [ -n "$GITLAB_TOKEN" ]; then ${comment}; fi`]
  const file = (name: string) => yamlText(inFolder(plan.below, `.fieldlab/${name}`))
  return `fieldlab:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  timeout: 30 minutes
${plan.weighs ? gitLabMemory(plan) : ''}  script:
${yamlList(steps)}
  # Runs after a failure, too. GITLAB_TOKEN: a project access token with the scope api, as a masked CI variable.
  after_script:
${yamlList(afterwards)}
  artifacts:
    when: always
    paths:
      - ${file('')}
    # The store holds single page views.
    exclude:
      - ${file('**/*.sqlite*')}
    reports:
      junit: ${file('junit.xml')}
      codequality: ${file('gl-code-quality.json')}
      metrics: ${file('metrics.txt')}
`
}

const yamlList = (lines: readonly string[]): string => lines.map((line) => `    - ${line}`).join('\n')

const gitLabMemory = (plan: CIPlan): string => `  # What files of earlier builds weighed: only new ones are compressed.
  cache:
    key: fieldlab-size
    when: always
    paths:
      - ${yamlText(memoryFile(plan))}
`

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

import type { Answers } from './answers.ts'
import type { Carried } from './carry/carried.ts'
import type { Project } from './detect-project.ts'
import { PACKAGE_MANAGERS } from './package-manager.ts'
import type { Written } from './write-new.ts'

/** What was seen, before anything is asked. */
export function foundText(
  { framework, packageManager, hasTypeScript, build, ci }: Project,
  carried: readonly Carried[],
): string {
  const parts = [
    framework.name,
    packageManager.name === undefined ? packageManager.from : `${packageManager.name} (${packageManager.from})`,
    ...(hasTypeScript ? ['TypeScript'] : []),
    ...(build === undefined ? [] : [`build in ${build === '.' ? 'this folder' : `${build}/`}`]),
    ...(ci === undefined ? [] : [{ github: 'GitHub', gitlab: 'GitLab', script: '', none: '' }[ci]]),
    ...carried.map(({ from }) => from),
  ]
  return `Found: ${parts.filter((part) => part !== '').join(', ')}`
}

const WAS: Record<Written['was'], string> = {
  written: 'written ',
  kept: 'kept    ',
  extended: 'extended',
}

export const writtenText = (written: readonly Written[]): string =>
  written
    .map(({ name, was }) => `${WAS[was]}  ${name}${was === 'kept' && name === '.gitlab-ci.yml' ? INCLUDE : ''}`)
    .join('\n')

const INCLUDE = '  (add to it: include: [{ local: fieldlab.gitlab-ci.yml }])'

/** What of other tools' configs came over, and what did not.
 * @param config the config that was there already: nothing was written into it */
export function leftText(
  carried: readonly Carried[],
  more: readonly { from: string; what: string; why: string }[],
  config: string | undefined,
): string {
  if (carried.length === 0) return ''
  if (config !== undefined)
    return `${config} was there: nothing of ${carried.map(({ from }) => from).join(', ')} was carried over.`
  return carried
    .map(({ from, budgets, groups, left }) => {
      const stays = [...left, ...more.filter((each) => each.from === from)]
      const lost = stays.filter((each) => more.includes(each as (typeof more)[number])).length
      const count = budgets.length + groups.length - lost
      const head = `${from}: ${count} ${count === 1 ? 'limit' : 'limits'} carried over${stays.length === 0 ? '' : '; left behind:'}`
      return [head, ...stays.map(({ what, why }) => `  ${what}: ${why}`)].join('\n')
    })
    .join('\n')
}

/** What to type now. */
export function nextText({ buildScript }: Project, { packageManager, build }: Answers, installed: boolean): string {
  const { exec, run } = PACKAGE_MANAGERS[packageManager]
  const steps = [
    ...(installed ? [] : [`${packageManager} install`]),
    ...(buildScript === undefined ? [] : [`${run(buildScript)}   whenever the code has changed`]),
    `${exec('fieldlab run')}   the journeys, judged; then open .fieldlab/report.html`,
    ...(build === undefined ? [] : [`${exec('fieldlab size')}   the build's weight alone, within seconds`]),
  ]
  return `\nNext:\n${steps.map((step) => `  ${step}`).join('\n')}`
}

import { fails } from '../budgets/exit-code.ts'
import { causeOf, causeSentence } from './cause.ts'
import type { Report } from './report.ts'
import { byStanding } from './standing.ts'
import { oneLine, withVisibleText } from './visible-text.ts'
import { plural, title } from './words.ts'

/** GitHub shows no more of one kind for each step: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations */
const MOST = 10

type Annotation = {
  kind: 'error' | 'warning'
  title: string
  text: string
  /** Of the config, from 1. */
  line?: number | undefined
}

/** GitHub's workflow commands, one on each line, for standard output: an error for what makes the command fail, a warning for what
 * only warns. What does not fit among ten of a kind is counted in the tenth. '' where there is nothing to tell.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 * @param config where the budgets stand, from the root of the repository */
export function toAnnotations(given: Report, { config }: { config: string }): string {
  const report = withVisibleText(given)
  const { failed, missing, warned } = byStanding(report.evaluations)
  const broken = invalidRuns(report)
  const all: Annotation[] = [
    ...[...failed, ...missing, ...warned].map((evaluation) => {
      const cause = causeOf(evaluation)
      const { line, origin } = evaluation.budget
      const text = [evaluation.message, ...(cause ? [causeSentence(cause)] : []), `Budget: ${origin}`].join('\n')
      return { kind: fails(evaluation) ? 'error' : 'warning', title: title(evaluation), text, line } as const
    }),
    ...broken,
    ...(report.verdict === 'not-measured' && broken.length === 0 ? [notMeasured(report)] : []),
  ]
  return (['error', 'warning'] as const)
    .flatMap((kind) => shortened(all.filter((one) => one.kind === kind)))
    .map((one) => `::${one.kind} ${placeOf(one, config)},title=${property(one.title)}::${message(one.text)}\n`)
    .join('')
}

/** Without a line, GitHub shows it at the first. */
const placeOf = ({ line }: Annotation, config: string): string =>
  `file=${property(config)}${line === undefined ? '' : `,line=${line}`}`

/** All notes as one: which of them is why is not told. */
const notMeasured = ({ notes }: Report): Annotation => ({
  kind: 'error',
  title: 'Not measured',
  text: notes.length > 0 ? notes.join('\n') : 'Nothing could be measured.',
})

/** Each journey and profile once: seven runs of a site that is down say the same. */
function invalidRuns({ runs, verdict }: Report): Annotation[] {
  const broken = runs.filter(({ invalid }) => invalid)
  const groups = Map.groupBy(broken, ({ journey, profile, invalid }) =>
    JSON.stringify([journey, profile, invalid!.kind]),
  )
  return [...groups.values()].map((group) => {
    const { journey, profile, invalid } = group[0]!
    const step = invalid!.step === undefined ? '' : ` in step ${oneLine(invalid!.step)}`
    return {
      kind: invalid!.kind === 'failed' || verdict === 'not-measured' ? 'error' : 'warning',
      title: `Journey ${oneLine(journey)} (${profile}): ${invalid!.kind}${step}`,
      text: `${plural(group.length, 'invalid run')}, left out of all numbers.\n${invalid!.reason}`,
    }
  })
}

function shortened(all: readonly Annotation[]): Annotation[] {
  if (all.length <= MOST) return [...all]
  const rest = all.slice(MOST - 1)
  const text = `${rest
    .map((one) => one.title)
    .slice(0, MOST)
    .join('\n')}\nAll of them are in the report.`
  return [...all.slice(0, MOST - 1), { kind: all[0]!.kind, title: `${rest.length} more`, text }]
}

/** As the runner reads it back: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
const message = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => message(oneLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')

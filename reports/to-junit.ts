import type { Evaluation } from '../budgets/evaluation.ts'
import { causeOf, causesOf, causeSentence } from './cause.ts'
import { labAndField } from './lab-and-field.ts'
import type { Report, ReportRun } from './report.ts'
import { standingOf } from './standing.ts'
import { conditions, title } from './words.ts'

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'
type Case = {
  name: string
  classname: string
  seconds: number
  outcome: Outcome
  /** One sentence; for a pass it goes to system-out. */
  message?: string
  type?: string
  detail?: string
}

/** JUnit XML as Jenkins, GitLab and GitHub's viewers read it: one test case per budget and series, one per run. What only warns
 * passes, and says so in system-out; what could not be judged is skipped, unless it makes the command fail; what could not be
 * measured is an error. Holds to the schema of Jenkins' xUnit plugin, the strictest reader:
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 * @param config where the budgets stand, from the root of the repository */
export function toJUnit(report: Report, { config }: { config?: string } = {}): string {
  const { evaluations, runs, site, at } = report
  const judged = evaluations.filter(({ budget }) => budget.level !== 'off')
  const ofRuns = runs.map(runCase)
  const suites: [name: string, cases: Case[]][] = [
    [`${site} budgets`, judged.map((evaluation) => budgetCase(evaluation, judged))],
    [`${site} runs`, ofRuns],
    [`${site} measurement`, unmeasured(report, ofRuns)],
  ]
  // A suite without cases is an error to some readers.
  const full = suites.filter(([, cases]) => cases.length > 0)
  const about = `${config === undefined ? '' : ` file="${escape(config)}"`} timestamp="${new Date(at).toISOString().slice(0, 19)}"`
  const all = full.flatMap(([, cases]) => cases)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fieldlab"${tallies(all)}>\n${full.map(([name, cases]) => suite(name, cases, about)).join('')}</testsuites>\n`
}

/** What is missing must not look like a pass: without it, a file of nothing but good cases would tell of a run that has none. */
function unmeasured({ verdict, notes, exitCode }: Report, runs: readonly Case[]): Case[] {
  if (verdict !== 'not-measured' || runs.some(({ outcome }) => outcome === 'error')) return []
  const detail = notes.map((note) => `${note}\n`).join('')
  const message = notes[0] ?? 'Nothing could be measured.'
  return [
    {
      name: 'measurement',
      classname: 'measurement',
      seconds: 0,
      outcome: 'error',
      type: `exit ${exitCode}`,
      message,
      detail,
    },
  ]
}

/** @param all what else was judged: lab and field of one page explain each other */
function budgetCase(evaluation: Evaluation, all: readonly Evaluation[]): Case {
  const { series, message, budget } = evaluation
  const standing = standingOf(evaluation)
  const cause = causeOf(evaluation)
  const said = cause ? `${message} ${causeSentence(cause)}` : message
  // Readers tell cases apart by their names, and one entry may have both bounds.
  const name = budget.maxIncrease === undefined ? title(evaluation) : `${title(evaluation)}, increase`
  const common = { name, classname: ['budgets', ...conditions(series)].join('.'), seconds: 0 }
  const why =
    standing === 'failed' ? [...causesOf(evaluation).map(causeSentence), ...labAndField([evaluation], all)] : []
  const detail = [message, ...why, `Budget: ${budget.origin}`].map((line) => `${line}\n`).join('')
  switch (standing) {
    case 'failed':
    case 'missing':
      return { ...common, outcome: 'failure', type: evaluation.verdict, message: said, detail }
    case 'warned':
      return { ...common, outcome: 'passed', message: `warning: ${said}` }
    case 'passed':
      return { ...common, outcome: 'passed' }
    default:
      return { ...common, outcome: 'skipped', message }
  }
}

function runCase({ journey, profile, iteration, location, durationMs, invalid, perturbed }: ReportRun): Case {
  const name = `${journey} (${profile}) run ${iteration + 1}`
  const common = { name, classname: `runs.${location}.${profile}`, seconds: durationMs / 1000 }
  if (invalid) {
    const { kind, reason, step } = invalid
    const message = `Invalid run, left out of all numbers: ${kind}${step === undefined ? '' : ` in step ${step}`}`
    return { ...common, outcome: kind === 'failed' ? 'failure' : 'error', type: kind, message, detail: `${reason}\n` }
  }
  return {
    ...common,
    outcome: 'passed',
    ...(perturbed.length > 0 && { message: `perturbed: ${perturbed.join(', ')}` }),
  }
}

function suite(name: string, cases: readonly Case[], about: string): string {
  const skipped = cases.filter(({ outcome }) => outcome === 'skipped').length
  const open = `  <testsuite name="${escape(name)}"${tallies(cases)} skipped="${skipped}"${about}>`
  return `${open}\n${cases.map(testcase).join('')}  </testsuite>\n`
}

/** Those that suites and the whole may both have. */
function tallies(cases: readonly Case[]): string {
  const count = (outcome: Outcome) => cases.filter((one) => one.outcome === outcome).length
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0)
  return ` tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" time="${seconds.toFixed(3)}"`
}

function testcase(one: Case): string {
  const { name, classname, seconds } = one
  const open = `    <testcase name="${escape(name)}" classname="${escape(classname)}" time="${seconds.toFixed(3)}"`
  const inner = content(one)
  return inner === '' ? `${open}/>\n` : `${open}>${inner}</testcase>\n`
}

function content({ outcome, message = '', type = '', detail = '' }: Case): string {
  switch (outcome) {
    case 'passed':
      return message === '' ? '' : `<system-out>${escape(message)}</system-out>`
    case 'skipped':
      return `<skipped message="${escape(message)}"/>`
    default:
      return `<${outcome} message="${escape(message)}" type="${escape(type)}">${escape(detail)}</${outcome}>`
  }
}

/** What XML 1.0 forbids even as a character reference: https://www.w3.org/TR/xml/#charsets */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For attributes and text alike. One pass, so that no escape is escaped again; white space as references, because a
 * parser turns a bare line feed in an attribute into a space. */
const escape = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"\t\n\r]/g, (char) => ESCAPES[char] ?? `&#${char.charCodeAt(0)};`)

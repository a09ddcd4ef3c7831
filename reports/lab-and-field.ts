import type { Evaluation } from '../budgets/evaluation.ts'
import type { InCommon, VisitFacts } from '../budgets/in-common.ts'
import { formatValue } from '../measurement/format.ts'
import type { NavigationType } from '../measurement/page-view.ts'
import { causeOf, type Cause } from './cause.ts'
import { identityOf } from './faults.ts'
import { place } from './words.ts'

/** What lab and field together say, one sentence for each metric of a page where one of these evaluations is over its budget: that
 * they agree, or where they part and why. Holds text from strangers.
 * @param all every evaluation of the report: what passes is half of a disagreement */
export function labAndField(evaluations: readonly Evaluation[], all: readonly Evaluation[]): string[] {
  const things = new Set(evaluations.map(thingOf))
  const pairs = Map.groupBy(
    all.filter((one) => things.has(thingOf(one))),
    thingOf,
  )
  const said = [...pairs.values()].flatMap((pair) => comparisonOf(pair) ?? [])
  // Two form factors that say the same are one sentence.
  const alike = Map.groupBy(said, ({ what, found }) => `${what} ${found}`)
  return [...alike.values()].map((group) => {
    const { what, found } = group[0]!
    const where = group.map(({ formFactor, value }) => [formFactor, value].filter(Boolean).join(', field ')).join('; ')
    return `${what} (${where}): ${found}.`
  })
}

const thingOf = ({ series: { metric, subject, formFactor, navigation, site } }: Evaluation): string =>
  JSON.stringify([site, metric, subject, formFactor, navigation])

type Comparison = { what: string; formFactor: string | undefined; value?: string; found: string }

function comparisonOf(pair: readonly Evaluation[]): Comparison | undefined {
  const field = pair.find(({ series }) => series.source === 'field')
  const labs = pair.filter(({ series, verdict }) => series.source === 'lab' && isDecided(verdict))
  if (!field || !isDecided(field.verdict)) return undefined
  // Of several profiles, one that disagrees is the one to tell.
  const lab = labs.find(({ verdict }) => verdict !== field.verdict) ?? labs[0]
  const found = compare(lab, field)
  if (found === undefined) return undefined
  const { series, value, budget } = field
  const told = value !== undefined && lab && lab.verdict !== field.verdict
  return {
    what: `${series.metric} on ${place(series)}`,
    formFactor: series.formFactor,
    ...(told && { value: `p${budget.percentile} ${formatValue(series.metric, value, budget.max)}` }),
    found,
  }
}

const isDecided = (verdict: Evaluation['verdict']): boolean => verdict === 'pass' || verdict === 'fail'

function compare(lab: Evaluation | undefined, field: Evaluation): string | undefined {
  const shared = field.inCommon && commonText(field.inCommon)
  if (field.verdict === 'pass') {
    return lab?.verdict === 'fail' ? `the lab fails, the field passes: ${harderLab(field)}` : undefined
  }
  if (!lab) return shared && `in the field, ${shared}`
  if (lab.verdict === 'pass') return `the lab passes, the field fails: ${shared ?? blamedInField(field)}`
  const [inLab, inField] = [causeOf(lab), causeOf(field)]
  const also = shared ? `; in the field, ${shared}` : ''
  if (!inLab || !inField) return shared && `lab and field fail${also}`
  return identityOf(lab.culprit!) === identityOf(field.culprit!)
    ? `lab and field blame the same${also}`
    : `they blame different things: the lab ${blamed(inLab)}, the field ${blamed(inField)}${also}`
}

const blamed = ({ name, cost }: Cause): string => `${name} (${cost})`

function blamedInField(field: Evaluation): string {
  const cause = causeOf(field)
  return cause
    ? `its slow page views blame ${blamed(cause)}, which the journey does not meet, and share nothing else that is recorded`
    : 'its slow page views say nothing of their cause'
}

/** The lab is a first visit on the profile's line, and does what the journey does. */
const harderLab = ({ series }: Evaluation): string =>
  series.metric === 'INP'
    ? 'every run does what the journey does, on the profile’s CPU; visitors did other things too'
    : 'every run is a first visit on the profile’s line, with an empty cache; most visitors are better off'

/** '80 % of the slow page views are reloads on Android (of all, 31 %)' */
export const commonText = ({ facts, share, usual }: InCommon): string =>
  `${percent(share)} of the slow page views are ${factsText(facts)} (of all page views, ${percent(usual)})`

const percent = (share: number): string => `${Math.round(share * 100)} %`

const KINDS: Record<NavigationType, string> = {
  navigate: 'plain loads',
  reload: 'reloads',
  'back-forward': 'back and forward loads that missed the back/forward cache',
  'back-forward-cache': 'restores from the back/forward cache',
  prerender: 'prerendered loads',
  restore: 'restored tabs',
  'soft-navigation': 'soft navigations',
}

function factsText({ navigationType, browser, os, connection, coldCache }: VisitFacts): string {
  return [
    navigationType === undefined ? 'page views' : KINDS[navigationType],
    browser && `in ${browser}`,
    os && `on ${os}`,
    connection && `over ${connection}`,
    coldCache !== undefined && (coldCache ? 'with a cold cache' : 'with a warm cache'),
  ]
    .filter(Boolean)
    .join(' ')
}

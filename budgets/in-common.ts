import type { NavigationType } from '../measurement/page-view.ts'

/** What a page view of the field tells about its visit, beside its values. */
export type VisitFacts = {
  navigationType?: NavigationType
  os?: string
  browser?: string
  connection?: string
  coldCache?: boolean
}

/** What slow page views have in common more often than all page views of their series. Names of browsers and systems are text
 * from strangers. */
export type InCommon = {
  facts: VisitFacts
  /** Share (0–1) of the slow page views, and of all, that have these facts. */
  share: number
  usual: number
  /** Slow page views that were asked; a sample where there are many. */
  n: number
}

const FACTS = ['navigationType', 'os', 'browser', 'connection', 'coldCache'] as const

/** Fewer slow page views than this agree by chance. */
const FEWEST = 20
/** So many of the slow ones must share it, for it to speak for them. */
const MOST_OF_THEM = 0.5
/** The lift over the usual share that is worth a sentence. */
const LIFT = 1.25
/** Standard errors that the share must lie above the usual one: some fifty pairs are tried, so two would be found by chance. */
const ERRORS = 4

/** The fact, or pair of facts, that sets slow page views apart most: the one whose share among them exceeds its usual share
 * by most.
 * @param all an even sample of the whole series, the slow ones included
 * @returns `undefined` where nothing does: then they are slow for another reason */
export function inCommon(slow: readonly VisitFacts[], all: readonly VisitFacts[]): InCommon | undefined {
  if (slow.length < FEWEST || all.length < FEWEST) return undefined
  const singles = uniqueFacts(slow)
  const pairs = singles.flatMap((one, index) =>
    singles.slice(index + 1).flatMap((other) => (overlaps(one, other) ? [] : [{ ...one, ...other }])),
  )
  const found = [...singles, ...pairs].map((facts) => ({
    facts,
    share: shareOf(facts, slow),
    usual: shareOf(facts, all),
    n: slow.length,
  }))
  const apart = found.filter(({ share, usual }) => {
    const error = Math.sqrt((usual * (1 - usual)) / slow.length)
    return share >= MOST_OF_THEM && share >= usual * LIFT && share - usual >= ERRORS * error
  })
  const lead = ({ share, usual }: InCommon) => Math.round((share - usual) * 20)
  // Of two that lead alike the plainer one is told: pairs come after singles, and the sort is stable.
  return apart.toSorted((a, b) => lead(b) - lead(a))[0]
}

function uniqueFacts(views: readonly VisitFacts[]): VisitFacts[] {
  return FACTS.flatMap((name) =>
    [...new Set(views.map((view) => view[name]))].flatMap((value) => (value === undefined ? [] : [{ [name]: value }])),
  )
}

const overlaps = (one: VisitFacts, other: VisitFacts): boolean => Object.keys(one).some((key) => key in other)

const shareOf = (facts: VisitFacts, views: readonly VisitFacts[]): number =>
  views.filter((view) => FACTS.every((name) => facts[name] === undefined || facts[name] === view[name])).length /
  views.length

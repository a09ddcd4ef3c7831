import { metric } from '../measurement/metrics.ts'
import type { Budget, Evidence } from './evaluation.ts'

/** Whether a budget asks for this series at all; another may still be more specific.
 * A budget that names no step judges pages where the metric belongs to pages, so that a page's INP and its step's INP are
 * not two findings of one fault; weights are judged on cold loads, unless the page or step is named. */
export function asksFor(budget: Budget, { series, page, warm }: Evidence): boolean {
  const { subject } = series
  if (budget.metric !== series.metric) return false
  if (budget.source !== undefined && budget.source !== series.source) return false
  if (budget.percentile !== 75 && series.source === 'lab' && subject.kind !== 'endpoint') return false
  if (budget.formFactor !== undefined && budget.formFactor !== series.formFactor) return false
  if (budget.navigation !== undefined && budget.navigation !== series.navigation) return false
  if (budget.profile !== undefined && budget.profile !== series.profile) return false

  if (subject.kind === 'bundle') return budget.bundle === subject.name
  if (budget.bundle !== undefined) return false
  if (subject.kind === 'endpoint') return budget.endpoint === undefined || budget.endpoint === subject.name
  if (subject.kind === 'page') {
    return budget.step === undefined && budget.journey === undefined && (budget.page ?? subject.name) === subject.name
  }
  if (budget.journey !== undefined && budget.journey !== subject.journey) return false
  if (budget.step !== undefined) return budget.step === subject.name
  if (belongsToPages(budget)) return false
  if (budget.page !== undefined) return budget.page === page
  return !(warm && metric(series.metric).deterministic)
}

const belongsToPages = (budget: Budget): boolean =>
  metric(budget.metric).of.includes('page-view') && budget.journey === undefined

/** Of budgets with the same metric and percentile that ask for one series, absolute and relative ones apart, the most specific: page (or step, or
 * endpoint), then form factor (or profile), then source, then navigation. Equals are ruled out when the config is read,
 * but two that name different things (a journey, a profile) can still meet; then the later one wins. */
export function mostSpecific(budgets: readonly Budget[]): Budget[] {
  const winners = new Map<string, Budget>()
  for (const budget of budgets) {
    const key = `${budget.percentile} ${budget.maxIncrease === undefined}`
    const rival = winners.get(key)
    if (!rival || specificity(budget) >= specificity(rival)) winners.set(key, budget)
  }
  return [...winners.values()]
}

function specificity(budget: Budget): number {
  const { page, step, endpoint, bundle, journey, formFactor, profile, source, navigation } = budget
  // Digits of one number, so that a higher place always outweighs all lower ones.
  const places = [page ?? step ?? endpoint ?? bundle, journey, formFactor, profile, source, navigation]
  return places.reduce<number>((sum, place) => sum * 2 + (place === undefined ? 0 : 1), 0)
}

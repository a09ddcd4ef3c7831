import type { BudgetInput } from '../../../budgets/config.ts'
import { metricOfAudit, metricOfResource, WHY_LEFT, whyNotAudit, type Carried } from './carried.ts'
import { isRecord } from './read-config-file.ts'

type Assertion = { level: string; options: Record<string, unknown> }

/** Lighthouse CI's `assertions` as budgets of the lab. Facts (ms, bytes, counts) come over; scores and audits stay.
 * https://github.com/GoogleChrome/lighthouse-ci/blob/main/docs/configuration.md#assert
 * @param page the route that they are about; absent: every page */
export function carryAssertions(
  assertions: Record<string, unknown>,
  page: string | undefined,
): Pick<Carried, 'budgets' | 'left'> {
  const carried: Pick<Carried, 'budgets' | 'left'> = { budgets: [], left: [] }
  let scores = 0
  for (const [id, value] of Object.entries(assertions)) {
    const { level, options } = readAssertion(value)
    if (level === 'off') continue
    const max = options.maxNumericValue
    const metric = metricOf(id)
    if (metric !== undefined && typeof max === 'number' && max >= 0) {
      carried.budgets.push(labBudget(metric, max, level, page))
      continue
    }
    if (isScore(id, options)) scores += 1
    else carried.left.push({ what: `assertions["${id}"]`, why: whyNot(id, options, metric) })
  }
  if (scores > 0)
    carried.left.push({
      what: `${scores} ${scores === 1 ? 'assertion' : 'assertions'} on minScore or a category`,
      why: WHY_LEFT.score,
    })
  return carried
}

/** A bound in the metric's own unit, as Lighthouse gives it: ms, bytes, a count or a score of layout shift. */
export const labBudget = (
  metric: BudgetInput['metric'],
  max: number | string,
  level: string,
  page: string | undefined,
): BudgetInput => ({
  metric,
  source: 'lab',
  ...(page !== undefined && { page }),
  max: typeof max === 'number' ? readable(metric, max) : max,
  ...(level === 'warn' && { level: 'warn' as const }),
})

/** '2.5 s' and '250 kB' where they say exactly the same. */
function readable(metric: BudgetInput['metric'], max: number): number | string {
  if (metric === 'CLS' || metric === 'requests' || metric === 'thirdPartyRequests') return max
  if (metric.endsWith('Bytes')) {
    if (max % 1000 === 0) return `${max / 1000} kB`
    return max % 1024 === 0 ? `${max / 1024} KiB` : `${max} B`
  }
  return max >= 1000 && max % 10 === 0 ? `${max / 1000} s` : `${max} ms`
}

function metricOf(id: string): BudgetInput['metric'] | undefined {
  const [, type, kind] = /^resource-summary[:.]([\w-]+)[:.](size|count)$/.exec(id) ?? []
  return type === undefined ? metricOfAudit(id) : metricOfResource(kind as 'size' | 'count', type)
}

const isScore = (id: string, options: Record<string, unknown>): boolean =>
  id.startsWith('categories') ||
  (!/^(resource-summary|performance-budget|timing-budget|user-timings)/.test(id) &&
    options.maxNumericValue === undefined &&
    options.maxLength === undefined &&
    whyNotAudit(id) === undefined)

function whyNot(id: string, options: Record<string, unknown>, metric: BudgetInput['metric'] | undefined): string {
  if (metric !== undefined) return 'has no maxNumericValue, the only bound that is a figure here'
  if (options.maxLength !== undefined)
    return 'counts findings of an audit: they are shown by the diagnostic pass, not budgeted'
  if (id.startsWith('resource-summary'))
    return 'bytes and counts of this type are not measured by themselves; the total is'
  if (/^(performance|timing)-budget/.test(id)) return 'asks for a budgets file; put its limits into budgets'
  if (id.startsWith('user-timings')) return 'marks of your own are not measured; a step has a duration'
  return whyNotAudit(id) ?? 'this figure of Lighthouse is not measured'
}

function readAssertion(value: unknown): Assertion {
  const [level, options] = Array.isArray(value) ? (value as unknown[]) : [value, undefined]
  return { level: typeof level === 'string' ? level : 'off', options: isRecord(options) ? options : {} }
}

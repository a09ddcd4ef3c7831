import { metricOfAudit, metricOfResource, nothingCarried, whyNotAudit, type Carried } from './carried.ts'
import { labBudget } from './lighthouse-assertions.ts'
import { asList, isRecord } from './read-config-file.ts'

/** A Lighthouse `budget.json`, which Lighthouse itself dropped with version 12.
 * https://github.com/GoogleChrome/budget.json: sizes in KiB, timings in ms, `path` as robots.txt writes it. */
export function carryLighthouseBudgets(read: unknown, from: string): Carried {
  const carried = nothingCarried(from)
  for (const [index, budget] of asList(read).entries()) {
    if (!isRecord(budget)) continue
    const where = `[${index}]`
    const path = typeof budget.path === 'string' ? budget.path : '/'
    const page = pageOf(path)
    if (page === undefined) {
      carried.left.push({
        what: `${where}.path "${path}"`,
        why: 'a pattern in the middle of a path; a budget here names one route',
      })
      continue
    }
    if (isRecord(budget.options) && budget.options.firstPartyHostnames !== undefined)
      carried.left.push({
        what: `${where}.options.firstPartyHostnames`,
        why: 'the first party is the host of the page; other hosts are third',
      })
    for (const [key, kind] of [
      ['resourceSizes', 'size'],
      ['resourceCounts', 'count'],
    ] as const)
      for (const row of asList(budget[key]).filter(isRecord)) {
        const type = typeof row.resourceType === 'string' ? row.resourceType : ''
        const metric = metricOfResource(kind, type)
        if (metric === undefined || typeof row.budget !== 'number')
          carried.left.push({
            what: `${where}.${key} of "${type}"`,
            why: 'this type is not measured by itself; the total is',
          })
        else
          carried.budgets.push(
            labBudget(metric, kind === 'size' ? `${row.budget} KiB` : row.budget, 'error', page.route),
          )
      }
    for (const row of asList(budget.timings).filter(isRecord)) {
      const name = typeof row.metric === 'string' ? row.metric : ''
      const metric = metricOfAudit(name)
      if (metric === undefined || typeof row.budget !== 'number')
        carried.left.push({
          what: `${where}.timings of "${name}"`,
          why: whyNotAudit(name) ?? 'this figure is not measured',
        })
      else
        carried.budgets.push(
          labBudget(metric, row.budget + (typeof row.tolerance === 'number' ? row.tolerance : 0), 'error', page.route),
        )
    }
  }
  return carried
}

/** '/' and '/*' begin every path; '/about' is taken for the page of that name, '/about$' is it.
 * @returns `undefined` for a pattern that is no page */
function pageOf(path: string): { route: string | undefined } | undefined {
  if (/^\/?\*?$/.test(path)) return { route: undefined }
  const exact = path.replace(/\$$/, '')
  if (exact === '/') return { route: '/' }
  return /^\/[^*?$]+$/.test(exact) ? { route: exact.length > 1 ? exact.replace(/\/$/, '') : exact } : undefined
}

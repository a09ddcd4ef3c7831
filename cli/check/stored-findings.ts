import type { Config } from '../../budgets/config.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { formatValue } from '../../measurement/format.ts'
import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../../measurement/metrics.ts'
import { routeOf } from '../../measurement/route.ts'
import { note, well, wrong, type Finding } from './finding.ts'

/** What a beacon carried, as the collector will store it.
 * @param data the tag's data-* attributes, where there is a tag */
export function storedFindings(
  beacon: Partial<Beacon>,
  data: Record<string, string> | undefined,
  config: Config,
): Finding[] {
  const { site: name = '', metrics = {}, release } = beacon
  const site = Object.hasOwn(config.sites, name) ? config.sites[name] : undefined
  if (!site) return []
  return [
    sampleFinding(name, site.sample, data?.sample, beacon.standsFor),
    ...(data?.consent === undefined
      ? []
      : [note('beacon', 'the tag waits for consent (data-consent), and the check gave it: fieldlab.consent()')]),
    ...(data?.gpc === 'ignore'
      ? [note('beacon', 'data-gpc="ignore": visitors with Global Privacy Control are measured; have their consent')]
      : []),
    ...pageFindings(beacon, name, site.routes),
    note(
      'stored',
      release === undefined
        ? 'no release: data-release, or fieldlab.release(), would tell one from another'
        : `release ${release}`,
    ),
    metricsFinding(metrics, beacon.serverTiming),
  ]
}

/** The weight comes from the config alone: a share that only the tag knows makes counts wrong. */
function sampleFinding(site: string, configured: number, tagged: string | undefined, standsFor = 1): Finding {
  const weight = Math.round(1 / configured)
  const sent = tagged === undefined ? standsFor : Math.round(1 / Number(tagged))
  const key = `sites.${site}.sample`
  if (sent !== weight) {
    const ofPage = tagged === undefined ? `1 of ${sent}` : `data-sample="${tagged}"`
    return wrong(
      'sample',
      `the page measures ${ofPage}, ${key} is ${configured}: each page view counts ${weight} times instead of ${sent}`,
      `Write the same share in both: ${key}: ${tagged ?? shareOf(sent)}, or data-sample="${configured}".`,
    )
  }
  return well(
    'sample',
    weight === 1
      ? 'every visit is measured'
      : `${configured} of the visits, on the page and in the config: each counts ${weight} times`,
  )
}

const shareOf = (weight: number): number => Number((1 / weight).toPrecision(3))

/** Three digits, or more letters than a word has: likely the name of one thing and not of a page. */
const LIKE_AN_ID = /\d{3}|[^/]{40}/

function pageFindings({ path = '', route }: Partial<Beacon>, site: string, patterns: readonly string[]): Finding[] {
  const page = route === undefined ? routeOf(path, patterns) : routeOf(route, [])
  const byPlaceholder = !patterns.includes(page) && /\/:(?:number|date|uuid|hash|token|email)\b/.test(page)
  const findings = [
    note('stored', `page ${page} of ${site}${route === undefined ? '' : ', as the page itself names it'}`),
  ]
  const named = page.replace(/:\w+/g, '')
  if (LIKE_AN_ID.test(named)) {
    findings.push(
      note(
        'stored',
        `${page} looks like one of many: a pattern in sites.${site}.routes, '/product/:id', makes one page of them`,
      ),
    )
  } else if (byPlaceholder) {
    findings.push(note('stored', `${page} is grouped by what its parts look like; sites.${site}.routes could name it`))
  }
  return findings
}

/** Why a metric may be absent in a visit that clicks nothing and leaves soon. */
const ABSENT: Partial<Record<PageViewMetricName, string>> = {
  INP: 'nobody interacted: a check clicks nothing',
  load: 'the load event had not ended',
  LCP: 'nothing large was painted',
  FCP: 'nothing was painted',
}

function metricsFinding(metrics: Beacon['metrics'], serverTiming: Beacon['serverTiming'] = {}): Finding {
  const present = [
    ...PAGE_VIEW_METRICS.flatMap((name) =>
      metrics[name] === undefined ? [] : `${name} ${formatValue(name, metrics[name])}`,
    ),
    ...Object.keys(serverTiming).map((name) => `Server-Timing ${name}`),
  ]
  const absent = PAGE_VIEW_METRICS.filter((name) => metrics[name] === undefined).map((name) => {
    const why = ABSENT[name]
    return why === undefined ? name : `${name} (${why})`
  })
  return note('stored', `${present.join(', ')}${absent.length === 0 ? '' : `; not measured: ${absent.join(', ')}`}`)
}

import type { Config } from '../../budgets/config.ts'
import type { Causes, Evaluation, Evidence } from '../../budgets/evaluation.ts'
import { metric, type PageViewMetricName } from '../../measurement/metrics.ts'
import { seriesKey, type Series } from '../../measurement/series.ts'
import { toldDistribution } from '../../statistics/told-distribution.ts'
import type { FieldSource } from '../field-source.ts'
import { judgeWindow, windowsOf } from '../judge-field.ts'
import { askCollector, CollectorSilent, type AskCollector } from './ask-collector.ts'
import { readCulprits, readDistributions, readSummary } from './read-answers.ts'

/** More failures than this are told without their causes: each is a question of its own. */
const MOST_CAUSES = 20

/** Reads the field from a collector, all that judging it by this config takes, so that it can be judged as the own store's.
 * A collector that cannot be reached is no reason to lose what the lab measures: its field is empty then, and says why.
 * @throws UsageMistake where asking again would not help: no such site, no token, no collector */
export async function collectorField(
  config: Config,
  url: string,
  asking: Parameters<typeof askCollector>[1],
): Promise<FieldSource> {
  const { ask, from } = askCollector(url, asking)
  try {
    return await readField(config, ask, from)
  } catch (error) {
    if (!(error instanceof CollectorSilent)) throw error
    return {
      evidence: () => [],
      summary: () => ({ pageViews: 0, excluded: {} }),
      from,
      unread: `${error.message} What visitors see is not judged here.`,
    }
  }
}

async function readField(config: Config, ask: AskCollector, from: string): Promise<FieldSource> {
  const evidence = new Map<string, Evidence[]>()
  const summaries = new Map<string, ReturnType<FieldSource['summary']>>()
  const causes = new Map<string, Causes>()
  const key = (site: string, windowDays: number) => JSON.stringify([site, windowDays])
  const notes: string[] = []
  // One after the other: the collector answers so, and has visitors to serve.
  for (const site of Object.keys(config.sites)) {
    for (const windowDays of windowsOf(config.budgets)) {
      const query = queryOf(config, windowDays)
      summaries.set(key(site, windowDays), readSummary(await ask(questionOf(site, 'summary', query)), from))
      const asked = { ...query, bounds: boundsOf(config) }
      const { series, leftOut } = readDistributions(await ask(questionOf(site, 'distributions', asked)), from)
      evidence.set(
        key(site, windowDays),
        series.map((one) => evidenceOf(one, site, causes)),
      )
      if (leftOut > 0)
        notes.push(`${leftOut} series of seldom viewed pages of ${site} are left out, because there are too many.`)
    }
  }
  const source: FieldSource = {
    evidence: (site, windowDays) => evidence.get(key(site, windowDays)) ?? [],
    summary: (site, windowDays) => summaries.get(key(site, windowDays)) ?? { pageViews: 0, excluded: {} },
    from,
    notes,
  }
  await addCauses(failuresOf(config, source).slice(0, MOST_CAUSES), async ({ series, budget }) => {
    const query = { ...queryOf(config, budget.windowDays), ...questionAbout(series), above: String(budget.max) }
    const answer = await ask(questionOf(series.site, 'culprits', query))
    causes.set(causeKey(series, budget.max), readCulprits(answer, from))
  })
  return source
}

/** The verdict stands without them. */
async function addCauses(failures: readonly Evaluation[], add: (failure: Evaluation) => Promise<void>): Promise<void> {
  try {
    for (const failure of failures) await add(failure)
  } catch (error) {
    if (!(error instanceof CollectorSilent)) throw error
  }
}

type Told = ReturnType<typeof readDistributions>['series'][number]

function evidenceOf(
  { page, formFactor, navigation, metric: name, pageViews, excluded, ...told }: Told,
  site: string,
  causes: Map<string, Causes>,
): Evidence {
  const series: Series = {
    source: 'field',
    site,
    metric: name,
    subject: { kind: 'page', name: page },
    formFactor,
    navigation,
  }
  return {
    series,
    distribution: toldDistribution(told, { whole: metric(name).unit === 'count' }),
    pageViews,
    excluded,
    causes: (max) => causes.get(causeKey(series, max)) ?? { culprits: [] },
  }
}

const causeKey = (series: Series, max: number): string => `${seriesKey(series)} ${max}`

const failuresOf = (config: Config, source: FieldSource): Evaluation[] =>
  windowsOf(config.budgets)
    .flatMap((windowDays) => {
      const evidence = Object.keys(config.sites).flatMap((site) => source.evidence(site, windowDays))
      return judgeWindow(config.budgets, { windowDays, evidence })
    })
    .filter(({ verdict, series }) => verdict === 'fail' && series.subject.name !== '*')

type Query = Record<string, string>

const questionOf = (site: string, question: string, query: Query): string =>
  `sites/${encodeURIComponent(site)}/${question}?${new URLSearchParams(query)}`

const queryOf = ({ field: { release, includeAutomated } }: Config, windowDays: number): Query => ({
  days: String(windowDays),
  ...(release !== undefined && { release }),
  ...(includeAutomated && { automated: 'true' }),
})

const questionAbout = ({ metric: name, subject, formFactor, navigation }: Series): Query => ({
  metric: name as PageViewMetricName,
  page: subject.name,
  formFactor: formFactor!,
  navigation: navigation!,
})

/** As many as the collector takes; what lies beyond is read off within a bucket, and marked. */
const MOST_BOUNDS = 500

function boundsOf({ budgets }: Config): string {
  const ofField = budgets.filter(({ level, source = 'field', metric: name }) => {
    return level !== 'off' && source === 'field' && metric(name).sources.includes('field')
  })
  return [...new Set(ofField.map(({ metric: name, max }) => `${name}:${max}`))].slice(0, MOST_BOUNDS).join()
}

import type { Request } from 'express'
import type { FieldFilter } from '../store/field-filter.ts'
import type { FieldQuestion } from '../store/field-question.ts'
import { readParameters, required, windowOf, type Values } from './api-parameters.ts'
import type { Reader } from './reader.ts'

/** Every question takes these. */
const COMMON = ['days', 'since', 'until', 'release', 'automated'] as const
const SERIES = [...COMMON, 'page', 'formFactor', 'navigation'] as const
/** What page views may be chosen by, beside their series. */
const FILTERS = ['browser', 'os', 'navigationType', 'connection', 'converted', 'landing', 'coldCache'] as const

type Ask = (site: string, request: Pick<Request, 'url'>) => Promise<object>

/** What can be asked about one site, by the last part of its path. Each says what was asked beside what is answered: an answer
 * is read without its question. */
export function asksOf(reader: Reader, clock: () => number): Readonly<Record<string, Ask>> {
  const questionOf = (
    site: string,
    { release, automated = false, page, formFactor, navigation, ...window }: Values<(typeof SERIES)[number]>,
  ): FieldQuestion => ({
    site,
    ...windowOf(window, clock()),
    includeAutomated: automated,
    ...given({ release, page, formFactor, navigation }),
  })

  return {
    async summary(site, { url }) {
      const question = questionOf(site, readParameters(url, COMMON))
      const { releases, lastBeaconAt, ...summary } = await reader.ask('summary', question)
      return {
        ...told(question),
        lastBeaconAt: lastBeaconAt === undefined ? null : time(lastBeaconAt),
        ...summary,
        releases: releases.map(({ firstAt, lastAt, ...release }) => ({
          ...release,
          firstAt: time(firstAt),
          lastAt: time(lastAt),
        })),
      }
    },

    async series(site, { url }) {
      const { metric, max, histogram, ...values } = readParameters(url, [...SERIES, 'metric', 'max', 'histogram'])
      if (max !== undefined) required('metric', metric)
      const question = { ...questionOf(site, values), ...given({ metric }) }
      const series = await reader.ask('series', { ...question, max, histogram })
      return {
        ...told(question),
        series: series.map(({ lastAt, ...one }) => ({ ...one, lastBeaconAt: time(lastAt) })),
      }
    },

    async timeline(site, { url }) {
      const { metric, step = 'day', ...values } = readParameters(url, [...SERIES, 'metric', 'step'])
      const question = { ...questionOf(site, values), metric: required('metric', metric) }
      const points = await reader.ask('timeline', { ...question, step })
      return { ...told(question), step, points: points.map(({ at, ...point }) => ({ at: time(at), ...point })) }
    },

    async breakdown(site, { url }) {
      const { metric, by, ...values } = readParameters(url, [...SERIES, 'metric', 'by', ...FILTERS])
      const filter: FieldFilter = Object.fromEntries(FILTERS.map((name) => [name, values[name]]))
      const question = { ...questionOf(site, values), metric: required('metric', metric) }
      const groups = await reader.ask('breakdown', { ...question, by, filter })
      return { ...told(question), by, ...filter, groups }
    },

    async culprits(site, { url }) {
      const { metric, above, ...values } = readParameters(url, [...SERIES, 'metric', 'above'])
      const question = {
        ...questionOf(site, values),
        metric: required('metric', metric),
        page: required('page', values.page),
        formFactor: required('formFactor', values.formFactor),
        navigation: values.navigation ?? 'hard',
      }
      return { ...told(question), ...(await reader.ask('culprits', { ...question, above })) }
    },

    async 'server-timing'(site, { url }) {
      const question = questionOf(site, readParameters(url, SERIES))
      return { ...told(question), entries: await reader.ask('serverTiming', question) }
    },

    async distributions(site, { url }) {
      const { bounds, ...values } = readParameters(url, [...SERIES, 'metric', 'bounds'])
      const question = { ...questionOf(site, values), ...given({ metric: values.metric }) }
      const answer = await reader.ask('distributions', { ...question, bounds: bounds ?? {} })
      return { ...told(question), ...answer }
    },

    async 'search-console'(site, { url }) {
      readParameters(url, [])
      const { since, until, ...answer } = await reader.ask('searchConsole', { site, now: clock() })
      return { site, since: time(since), until: time(until), ...answer }
    },
  }
}

const told = ({ includeAutomated, since, until, ...asked }: FieldQuestion) => ({
  ...asked,
  since: time(since),
  until: time(until),
  automated: includeAutomated,
})

export const time = (at: number): string => new Date(at).toISOString()

/** Without what is absent: a question says only what it asks. */
const given = <Fields extends object>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>

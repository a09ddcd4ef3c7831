import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express'
import { asksOf, time } from './api-asks.ts'
import { BadParameter, readParameters } from './api-parameters.ts'
import { ReaderError, type Reader } from './reader.ts'
import type { SiteOptions } from './sites.ts'

type Sites = Readonly<Record<string, SiteOptions>>

/** The read API: JSON answers to GET, documented in docs/collector-api.md. */
export function readAPI({ reader, sites, clock }: { reader: Reader; sites: Sites; clock: () => number }): Router {
  const asks = asksOf(reader, clock)
  const names = { site: Object.keys(sites).join(', '), question: Object.keys(asks).join(', ') }
  const router = express.Router()
  router.get('/sites', listSites(reader, sites))
  router.get('/sites/:site/:question', async (request, response) => {
    const { site, question } = request.params
    const missing = (error: string) => void response.status(404).json({ error })
    if (!Object.hasOwn(sites, site)) return missing(`There is no such site, expected one of ${names.site}.`)
    const ask = Object.hasOwn(asks, question) ? asks[question] : undefined
    if (!ask) return missing(`There is no such question, expected one of ${names.question}.`)
    response.json(await ask(site, request))
  })
  router.get(/.*/, (_request, response) => {
    response
      .status(404)
      .json({ error: `There is nothing here, expected sites, or sites/NAME/ and one of ${names.question}.` })
  })
  router.use((_request, response) => {
    response.status(405).set('Allow', 'GET').json({ error: 'Ask with GET.' })
  })
  router.use(tellError)
  return router
}

const listSites =
  (reader: Reader, sites: Sites): RequestHandler =>
  async ({ url }, response) => {
    readParameters(url, [])
    const last = await reader.ask('lastBeacons', null)
    response.json({
      sites: Object.keys(sites).map((site) => ({
        site,
        lastBeaconAt: last[site] === undefined ? null : time(last[site]),
      })),
    })
  }

/** Anything else than these is the log's business. */
const tellError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof BadParameter) response.status(400).json({ error: error.message, parameter: error.parameter })
  else if (error instanceof ReaderError) response.status(503).set('Retry-After', '5').json({ error: error.message })
  else next(error)
}

import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express'
import helmet from 'helmet'
import { bearerOnly } from './access.ts'
import { accessLimits } from './access-limits.ts'
import { signedInOnly } from './access-sign-in.ts'
import { readAPI } from './api.ts'
import { builds } from './builds.ts'
import { BadParameter, readParameters, required, type ParameterName } from './api-parameters.ts'
import { clientOf, trustedProxiesOf } from './client-address.ts'
import { healthz } from './healthz.ts'
import { metrics, type MetricsOptions } from './metrics.ts'
import { messagePage } from './pages/message-page.ts'
import { STYLE_SOURCE } from './pages/style.ts'
import { ReaderError } from './reader.ts'
import type { SiteOptions } from './sites.ts'

export type ReadOptions = Omit<MetricsOptions, 'clock'> & {
  sites: Readonly<Record<string, SiteOptions>>
  /** What pages, API and metrics ask for; absent: they answer on this machine only. */
  token?: string
  trustedProxies?: readonly string[]
  /** ms since the epoch. */
  clock?: () => number
  /** Takes what whoever runs the collector must know, one line each. */
  log?: (message: string) => void
}

/** Everything of the collector that is read by people and machines rather than written to by pages: GET /, /site/…, /api/…,
 * /metrics, /healthz. To be mounted behind the beacon's routes, which get none of these headers and no cookie. */
export function readRoutes(options: ReadOptions): Router {
  const { reader, sites, token, trustedProxies = [], clock = Date.now, log = () => {} } = options
  const trusted = trustedProxiesOf(trustedProxies)
  const { questions, wrongTokens } = accessLimits((request) => clientOf(trusted, request))
  const known = { ...options, clock }
  const router = express.Router()

  router.get('/healthz', healthz(known))
  router.get('/', (request, response) => response.redirect(302, `${request.baseUrl}/site/`))
  router.use('/metrics', headers, questions, bearerOnly(token, wrongTokens))
  router.get('/metrics', metrics(known))
  router.use('/api/builds', headers, questions, bearerOnly(token, wrongTokens), builds(known))
  router.use('/api', headers, questions, bearerOnly(token, wrongTokens), readAPI(known))
  router.use(
    '/site',
    headers,
    questions,
    signedInOnly({ token, clock, wrongTokens }),
    pages({ reader, sites, token, clock }),
  )
  router.use(['/site', '/metrics', '/api'], tellMistake(log))
  return router
}

/** Nothing may be loaded but our own style, which is in the page, and no script may run, whatever a stranger has sent. The
 * site decides itself whether it is to be reached by TLS only. */
const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'style-src': [STYLE_SOURCE],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  strictTransportSecurity: false,
})

function pages({
  reader,
  sites,
  token,
  clock,
}: Pick<ReadOptions, 'reader' | 'sites' | 'token'> & { clock: () => number }): Router {
  const asker = ({ baseUrl }: Request) => ({ base: baseUrl, now: clock(), mayEnd: token !== undefined })
  const viewOf = <Name extends ParameterName>(request: Request, allowed: readonly Name[]) => {
    const site = String(request.params['site'])
    if (!Object.hasOwn(sites, site))
      throw new NoSuchPage(`There is no site of this name, expected one of ${Object.keys(sites).join(', ')}.`)
    return { ...asker(request), site, ...readParameters(request.url, allowed) }
  }
  const router = express.Router()
  router.get('/', async (request, response) => {
    readParameters(request.url, [])
    send(response, await reader.ask('sitesPage', asker(request)))
  })
  router.get('/:site', async (request, response) => {
    const { days = DEFAULT_DAYS, ...view } = viewOf(request, ['days', 'formFactor', 'release', 'find'])
    send(response, await reader.ask('sitePage', { ...view, days }))
  })
  router.get('/:site/page', async (request, response) => {
    const {
      days = DEFAULT_DAYS,
      page,
      ...view
    } = viewOf(request, ['days', 'page', 'formFactor', 'navigation', 'release', 'metric'])
    send(response, await reader.ask('routePage', { ...view, days, page: required('page', page) }))
  })
  router.get('/:site/search-console', async (request, response) => {
    send(response, await reader.ask('searchConsolePage', viewOf(request, [])))
  })
  router.use(() => {
    throw new NoSuchPage('There is no page of this name.')
  })
  router.use(tellInPage)
  return router
}

const DEFAULT_DAYS = 28

class NoSuchPage extends Error {
  override name = 'NoSuchPage'
}

function send(response: Response, html: string): void {
  response.set('Cache-Control', 'private, no-store').type('html').send(html)
}

const tellInPage: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const page = (status: number, title: string, message: string) =>
    response
      .status(status)
      .type('html')
      .send(messagePage(title, message, `${request.baseUrl}/`))
  if (error instanceof NoSuchPage) page(404, 'Not found', error.message)
  else if (error instanceof BadParameter) page(400, 'Not a page of ours', error.message)
  else if (error instanceof ReaderError) page(503, 'Not now', error.message)
  else next(error)
}

/** Never hands an error on: Express would answer with its stack. The four parameters tell Express what this is. What Express
 * and its parsers refuse (a path that is not UTF-8, a body that is too large or broken) is the sender's mistake: it carries its
 * status, and the log is not for strangers to fill. */
const tellMistake =
  (log: (message: string) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    const { statusCode, status = statusCode } = Object(error) as { status?: unknown; statusCode?: unknown }
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return void response.status(status).type('text/plain').send('The request cannot be read.')
    }
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    response.status(500).type('text/plain').send('The collector made a mistake; its log says which.')
  }

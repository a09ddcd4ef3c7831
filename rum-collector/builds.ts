import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express'
import { readBuildSizes } from '../budgets/build-sizes-schema.ts'
import { BadParameter, readParameters, required } from './api-parameters.ts'
import type { BuildToStore, StoredBuild } from './builds-thread.ts'
import { ReaderError, type Reader } from './reader.ts'
import type { SiteOptions } from './sites.ts'

type Options = {
  /** The SQLite file. */
  file: string
  reader: Reader
  sites: Readonly<Record<string, SiteOptions>>
  clock: () => number
  log?: (message: string) => void
}

/** A build of 20,000 files is about 3 MB. */
const MAX_BYTES = '8mb'

/** Keeps what builds weigh, by release: POST to hand one over, GET to have one. Documented in docs/collector-api.md. */
export function builds({ file, reader, sites, clock, log = () => {} }: Options): Router {
  const router = express.Router()
  let writing: Promise<unknown> = Promise.resolve()

  /** One after the other: each waits for the file's lock. */
  function store(site: string, sizes: BuildToStore['sizes']): Promise<StoredBuild> {
    const stored = writing.then(() => storeInThread({ file, site, sizes }))
    writing = stored.catch(() => {})
    return stored
  }

  const siteOf = (site: string | undefined): string => {
    const named = required('site', site)
    if (Object.hasOwn(sites, named)) return named
    throw new BadParameter('site', `is none of this collector, expected one of ${Object.keys(sites).join(', ')}.`)
  }

  async function get(request: Request, response: Response): Promise<void> {
    const { site, release } = readParameters(request.url, ['site', 'release'])
    const named = siteOf(site)
    const answer = await reader.ask('build', { site: named, ...(release !== undefined && { release }) })
    const isMissing = answer.build === null && release !== undefined
    if (!isMissing) return void response.json({ site: named, ...answer })
    const known = answer.releases.length > 0 ? `expected one of ${answer.releases.join(', ')}` : 'and there is none yet'
    response.status(404).json({ error: `There is no build of this release, ${known}.` })
  }

  async function post(request: Request, response: Response): Promise<void> {
    const site = siteOf(readParameters(request.url, ['site']).site)
    const refuse = (status: number, error: string) => void response.status(status).json({ error })
    // A page of a stranger may send text without asking, but not this.
    if (!request.is('application/json')) return refuse(415, 'Expected the header Content-Type: application/json.')
    const read = readBuildSizes(request.body)
    if ('problem' in read) return refuse(400, `The build is not understood: ${read.problem}.`)
    const { release } = read.sizes
    if (release === undefined) return refuse(400, 'The build has no release, expected a text of 1 to 200 characters.')
    const at = clock()
    const { failure } = await store(site, { ...read.sizes, release, at })
    if (failure === undefined) return void response.status(201).json({ site, release, at: new Date(at).toISOString() })
    log(`A build could not be stored: ${failure}`)
    response.set('Retry-After', '60')
    refuse(503, 'The build could not be stored; the log of the collector says why.')
  }

  router.get('/', get)
  router.post('/', express.json({ limit: MAX_BYTES }), post)
  router.use((_request, response) => {
    response.status(405).set('Allow', 'GET, POST').json({ error: 'Ask with GET, hand over with POST.' })
  })
  router.use(tellError)
  return router
}

async function storeInThread(work: BuildToStore): Promise<StoredBuild> {
  const url = new URL(`./builds-thread${extname(import.meta.url)}`, import.meta.url)
  const thread = new Worker(url, { workerData: work, name: 'fieldlab build' })
  try {
    const [stored] = (await once(thread, 'message')) as [StoredBuild]
    return stored
  } catch (error) {
    return { failure: String(error) }
  } finally {
    void thread.terminate()
  }
}

/** The rest is the log's business. */
const tellError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const { status, type } = Object(error) as { status?: unknown; type?: unknown }
  if (error instanceof BadParameter) response.status(400).json({ error: error.message, parameter: error.parameter })
  else if (error instanceof ReaderError) response.status(503).set('Retry-After', '5').json({ error: error.message })
  else if (type === 'entity.too.large')
    response.status(413).json({ error: `The build is too large, expected ${MAX_BYTES} at most.` })
  else if (typeof status === 'number' && status >= 400 && status < 500) {
    response.status(status).json({ error: 'The body cannot be read, expected JSON in UTF-8.' })
  } else next(error)
}

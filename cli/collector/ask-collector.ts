import { setTimeout as pause } from 'node:timers/promises'
import { UsageMistake } from '../usage-mistake.ts'

/** The collector could not be asked now: it is down, too busy, or too far. Nobody's mistake; its message says why. */
export class CollectorSilent extends Error {
  override name = 'CollectorSilent'
}

/** Asks a collector's read API.
 * @param question below `api/`, with its query
 * @returns the JSON that it answers
 * @throws UsageMistake where asking again would not help: no such site, no token, no collector. CollectorSilent otherwise. */
export type AskCollector = (question: string) => Promise<unknown>

type Asking = {
  /** FIELDLAB_TOKEN. */
  token?: string
  /** ms before the second and the third try. */
  pauses?: readonly number[]
  /** ms for one answer; the collector gives a question up after 30 s. */
  patienceMs?: number
}

/** @param url the collector's, as it was typed: `https://rum.example.com`, with the path that it is mounted at
 * @throws UsageMistake where it is none */
export function askCollector(
  url: string,
  { token, pauses = [500, 1500], patienceMs = 40_000 }: Asking = {},
): { ask: AskCollector; from: string } {
  const base = baseOf(url)
  const from = base.href.replace(/\/$/, '')
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}
  async function answerTo(question: string): Promise<Response> {
    try {
      // A token goes nowhere else.
      const signal = AbortSignal.timeout(patienceMs)
      return await fetch(new URL(`api/${question}`, base), { headers, redirect: 'manual', signal })
    } catch (error) {
      throw new CollectorSilent(`${from} cannot be reached: ${reasonOf(error, patienceMs)}.`)
    }
  }
  async function ask(question: string): Promise<unknown> {
    const response = await answerTo(question)
    const text = await response.text().catch((error: unknown) => {
      throw new CollectorSilent(`${from} broke off its answer: ${reasonOf(error, patienceMs)}.`)
    })
    return readAnswer(response, text, { from, hasToken: token !== undefined && token !== '' })
  }
  async function askAgain(question: string): Promise<unknown> {
    for (const ms of pauses) {
      try {
        return await ask(question)
      } catch (error) {
        if (!(error instanceof CollectorSilent)) throw error
        await pause(ms)
      }
    }
    return ask(question)
  }
  return { ask: askAgain, from }
}

function baseOf(text: string): URL {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageMistake(`--field is "${text}", expected a collector's URL: https://rum.example.com.`)
  }
  if (url.username || url.password) {
    throw new UsageMistake('--field holds a name or a password, which ends in logs. Put the token into FIELDLAB_TOKEN.')
  }
  return new URL(`${url.origin}${url.pathname.replace(/\/*$/, '/')}`)
}

type Who = { from: string; hasToken: boolean }

function readAnswer({ status, headers }: Response, text: string, { from, hasToken }: Who): unknown {
  const answer = parsed(text)
  const error = errorOf(answer)
  if (status === 200 && typeof answer === 'object') return answer
  if (status === 401) {
    throw new UsageMistake(
      hasToken
        ? `--field: ${from} does not take the token in FIELDLAB_TOKEN. Set the one that the collector was started with.`
        : `--field: ${from} asks for a token, and FIELDLAB_TOKEN is not set. Set the one that the collector was started with.`,
    )
  }
  if (status === 403) {
    throw new UsageMistake(
      `--field: ${from} has no token, and then answers on its own machine only. Start it with FIELDLAB_TOKEN, and set the same one here.`,
    )
  }
  if (status >= 300 && status < 400) {
    throw new UsageMistake(`--field: ${from} sends elsewhere, to ${headers.get('Location')}. Name that address.`)
  }
  if (status === 429 || status >= 500) {
    throw new CollectorSilent(`${from} answered ${status}${error === undefined ? '' : `: ${error}`}`)
  }
  if (status === 404 && error?.includes('no such question')) {
    throw new UsageMistake(`--field: the collector at ${from} is older than this Fieldlab. Update it.`)
  }
  if (error !== undefined) throw new UsageMistake(`--field: ${from} answered ${status}: ${error}`)
  throw new UsageMistake(
    `--field: what answers at ${from} is no Fieldlab collector (${status}, ${headers.get('Content-Type') ?? 'no type'}). ` +
      `Name the address that the beacon script comes from.`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const errorOf = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'error' in answer && typeof answer.error === 'string'
    ? answer.error.slice(0, 300)
    : undefined

/** Node's codes in words. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host name',
  EAI_AGAIN: 'the host name cannot be looked up now',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ETIMEDOUT: 'nobody answered in time',
  UND_ERR_CONNECT_TIMEOUT: 'nobody answered in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; name its authority in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is signed by nobody that Node knows; name its authority in NODE_EXTRA_CA_CERTS',
}

function reasonOf(error: unknown, patienceMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer in ${patienceMs / 1000} s`
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  return REASONS[cause?.code ?? ''] ?? cause?.message ?? message
}

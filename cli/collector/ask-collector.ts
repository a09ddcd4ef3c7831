import { setTimeout as pause } from 'node:timers/promises'
import { oneLine, visibleText } from '../../reports/visible-text.ts'
import { UsageMistake } from '../usage-mistake.ts'

/** The collector could not be asked now: it is down, too busy, or too far. Nobody's mistake; its message says why. */
export class CollectorSilent extends Error {
  override name = 'CollectorSilent'
}

/** Asks a collector's API.
 * @param question below `api/`, with its query
 * @param body JSON to hand over; absent: a GET
 * @returns the JSON that it answers
 * @throws UsageMistake where asking again would not help: no such site, no token, no collector. CollectorSilent otherwise. */
export type AskCollector = (question: string, body?: string) => Promise<unknown>

export type Asking = {
  /** Where the URL was typed, for messages; '--field' where it is left out. */
  option?: '--field' | '--base' | '--push'
  /** FIELDLAB_TOKEN. */
  token?: string
  /** ms before the second and the third try. */
  pauses?: readonly number[]
  /** ms for one answer; the collector gives a question up after 30 s. */
  patienceMs?: number
}

/** More than the longest answer (distributions, some 10 MB) and the largest build have; what sends more is no collector of ours. */
const MOST_BYTES = 64 * 1024 * 1024

/** @param url the collector's, as it was typed: `https://rum.example.com`, with the path that it is mounted at; its query is
 * left out
 * @throws UsageMistake where it is none */
export function askCollector(
  url: string,
  { option = '--field', token, pauses = [500, 1500], patienceMs = 40_000 }: Asking = {},
): { ask: AskCollector; from: string } {
  const base = baseOf(url, option)
  const from = base.href.replace(/\/$/, '')
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}
  async function answerTo(question: string, body?: string): Promise<Response> {
    const given = body !== undefined && { method: 'POST', body }
    try {
      return await fetch(new URL(`api/${question}`, base), {
        ...given,
        headers: { ...headers, ...(given && { 'Content-Type': 'application/json' }) },
        // A token goes nowhere else.
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      })
    } catch (error) {
      throw silent(option, `${from} cannot be reached: ${reasonOf(error, patienceMs)}.`)
    }
  }
  async function ask(question: string, body?: string): Promise<unknown> {
    const response = await answerTo(question, body)
    const text = await textOf(response).catch((error: unknown) => {
      throw silent(option, `${from} broke off its answer: ${reasonOf(error, patienceMs)}.`)
    })
    if (text === undefined) {
      throw new UsageMistake(
        `${option}: what answers at ${from} is no Fieldlab collector: it sends more than ${MOST_BYTES / 2 ** 20} MB.`,
      )
    }
    return readAnswer(response, text, { option, from, hasToken: token !== undefined && token !== '' })
  }
  async function askAgain(question: string, body?: string): Promise<unknown> {
    for (const ms of pauses) {
      try {
        return await ask(question, body)
      } catch (error) {
        if (!(error instanceof CollectorSilent)) throw error
        await pause(ms)
      }
    }
    return ask(question, body)
  }
  return { ask: askAgain, from }
}

function baseOf(text: string, option: string): URL {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageMistake(`${option} is "${text}", expected a collector's URL: https://rum.example.com.`)
  }
  if (url.username || url.password) {
    throw new UsageMistake(
      `${option} holds a name or a password, which ends in logs. Put the token into FIELDLAB_TOKEN.`,
    )
  }
  return new URL(`${url.origin}${url.pathname.replace(/\/*$/, '/')}`)
}

/** @returns `undefined` for a body that is too long */
async function textOf({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** A report tells of the field that it could not be read; whatever else was asked is told by its option. */
const silent = (option: string, text: string): CollectorSilent =>
  new CollectorSilent(option === '--field' ? text : `${option}: ${text}`)

type Who = { option: string; from: string; hasToken: boolean }

function readAnswer({ status, headers }: Response, text: string, { option, from, hasToken }: Who): object {
  const answer = parsed(text)
  const error = errorOf(answer)
  if ([200, 201].includes(status) && typeof answer === 'object' && answer !== null) return answer
  if (status === 401) {
    throw new UsageMistake(
      hasToken
        ? `${option}: ${from} does not take the token in FIELDLAB_TOKEN. Set the one that the collector was started with.`
        : `${option}: ${from} asks for a token, and FIELDLAB_TOKEN is not set. Set the one that the collector was started with.`,
    )
  }
  if (status === 403) {
    throw new UsageMistake(
      `${option}: ${from} has no token, and then answers on its own machine only. Start it with FIELDLAB_TOKEN, and set the same one here.`,
    )
  }
  if (status >= 300 && status < 400) {
    throw new UsageMistake(
      `${option}: ${from} sends elsewhere, to ${shown(headers.get('Location') ?? 'nowhere')}. Name that address.`,
    )
  }
  if (status === 429 || status >= 500) {
    throw silent(option, `${from} answered ${status}${error === undefined ? '' : `: ${error}`}`)
  }
  if (status === 404 && error?.includes('no such question')) {
    throw new UsageMistake(`${option}: the collector at ${from} is older than this Fieldlab. Update it.`)
  }
  if (error !== undefined) throw new UsageMistake(`${option}: ${from} answered ${status}: ${error}`)
  throw new UsageMistake(
    `${option}: what answers at ${from} is no Fieldlab collector (${status}, ${shown(headers.get('Content-Type') ?? 'no type')}). ` +
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
    ? shown(answer.error)
    : undefined

/** Whoever answers may not be whom one takes it for: its words are one line, and do nothing to a terminal. */
const shown = (text: string): string => oneLine(visibleText(text.slice(0, 500)))

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

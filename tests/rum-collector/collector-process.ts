import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { resolve } from 'node:path'
import type { TestContext } from 'node:test'
import type { Beacon } from '../../measurement/beacon.ts'
import { aBeacon } from './a-beacon.ts'

const PROGRAM = resolve(import.meta.dirname, 'run-collector.ts')

export type CollectorProcess = {
  /** The collector's own, whatever it is wrapped in. */
  pid: number
  url: string
  /** What it has logged so far. */
  log(): string
  /** Resolves with exit code and signal. */
  ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>
}

/** @param context ends it with the test, however that ends
 * @param wrapper a command that runs the rest of its arguments
 * @throws Error with what it logged, where it ends before it listens */
export async function startProcess(
  context: Pick<TestContext, 'after'>,
  file: string,
  wrapper: readonly string[] = [],
): Promise<CollectorProcess> {
  const [command, ...words] = [...wrapper, process.execPath, PROGRAM, file]
  const child = spawn(command!, words, { stdio: 'pipe' })
  let logged = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (logged += text))
  const ended = once(child, 'exit') as CollectorProcess['ended']
  const first = await Promise.race([once(child.stdout, 'data') as Promise<[Buffer]>, ended])
  const [url = '', pid] = String(first[0]).trim().split(' ')
  if (!url.startsWith('http')) throw new Error(`The collector ended before it listened: ${url}\n${logged}`)
  const collector = { pid: Number(pid), url, log: () => logged, ended }
  context.after(() => kill(collector))
  return collector
}

/** Ends it, whatever it is doing; it may have ended already. */
export function kill({ pid }: Pick<CollectorProcess, 'pid'>): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Sends a beacon over a connection that is kept alive.
 * @returns the status, or `undefined` where there was no answer */
export function sendBeacon(url: string, agent: Agent, changes: Partial<Beacon> = {}): Promise<number | undefined> {
  return new Promise((done) => {
    const sent = request(`${url}/beacon`, {
      method: 'POST',
      agent,
      headers: { Origin: 'https://shop.example', 'Content-Type': 'text/plain;charset=UTF-8' },
    })
    sent.on('response', (response) => response.resume().on('close', () => done(response.statusCode)))
    sent.on('error', () => done(undefined))
    sent.end(JSON.stringify(aBeacon(changes)))
  })
}

export type Load = {
  /** The newest state of each page view that was acknowledged: id and sequence. */
  acknowledged: Map<string, number>
  /** The ids of all that was sent. */
  sent: Set<string>
  /** Answers by status; `none` for those that never came. */
  answers: Record<string, number>
}

/** Visitors who send one to three states of each of their page views, until the collector is gone or `stop` says so. */
export async function visit(url: string, { visitors, stop }: { visitors: number; stop: () => boolean }): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: visitors })
  const load: Load = { acknowledged: new Map(), sent: new Set(), answers: {} }
  const visitor = async () => {
    while (!stop()) {
      const id = crypto.randomUUID()
      load.sent.add(id)
      for (let sequence = 1; sequence <= 1 + Math.floor(Math.random() * 3); sequence++) {
        const status = await sendBeacon(url, agent, { id, sequence, metrics: { LCP: sequence } })
        load.answers[status ?? 'none'] = (load.answers[status ?? 'none'] ?? 0) + 1
        if (status === undefined) return
        if (status === 204) load.acknowledged.set(id, sequence)
      }
    }
  }
  await Promise.all(Array.from({ length: visitors }, visitor))
  agent.destroy()
  return load
}

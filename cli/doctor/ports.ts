import { once } from 'node:events'
import { createServer } from 'node:net'
import { finding, type Finding } from './finding.ts'

/** The port that `fieldlab serve` takes unless it is told another. */
export const COLLECTOR_PORT = 8080

/** Whether the ports of this machine that commands will listen on are free. */
export async function portFindings(baseURL: string | undefined, isStarted: boolean): Promise<Finding[]> {
  const collector = await collectorPort()
  const lab = isStarted ? portOnLoopback(baseURL) : undefined
  if (lab === undefined) return [collector]
  const isFree = await canListen(lab)
  return [
    finding('port', isFree ? 'ok' : 'warn', { port: lab, use: 'lab', ...(!isFree && { holder: 'site' }) }),
    collector,
  ]
}

async function collectorPort(): Promise<Finding> {
  const port = COLLECTOR_PORT
  if (await canListen(port)) return finding('port', 'ok', { port, use: 'collector' })
  const isOurs = await answersHealthz(port)
  return finding('port', isOurs ? 'ok' : 'warn', { port, use: 'collector', holder: isOurs ? 'collector' : 'other' })
}

function portOnLoopback(url: string | undefined): number | undefined {
  const { hostname, port, protocol } = URL.parse(url ?? '') ?? {}
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname ?? '')) return undefined
  return port ? Number(port) : protocol === 'https:' ? 443 : 80
}

/** A port may be taken on one family of addresses only, which is enough for the site to be in the way. */
async function canListen(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer()
    try {
      server.listen(port, host)
      await once(server, 'listening')
    } catch (error) {
      // Ports below 1024 are not for everyone, and not every machine has IPv6: that is not taken.
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false
    } finally {
      server.close()
    }
  }
  return true
}

async function answersHealthz(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) })
    const answer = (await response.json()) as { waiting?: unknown; lastBeaconAt?: unknown }
    return typeof answer.waiting === 'number' && answer.lastBeaconAt !== undefined
  } catch {
    return false
  }
}

import { readBuildSizes } from '../../budgets/build-sizes-schema.ts'
import type { BuildSizes } from '../../measurement/build-sizes.ts'
import { CollectorSilent } from '../collector/ask-collector.ts'
import { UsageMistake } from '../usage-mistake.ts'

const PATIENCE_MS = 40_000

type Options = {
  /** Named in messages: '--base', '--push'. */
  option: string
  /** FIELDLAB_TOKEN */
  token: string | undefined
}

/** The builds that a collector keeps.
 * @param url the collector's, with the path that it is mounted at; its query is left out
 * @throws UsageMistake where asking again would not help, CollectorSilent where it might */
export function collectorBuilds(url: URL, { option, token }: Options) {
  if (url.username || url.password) {
    throw new UsageMistake(
      `${option} holds a name or a password, which ends in logs. Put the token into FIELDLAB_TOKEN.`,
    )
  }
  const from = `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}

  async function ask(query: Record<string, string>, body?: string): Promise<unknown> {
    const target = `${from}/api/builds?${new URLSearchParams(query).toString()}`
    // A token goes nowhere else: redirects are not followed.
    const given = {
      ...(body !== undefined && { method: 'POST', body }),
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    } as const
    const response = await fetch(target, given).catch((error: unknown) => {
      const { cause, message } = error as Error & { cause?: { code?: string } }
      throw new CollectorSilent(`${option}: ${from} cannot be reached: ${cause?.code ?? message}.`)
    })
    const text = await response.text()
    if (response.ok) return parsed(text) ?? notOurs()
    if (response.status >= 500 || response.status === 429) {
      throw new CollectorSilent(`${option}: ${from} answers ${response.status}: ${said(text)}`)
    }
    if (response.status === 401) {
      throw new UsageMistake(
        `${option}: ${from} ${token ? 'does not take this token' : 'asks for a token'}. Set FIELDLAB_TOKEN to the one of the collector.`,
      )
    }
    throw new UsageMistake(`${option}: ${from} answers ${response.status}: ${said(text)}`)
  }

  const notOurs = (): never => {
    throw new UsageMistake(
      `${option}: ${from} does not answer as a Fieldlab collector does. Name the URL that it is mounted at.`,
    )
  }

  return {
    /** The build of a release, or the latest; nothing where there is none yet. */
    async read(site: string, release?: string): Promise<{ sizes?: BuildSizes }> {
      const answer = await ask({ site, ...(release !== undefined && { release }) })
      const { build } = Object(answer) as { build?: unknown }
      if (build === null) return {}
      const read = readBuildSizes(build)
      return 'sizes' in read ? read : notOurs()
    },
    /** Hands a build over to be kept. */
    async push(site: string, sizes: BuildSizes): Promise<void> {
      await ask({ site }, JSON.stringify(sizes))
    },
  }
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** What an answer says is wrong, in one line. */
function said(text: string): string {
  const { error } = Object(parsed(text)) as { error?: unknown }
  return (typeof error === 'string' ? error : text).replace(/\s+/g, ' ').trim().slice(0, 500)
}

import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import type { Config } from '../../budgets/config.ts'
import type { Tag } from '../check/evidence.ts'
import { ourScript } from '../check/our-script.ts'
import { finding, type Finding } from './finding.ts'

type Asked = {
  url: string
  /** What `fieldlab run` would start it with. */
  command?: string
  /** Absent: the tag is not looked for. */
  config?: Pick<Config, 'sites' | 'collector'>
}

const PATIENCE_MS = 10_000

/** Whether a page of the site answers, and whether its HTML has the beacon's tag. */
export async function siteFindings({ url, command, config }: Asked): Promise<Finding[]> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), headers: { accept: 'text/html' } })
    const html = await response.text()
    const { status } = response
    const site = finding('site', status < 400 ? 'ok' : 'fail', { url, status })
    if (status >= 400 || !config || !isHTML(response)) return [site]
    return [site, beaconFinding(response.url || url, html, config)]
  } catch (error) {
    return [finding('site', command === undefined ? 'fail' : 'ok', { url, failure: reasonOf(error), command })]
  }
}

const isHTML = ({ headers }: Response): boolean => /^text\/html\b/i.test(headers.get('content-type') ?? '')

/** What a fetch failed of is in the cause; its own message is only 'fetch failed'. */
function reasonOf(error: unknown): string {
  const { message, name, cause } = error as {
    message: string
    name?: string
    cause?: { code?: string; message?: string }
  }
  if (name === 'TimeoutError') return `nothing within ${PATIENCE_MS / 1000} s`
  return cause?.code ?? cause?.message ?? message
}

function beaconFinding(url: string, html: string, config: Pick<Config, 'sites' | 'collector'>): Finding {
  const { tags, idle } = ourScript({ tags: tagsIn(html, url), scripts: [] }, config)
  const known = Object.keys(config.sites)
  const sites = tags.map(({ data }) => data.site ?? '')
  const unknown = sites.find((site) => !known.includes(site))
  const stands = unknown === undefined && sites.length > 0
  const held = tags.length === 0 ? idle[0]?.type : undefined
  return finding('beacon', stands ? 'ok' : 'warn', { url, sites, unknown, known, idle: held })
}

/** Every script element of a document, as `fieldlab check` sees them in a browser. */
function tagsIn(html: string, url: string): Tag[] {
  const tags: Tag[] = []
  const walk = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node && node.tagName === 'script') tags.push(tagOf(node.attrs, url))
    if ('childNodes' in node) node.childNodes.forEach(walk)
  }
  walk(parse(html))
  return tags
}

function tagOf(attributes: readonly { name: string; value: string }[], url: string): Tag {
  const all = Object.fromEntries(attributes.map(({ name, value }) => [name, value]))
  const data = attributes
    .filter(({ name }) => name.startsWith('data-'))
    .map(({ name, value }) => [name.slice('data-'.length), value] as const)
  return {
    src: all.src === undefined ? '' : (URL.parse(all.src, url)?.href ?? ''),
    type: all.type ?? '',
    runsLater: 'async' in all || 'defer' in all,
    data: Object.fromEntries(data),
  }
}

import type { Config } from '../../budgets/config.ts'
import type { Evidence, ScriptRequest, Tag } from './evidence.ts'

/** What of a page is ours: its Fieldlab tags, those whose type keeps them from working, and the scripts that were requested. */
export type OurScript = { tags: Tag[]; idle: Tag[]; requests: ScriptRequest[] }

/** Types of classic scripts: https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type */
const CLASSIC = /^$|^(?:text|application)\/(?:x-)?(?:java|ecma)script/i

/** A tag is ours by where its script comes from, or by a site that the config knows: other tools have a data-site too. A script
 * counts as ours without a tag as well, since a tag manager may have taken it out again. */
export function ourScript(
  { tags, scripts }: Pick<Evidence, 'tags' | 'scripts'>,
  { sites, collector }: Pick<Config, 'sites' | 'collector'>,
): OurScript {
  const isOurs = ({ src, data }: Tag) =>
    src !== '' && (isScriptURL(src, collector.paths.script) || Object.hasOwn(sites, data.site ?? ''))
  const found = tags.filter(isOurs)
  const working = found.filter(({ type }) => CLASSIC.test(type))
  const idle = found.filter(({ type }) => !CLASSIC.test(type))
  const has = (list: readonly Tag[], url: string) => list.some(({ src }) => src === url)
  return {
    tags: working,
    idle,
    requests: scripts.filter(
      ({ url }) => has(working, url) || (isScriptURL(url, collector.paths.script) && !has(idle, url)),
    ),
  }
}

/** Whether a URL ends as the script's own does; a long-cached one has its version before the ending, `/fieldlab.1a2b3c.js`. */
function isScriptURL(url: string, path: string): boolean {
  const asked = URL.parse(url)?.pathname ?? ''
  const stem = path.replace(/\.js$/, '')
  const version = asked.slice(asked.lastIndexOf(stem) + stem.length)
  const hasEnding = asked.endsWith('.js') === path.endsWith('.js')
  return asked.includes(stem) && hasEnding && /^(?:\.[\w-]+)?(?:\.js)?$/.test(version)
}

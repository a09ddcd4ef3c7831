import type { Violation } from './evidence.ts'

/** Where a browser looks for what a directive says, in this order: https://www.w3.org/TR/CSP3/#directive-fallback-list */
const FALLBACKS: Record<string, readonly string[]> = {
  'script-src-elem': ['script-src-elem', 'script-src', 'default-src'],
  'script-src': ['script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
}

/** What to change in a policy so that it allows what it refused: the whole directive, to be copied.
 * @param header the page's header; what is not in it stands in a <meta> tag */
export function policyMend({ directive, blocked, policy }: Violation, header: string | undefined): string {
  const where = header?.includes(policy) ? 'the header Content-Security-Policy' : 'the <meta> Content-Security-Policy'
  const directives = directivesOf(policy)
  const found = (FALLBACKS[directive] ?? [directive]).find((name) => directives.has(name)) ?? directive
  const sources = directives.get(found) ?? []
  if (directive.startsWith('script') && sources.includes("'strict-dynamic'")) {
    return (
      `In ${where}, ${found} has 'strict-dynamic', beside which host names do not count. ` +
      'Give the tag the nonce of the page, nonce="…", or let a script that has it insert the tag.'
    )
  }
  const own = found === 'default-src' ? directive.replace('-elem', '') : found
  const allowed = [...sources.filter((source) => source !== "'none'"), originOf(blocked)]
  const how = found === own ? `make ${own}` : `add beside ${found}`
  return `In ${where}, ${how}: ${own} ${allowed.join(' ')}`
}

/** The first of two directives with one name counts. */
function directivesOf(policy: string): Map<string, string[]> {
  const directives = new Map<string, string[]>()
  for (const text of policy.split(';')) {
    const [name, ...sources] = text.trim().split(/\s+/)
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources)
  }
  return directives
}

const originOf = (url: string): string => URL.parse(url)?.origin ?? url

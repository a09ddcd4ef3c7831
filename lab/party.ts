import thirdPartyWeb from 'third-party-web/nostats-subset.js'
import { getDomain } from 'tldts-icann'

/** The name of the third party that a URL belongs to: the entity as Lighthouse names it (third-party-web), else the host.
 * Parties are registrable domains, so two ports or subdomains of one site are one party; `localhost` and `cdn.localhost`
 * are two, because neither has a registrable domain.
 * @param site the URL of the page or of the site under test
 * @returns `undefined` for the first party, and for what has no host (`data:`, `blob:`) */
export function thirdPartyOf(url: string, site: string): string | undefined {
  const host = hostOf(url)
  const own = hostOf(site)
  if (host === undefined || partyOf(host) === partyOf(own ?? '')) return undefined
  const entity = thirdPartyWeb.getEntity(url)
  // One company's domains are one party: a site on example.com that loads from its own example-cdn.com.
  if (entity && entity === thirdPartyWeb.getEntity(site)) return undefined
  return entity?.name ?? host
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.hostname || undefined
}

const partyOf = (host: string): string => getDomain(host) ?? host

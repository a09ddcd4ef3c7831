import { cutAtWord, maskIdentifiers, maskWords, withoutControls } from './identifiers.ts'
import { remember } from './remember.ts'
import { routeOf } from './route.ts'

const MAX_INPUT = 2000
const MAX_TEXT = 255
/** Page views share selectors and URLs: remembering these is ten times as fast as masking them again. 8 MB at most. */
const MOST_REMEMBERED = 4000

const URL_IN_TEXT = /\bhttps?:\/\/[^\s"'<>]+/gi
const QUERY_IN_TEXT = /[?#][\w.~%-]+=[^\s"'<>]*/g

/** A selector, an invoker or another text from a page, fit to be stored: URLs lose their query, fragment and user info;
 * mail addresses, IP addresses, tokens, uuids, hashes and long numbers (phones, cards) become placeholders; control characters go.
 * 255 characters at most. Changes nothing the second time. It is still text from a stranger: escape it at output. */
export const maskText = remember(MOST_REMEMBERED, (text) => {
  const cleaned = withoutControls(text.slice(0, MAX_INPUT))
    .replace(URL_IN_TEXT, (url) => maskURL(url))
    .replace(QUERY_IN_TEXT, '')
  return cutAtWord(maskIdentifiers(cleaned), MAX_TEXT)
})

const WEB_URL = /^(https?:)\/\/([^/?#\s]*)([^?#]*)/i
const OTHER_SCHEME = /^([a-z][a-z0-9+.-]{0,30}:)(?!\d)/i

/** Origin and path of a URL, identifiers masked and the path grouped as routes are; no query, fragment or user info. Of schemes other than http
 * (data:, blob:, extensions) the scheme alone, because the rest is content or names the visitor's software. A relative URL
 * gives its path. 511 characters at most. */
export const maskURL = remember(MOST_REMEMBERED, (url) => {
  const cleaned = withoutControls(url.slice(0, MAX_INPUT)).trim()
  if (cleaned === '') return ''
  const web = WEB_URL.exec(cleaned)
  if (!web) return OTHER_SCHEME.exec(cleaned)?.[1]?.toLowerCase() ?? routeOf(cleaned)
  const [, scheme = '', authority = '', path = ''] = web
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase()
  return `${scheme.toLowerCase()}//${cutAtWord(maskHost(host), MAX_TEXT - 10)}${routeOf(path)}`
})

/** Sandboxes for what users make give each of them a host. A name in other letters (`xn--…`) looks like a token and is none. */
const maskHost = (host: string): string =>
  /^[\w.:-]*$/.test(host) && host.includes('xn--')
    ? host.replace(/[^.]+/g, (label) => (label.startsWith('xn--') ? label : maskWords(label)))
    : maskWords(host)

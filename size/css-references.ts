import { mediaHolds } from './phone.ts'
import type { Reference } from './reference.ts'

/** What a stylesheet refers to: other stylesheets, fonts, images. Whether a rule applies anywhere is not known: its images count. */
export function cssReferences(css: string): Reference[] {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, ' ')
  const faces: Reference[] = []
  const rest = text
    .replace(/@font-face\s*\{([^}]*)\}/gi, (_, block: string) => {
      faces.push(...fontFace(block))
      return ' '
    })
    .replace(IMPORT, (_, inFunction: string | undefined, quoted: string | undefined, media: string) => {
      const url = urlOf(inFunction ?? quoted ?? '')
      const when = mediaHolds(media.replace(/\b(?:layer|supports)\s*(?:\([^)]*\))?/gi, '')) ? 'initial' : 'lazy'
      if (isFetched(url)) faces.push({ url, type: 'stylesheet', when })
      return ' '
    })
  const images = urlsIn(rest).map((url): Reference => ({ url, type: 'image', when: 'initial' }))
  return [...faces, ...images]
}

const IMPORT = /@import\s+(?:url\(\s*("[^"]*"|'[^']*'|[^)'"]*?)\s*\)|("[^"]*"|'[^']*'))([^;]*);/gi

const urlsIn = (text: string): string[] =>
  [...text.matchAll(/\burl\(\s*("[^"]*"|'[^']*'|[^)'"]*?)\s*\)/gi)].map(([, url]) => urlOf(url!)).filter(isFetched)

const urlOf = (text: string): string => text.replace(/^(["'])(.*)\1$/s, '$2').trim()

/** `#id` is a part of the page itself, `data:` brings its content along. */
export const isFetched = (url: string): boolean =>
  url !== '' && !/^(?:#|data:|blob:|about:|javascript:|mailto:|tel:)/i.test(url)

/** Of the sources, browsers take the first that they can read: all read woff2. A face for other letters than Latin is fetched where
 * a page has such letters. */
function fontFace(block: string): Reference[] {
  const urls = urlsIn(block)
  const url =
    urls.find((one) => /\.woff2\b/i.test(one)) ?? urls.find((one) => /\.(?:woff|ttf|otf)\b/i.test(one)) ?? urls[0]
  if (url === undefined) return []
  const [, ranges] = /unicode-range\s*:\s*([^;}]*)/i.exec(block) ?? []
  const when = ranges === undefined || ranges.split(',').some(hasLatin) ? 'initial' : 'lazy'
  return [{ url, type: 'font', when }]
}

/** Whether 'U+0000-00FF' or 'U+0??' holds an 'e'. */
function hasLatin(range: string): boolean {
  const [, from = '', to = from] = /U\+([0-9a-f?]+)(?:-([0-9a-f]+))?/i.exec(range) ?? []
  if (from === '') return false
  const [low, high] = [parseInt(from.replaceAll('?', '0'), 16), parseInt(to.replaceAll('?', 'f'), 16)]
  return low <= 0x65 && 0x65 <= high
}

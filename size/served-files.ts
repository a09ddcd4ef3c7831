import { stat } from 'node:fs/promises'
import { dirname, posix, relative, resolve, sep } from 'node:path'

/** Stands for the site in URLs; no host ends so. https://www.rfc-editor.org/rfc/rfc2606 */
const ORIGIN = 'http://build.invalid'

/** Where the files are that a page's URLs name. */
export type Served = {
  /** The page's own URL. */
  pageURL: string
  /** A URL's file, absolute; 'external' where the URL is of another origin, 'missing' where it should be there. */
  fileOf(url: string): Promise<{ file: string } | 'external' | 'missing'>
  /** The URL as people know it: a path, for this build's own. */
  show(url: string): string
}

/** @param served see BuildInput; absent: the folder of the HTML file, less what the page's path adds to it
 * @param folder where paths start */
export function servedFiles({
  page,
  html,
  served,
  folder,
}: {
  page: string
  html: string
  served?: Record<string, string> | undefined
  folder: string
}): Served {
  const places = Object.entries(served ?? { '/': rootOf(page, html) })
    .map(([prefix, place]) => ({ prefix: new URL(prefix, ORIGIN).href, place: resolve(folder, place) }))
    .toSorted((a, b) => b.prefix.length - a.prefix.length)

  return {
    pageURL: pageURL(page, resolve(folder, html), places),
    async fileOf(url) {
      const { href, origin } = bare(url)
      let isOurs = origin === ORIGIN
      for (const { prefix, place } of places) {
        if (!href.startsWith(prefix)) continue
        isOurs = true
        const file = resolve(place, decoded(href.slice(prefix.length)))
        // A URL cannot climb out of what is served.
        if (relative(place, file).startsWith('..')) continue
        for (const candidate of [file, resolve(file, 'index.html'), `${file}.html`]) {
          if (await isFile(candidate)) return { file: candidate }
        }
      }
      return isOurs ? 'missing' : 'external'
    },
    show(url) {
      const { href, origin } = bare(url)
      return origin === ORIGIN ? href.slice(ORIGIN.length) : href
    },
  }
}

/** Without query and fragment. */
function bare(url: string): URL {
  const parsed = new URL(url)
  parsed.search = ''
  parsed.hash = ''
  return parsed
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const isFile = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

/** 'dist' for /about in 'dist/about/index.html' or 'dist/about.html'. */
function rootOf(page: string, html: string): string {
  const path = html.split(sep).join('/')
  const route = page.replace(/\/$/, '')
  const ending = [`${route}/index.html`, `${route}.html`].find((one) => route !== '' && path.endsWith(one))
  return ending === undefined ? dirname(html) : path.slice(0, -ending.length) || '.'
}

/** Relative URLs start at the file's own, where it is served as it lies; else at the page's. */
function pageURL(page: string, html: string, places: readonly { prefix: string; place: string }[]): string {
  const around = places.find(
    ({ prefix, place }) => prefix.startsWith(ORIGIN) && !relative(place, html).startsWith('..'),
  )
  if (!around) return new URL(page, ORIGIN).href
  return new URL(posix.join(...relative(around.place, html).split(sep).map(encodeURIComponent)), around.prefix).href
}

/** The tag for the pages of a site. It says only what the script cannot know by itself.
 * @param options.url of the collector (of the router's mount point), without a slash at its end
 * @param options.script path of the script below it, `/fieldlab.js` or the versioned one
 * @param options.beacon path that takes beacons
 * @param options.sample the site's share in the config: what the tag draws and what the collector weighs by must be one number */
export function scriptTag(options: {
  url: string
  site: string
  script: string
  beacon: string
  sample?: number
}): string {
  const { url, site, script, beacon, sample = 1 } = options
  const src = url + script
  const attributes = {
    src,
    'data-site': site,
    'data-sample': sample === 1 ? undefined : String(sample),
    'data-beacon': isBeside(src, url + beacon) ? undefined : url + beacon,
  }
  const text = Object.entries(attributes).map(([name, value]) =>
    value === undefined ? '' : ` ${name}="${escape(value)}"`,
  )
  return `<script async${text.join('')}></script>`
}

/** Where the script looks for the collector without being told. */
const isBeside = (src: string, beacon: string): boolean =>
  new URL('beacon', new URL(src, 'http://localhost')).href === new URL(beacon, 'http://localhost').href

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { init } from 'es-module-lexer'
import thirdPartyWeb from 'third-party-web/nostats-subset.js'
import type { BuildEntry, EntryFile, ExternalReference, FileType } from '../measurement/build-sizes.ts'
import { cssReferences, isFetched } from './css-references.ts'
import { htmlReferences } from './html-references.ts'
import { resolveImport, type ImportMap } from './import-map.ts'
import { NoBuild } from './no-build.ts'
import type { Reference } from './reference.ts'
import { scriptReferences } from './script-references.ts'
import { servedFiles } from './served-files.ts'

/** What one HTML file fetches. `file`: absolute. */
export type FirstLoad = Pick<BuildEntry, 'page' | 'html' | 'external' | 'missing'> & {
  files: { file: string; when: EntryFile['when'] }[]
}

type Wanted = Omit<Reference, 'url'> & { url: string }

/** Follows an HTML file to all that its first view fetches, and to what it may fetch later: scripts and what they import, stylesheets and
 * what they import, fonts, images. What is fetched at once and later counts as at once.
 * @throws {NoBuild} where the HTML file is not there */
export async function firstLoad(entry: {
  page: string
  html: string
  served?: Record<string, string> | undefined
  folder: string
}): Promise<FirstLoad> {
  const { page, html, folder } = entry
  const htmlFile = resolve(folder, html)
  const text = await readFile(htmlFile, 'utf8').catch(() => {
    throw new NoBuild(
      `build.entries["${page}"]: ${html} is not in ${folder}. Build first (npm run build, say), or correct the path.`,
    )
  })
  await init()
  const served = servedFiles(entry)
  const files = new Map<string, EntryFile['when']>([[htmlFile, 'initial']])
  const external = new Map<string, ExternalReference>()
  const missing = new Set<string>()

  const { references, base, scripts, importMap } = htmlReferences(text)
  const documentURL =
    base !== undefined && URL.canParse(base, served.pageURL) ? new URL(base, served.pageURL).href : served.pageURL
  const imports = readMap(importMap)
  const inline = scripts.flatMap(scriptReferences)
  const lazy: Wanted[] = []
  const atOnce: Wanted[] = []
  const want = (found: readonly Reference[], from: string, when: Reference['when'], isScript = false) => {
    for (const one of found) {
      const url = isScript ? resolveImport(one.url, from, imports, documentURL) : URL.parse(one.url, from)?.href
      if (url === undefined) missing.add(one.url)
      else if (isFetched(url)) (when === 'lazy' || one.when === 'lazy' ? lazy : atOnce).push({ ...one, url })
    }
  }
  want(references, documentURL, 'initial')
  want(inline, documentURL, 'initial', true)

  /** What a file fetches in its turn. */
  const follow = async (file: string, { url, type }: Wanted, when: Reference['when']): Promise<void> => {
    if (type === 'stylesheet') want(cssReferences(await readFile(file, 'utf8')), url, when)
    else if (type === 'script') want(scriptReferences(await readFile(file, 'utf8')), url, when, true)
  }
  // All that is fetched at once comes first: what is seen again later is no news.
  for (const [queue, when] of [
    [atOnce, 'initial'],
    [lazy, 'lazy'],
  ] as const) {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const place = await served.fileOf(one.url)
      if (place === 'missing') missing.add(served.show(one.url))
      else if (place === 'external') noteExternal(external, served.show(one.url), one.type, when)
      else if (!files.has(place.file)) {
        files.set(place.file, when)
        await follow(place.file, one, when)
      }
    }
  }
  return {
    page,
    html,
    files: [...files].map(([file, when]) => ({ file, when })),
    external: [...external.values()],
    missing: [...missing].sort(),
  }
}

function noteExternal(
  external: Map<string, ExternalReference>,
  url: string,
  type: FileType,
  when: Reference['when'],
): void {
  const { protocol, host } = new URL(url)
  if (external.has(url) || !/^https?:$/.test(protocol)) return
  external.set(url, { url, entity: thirdPartyWeb.getEntity(url)?.name ?? host, type, when })
}

function readMap(text: string | undefined): ImportMap {
  try {
    const map = JSON.parse(text ?? '{}') as { imports?: ImportMap }
    return typeof map.imports === 'object' && map.imports !== null ? map.imports : {}
  } catch {
    return {}
  }
}

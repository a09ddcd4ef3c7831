import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FaultName, Faults } from './faults.ts'
import { heavyScript, padJPEG } from './incompressible.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
}

/** A file as it is served; text also lies there compressed. */
export type Asset = { type: string; body: Buffer; br?: Buffer; gzip?: Buffer; etag: string }

const etagOf = (body: Buffer): string => createHash('sha256').update(body).digest('base64url').slice(0, 12)

export function packAsset(name: string, body: Buffer): Asset {
  const type = TYPES[extname(name)]
  if (!type) throw new Error(`demo/public: no content type is known for ${name}, add one to TYPES in demo/assets.ts`)
  const asset = { type, body, etag: etagOf(body) }
  return type === 'image/jpeg' ? asset : { ...asset, br: brotliCompressSync(body), gzip: gzipSync(body) }
}

export type Assets = {
  /** The path that names this version of the file, so that it may be cached for good: '/images/hero.3f9a0c1b.jpg'.
   * @throws for a file that is not there */
  path(name: string): string
  /** What lies at a path, with or without its version. */
  at(path: string): { name: string; asset: Asset; versioned: boolean } | undefined
}

/** Reads and compresses all files of a folder, once. */
export function openAssets(folder: URL): Assets {
  const byPath = new Map<string, { name: string; asset: Asset; versioned: boolean }>()
  const paths = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const name = entry.replaceAll('\\', '/')
    if (extname(name) === '') continue
    const asset = packAsset(name, readFileSync(new URL(name, folder)))
    const version = createHash('sha256').update(asset.body).digest('hex').slice(0, 8)
    const path = `/${name.replace(/(\.\w+)$/, `.${version}$1`)}`
    paths.set(name, path)
    byPath.set(path, { name, asset, versioned: true })
    byPath.set(`/${name}`, { name, asset, versioned: false })
  }
  return {
    at: (path) => byPath.get(path),
    path(name) {
      const path = paths.get(name)
      if (path === undefined) throw new Error(`demo/public has no ${name}; draw images with demo/draw-images.ts`)
      return path
    },
  }
}

const KILOBYTE = 1000

/** A script with so much ballast before it. A size of 0 or none changes nothing. */
export function weighDown(name: string, asset: Asset, kilobytes = 0): Asset {
  if (kilobytes === 0) return asset
  const body = Buffer.concat([Buffer.from(heavyScript(kilobytes * KILOBYTE)), asset.body])
  // Fast compression: the ballast does not shrink however long one tries.
  return { type: asset.type, body, gzip: gzipSync(body, { level: 1 }), etag: etagOf(body) }
}

/** The file as a URL with faults gets it, and how long it is kept waiting.
 * @param faults those of the file's own URL, where the page has written them: the picture that is the main one on a
 * product's page may be slow there and fast in a list */
export function faultyAsset(name: string, asset: Asset, faults: Faults): { asset: Asset; delayMs: number } {
  if (name === BUNDLE) return { asset: weighDown(name, asset, faults['heavy-bundle']), delayMs: 0 }
  if (name === CONSENT) return { asset, delayMs: faults['blocking-script'] ?? 0 }
  if (asset.type !== 'image/jpeg') return { asset, delayMs: 0 }
  const body = padJPEG(asset.body, (faults['heavy-hero'] ?? 0) * KILOBYTE)
  return { asset: { ...asset, body, etag: etagOf(body) }, delayMs: faults['slow-hero'] ?? 0 }
}

export const BUNDLE = 'assets/shop.js'
export const CONSENT = 'assets/consent.js'
export const STYLESHEET = 'assets/shop.css'
export const FAVICON = 'assets/favicon.svg'

/** The faults that show in the URL of a page's main image. */
export const MAIN_IMAGE_FAULTS = ['slow-hero', 'heavy-hero'] as const satisfies readonly FaultName[]

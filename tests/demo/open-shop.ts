import type { TestContext } from 'node:test'
import { startShop, type Shop, type ShopOptions } from '../../demo/shop.ts'

/** A shop on a free port that closes with the test. */
export async function openShop(t: TestContext, options: ShopOptions = {}): Promise<Shop> {
  const shop = await startShop(options)
  t.after(() => shop.close())
  return shop
}

/** The document at a path, as text. */
export async function readPage(shop: Shop, path: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(shop.url + path, { headers })
  return response.text()
}

/** All values of an attribute in a document, entities read. */
export const attributes = (markup: string, name: string): string[] =>
  [...markup.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map((match) => match[1]!.replaceAll('&amp;', '&'))

/** The first script, image or link whose URL holds this text. */
export function urlWith(markup: string, part: string): string {
  const found = [...attributes(markup, 'src'), ...attributes(markup, 'href')].find((url) => url.includes(part))
  if (found === undefined) throw new Error(`the page names no URL with ${part}`)
  return found
}

/** ms from the request to the answer's head. */
export async function firstByteMs(url: string): Promise<number> {
  const began = performance.now()
  const response = await fetch(url)
  const took = performance.now() - began
  await response.arrayBuffer()
  return took
}

/** Bytes on the wire of the body, as a browser with gzip would get it. */
export async function wireBytes(url: string): Promise<number> {
  const response = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
  await response.arrayBuffer()
  return Number(response.headers.get('content-length'))
}

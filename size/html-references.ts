import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5'
import type { FileType } from '../measurement/build-sizes.ts'
import { cssReferences, isFetched } from './css-references.ts'
import { fileTypeOf } from './file-type.ts'
import { chooseCandidate, mediaHolds } from './phone.ts'
import type { Reference } from './reference.ts'

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.Node
type When = Reference['when']

/** What a page refers to. */
export type PageReferences = {
  references: Reference[]
  /** What `<base href>` says; URLs of the page start there. */
  base?: string
  /** Scripts in the page itself, which may import others. */
  scripts: string[]
  /** The first `<script type="importmap">`. */
  importMap?: string
}

/** Reads a page as a browser with scripts does: `<noscript>` and `<template>` bring nothing. */
export function htmlReferences(html: string): PageReferences {
  const found: PageReferences = { references: [], scripts: [] }
  // A list and no recursion: nothing keeps a generated page from nesting deeper than the stack.
  const next: Node[] = [parse(html)]
  for (let node = next.pop(); node; node = next.pop()) {
    if (defaultTreeAdapter.isElementNode(node)) read(node, found)
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) next.push(child)
  }
  return found
}

function read(element: Element, found: PageReferences): void {
  const attributes = new Map(element.attrs.map(({ name, value }) => [name, value]))
  const of = (name: string) => attributes.get(name)?.trim()
  const add = (url: string | undefined, type: FileType, when: When = 'initial') => {
    if (url !== undefined && isFetched(url)) found.references.push({ url, type, when })
  }
  const style = of('style')
  if (style !== undefined) found.references.push(...cssReferences(style))
  READERS[element.tagName]?.({ element, of, add, found })
}

type Reading = {
  element: Element
  of(name: string): string | undefined
  add(url: string | undefined, type: FileType, when?: When): void
  found: PageReferences
}

const lazyOf = ({ of }: Reading): When => (of('loading')?.toLowerCase() === 'lazy' ? 'lazy' : 'initial')

/** Elements that make the browser fetch something. https://html.spec.whatwg.org/multipage/indices.html#elements-3 */
const READERS: Record<string, (reading: Reading) => void> = {
  base: ({ of, found }) => {
    const href = of('href')
    if (href !== undefined) found.base ??= href
  },
  script,
  style: ({ element, of, found }) => {
    if (mediaHolds(of('media') ?? '')) found.references.push(...cssReferences(textOf(element)))
  },
  link,
  img: (reading) => {
    const { element, of, add } = reading
    const srcset = pictureSource(element) ?? of('srcset')
    const sizes = pictureSource(element) === undefined ? of('sizes') : pictureSizes(element)
    add((srcset && chooseCandidate(srcset, sizes)) || of('src'), 'image', lazyOf(reading))
  },
  image: ({ of, add }) => add(of('href') ?? of('xlink:href'), 'image'),
  use: ({ of, add }) => add((of('href') ?? of('xlink:href'))?.replace(/#.*/s, ''), 'image'),
  input: ({ of, add }) => {
    if (of('type')?.toLowerCase() === 'image') add(of('src'), 'image')
  },
  video: (reading) => {
    const { of, add } = reading
    add(of('poster'), 'image')
    add(of('src'), 'other', mediaTime(reading))
  },
  audio: (reading) => reading.add(reading.of('src'), 'other', mediaTime(reading)),
  iframe: (reading) => reading.add(reading.of('src'), 'document', lazyOf(reading)),
  embed: ({ of, add }) => add(of('src'), 'other'),
  object: ({ of, add }) => add(of('data'), 'other'),
}

/** Without autoplay, browsers fetch no more than the beginning. */
const mediaTime = ({ of }: Reading): When =>
  of('autoplay') !== undefined || of('preload')?.toLowerCase() === 'auto' ? 'initial' : 'lazy'

const JAVASCRIPT = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i

function script({ element, of, add, found }: Reading): void {
  const type = of('type') ?? ''
  if (type.toLowerCase() === 'importmap') found.importMap ??= textOf(element)
  // A browser that knows modules leaves those out that are for others.
  if (!JAVASCRIPT.test(type) || of('nomodule') !== undefined) return
  const src = of('src')
  if (src === undefined) found.scripts.push(textOf(element))
  else add(src, 'script')
}

/** What a preload's `as` says it is. */
const AS: ReadonlyMap<string, FileType> = new Map([
  ['script', 'script'],
  ['style', 'stylesheet'],
  ['image', 'image'],
  ['font', 'font'],
  ['document', 'document'],
])

function link({ of, add }: Reading): void {
  const rels = new Set((of('rel') ?? '').toLowerCase().split(/\s+/))
  const href = of('href')
  const media = of('media') ?? ''
  const type = AS.get((of('as') ?? '').toLowerCase()) ?? fileTypeOf((href ?? '').replace(/[?#].*/s, ''))
  if (rels.has('stylesheet')) {
    if (!rels.has('alternate') && of('disabled') === undefined)
      add(href, 'stylesheet', mediaHolds(media) ? 'initial' : 'lazy')
  } else if (rels.has('modulepreload')) add(href, 'script')
  else if (rels.has('preload')) {
    const srcset = of('imagesrcset')
    if (mediaHolds(media)) add((srcset && chooseCandidate(srcset, of('imagesizes'))) || href, type)
  } else if (['prefetch', 'prerender', 'icon', 'apple-touch-icon', 'manifest'].some((rel) => rels.has(rel)))
    add(href, type, 'lazy')
}

const TYPES_READ = /^(?:|image\/(?:avif|webp|jpe?g|png|apng|gif|svg\+xml|bmp|x-icon))$/i

/** The source of the `<picture>` around an image that the phone takes. */
function sourceOf(image: Element): Element | undefined {
  const { parentNode } = image
  if (!parentNode || !defaultTreeAdapter.isElementNode(parentNode) || parentNode.tagName !== 'picture') return undefined
  return parentNode.childNodes
    .filter(defaultTreeAdapter.isElementNode)
    .find(
      (one) =>
        one.tagName === 'source' &&
        attribute(one, 'srcset') !== undefined &&
        mediaHolds(attribute(one, 'media') ?? '') &&
        TYPES_READ.test(attribute(one, 'type') ?? ''),
    )
}

const attribute = ({ attrs }: Element, name: string): string | undefined =>
  attrs.find((one) => one.name === name)?.value

const pictureSource = (image: Element): string | undefined => {
  const source = sourceOf(image)
  return source && attribute(source, 'srcset')
}

const pictureSizes = (image: Element): string | undefined => {
  const source = sourceOf(image)
  return source && attribute(source, 'sizes')
}

const textOf = ({ childNodes }: Element): string =>
  childNodes.map((child) => (defaultTreeAdapter.isTextNode(child) ? child.value : '')).join('')

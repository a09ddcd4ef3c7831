import { parse } from 'es-module-lexer'
import type { FileType } from '../measurement/build-sizes.ts'
import { fileTypeOf } from './file-type.ts'
import type { Reference } from './reference.ts'

/** What a script imports: at once, or by `import()` later. What a bundler's own
 * runtime fetches (webpack's chunks) cannot be told from its code. Nothing for what is no JavaScript. */
export function scriptReferences(code: string): Reference[] {
  let imports: ReturnType<typeof parse>[0]
  try {
    ;[imports] = parse(code)
  } catch {
    return []
  }
  const found = imports.flatMap((one): Reference[] => {
    if (one.type === 'import-meta') return workerOrAsset(code, one.start)
    if (one.specifier === undefined || ('glob' in one && one.glob)) return []
    return [reference(one.specifier, one.type === 'dynamic' ? 'lazy' : 'initial')]
  })
  return [...found, ...vitePreloads(code)]
}

/** What an import fetches is a script, unless its ending says otherwise. */
const reference = (url: string, when: Reference['when']): Reference => {
  const type: FileType = fileTypeOf(url.replace(/[?#].*/s, ''))
  return { url, type: type === 'other' ? 'script' : type, when }
}

/** `new URL('worker.js', import.meta.url)`: fetched when the script asks for it. */
function workerOrAsset(code: string, at: number): Reference[] {
  const [, url] = /new URL\(\s*["'`]([^"'`$]+)["'`]\s*,\s*$/.exec(code.slice(Math.max(0, at - 300), at)) ?? []
  return url === undefined ? [] : [{ ...reference(url, 'lazy'), type: fileTypeOf(url) }]
}

/** Vite lists what its dynamic imports bring along (styles, chunks of chunks) in one array, relative to its base: as many folders up as
 * each is deep.
 * https://github.com/vitejs/vite/blob/main/packages/vite/src/node/plugins/importAnalysisBuild.ts */
function vitePreloads(code: string): Reference[] {
  const [, list] = /__vite__mapDeps=\(?[^[]{0,200}?=(\["[^\]]*"\])/.exec(code) ?? []
  if (list === undefined) return []
  try {
    const urls = JSON.parse(list) as string[]
    return urls.map((url) => ({
      ...reference(url, 'lazy'),
      url: /^[./]|^\w+:/.test(url) ? url : '../'.repeat(url.split('/').length - 1) + url,
    }))
  } catch {
    return []
  }
}

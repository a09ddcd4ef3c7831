import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { rolldown } from 'rolldown'
import { trimWebVitals } from './trim-web-vitals.ts'

/** What is built from what. No module has the name of a built file: in the package they lie in one folder. */
const FILES = {
  'fieldlab.js': { input: 'script.ts', format: 'iife' },
  'probe.js': { input: 'lab-probe.ts', format: 'iife' },
  'fieldlab-beacon.js': { input: 'index.ts', format: 'esm' },
} as const

export type BuiltName = keyof typeof FILES

/** Bundles and minifies one of the files that run in a page. */
export async function buildBeacon(name: BuiltName): Promise<string> {
  const { input, format } = FILES[name]
  const bundle = await rolldown({
    input: fileURLToPath(new URL(input, import.meta.url)),
    platform: 'browser',
    plugins: [trimWebVitals()],
    transform: { target: 'es2022' },
  })
  try {
    const { output } = await bundle.generate({
      format,
      comments: false,
      // web-vitals' own build shortens its properties with a leading _ too.
      minify: { mangle: true, compress: true, codegen: true, mangleProps: { include: /^_/ } },
    })
    return output[0].code
  } finally {
    await bundle.close()
  }
}

/** The size as served: brotli, quality 11. */
export const brotliBytes = (text: string): number =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('../dist/beacon/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  for (const name of Object.keys(FILES) as BuiltName[]) {
    const code = await buildBeacon(name)
    writeFileSync(new URL(name, folder), code)
    console.log(`dist/beacon/${name}: ${Buffer.byteLength(code)} bytes, ${brotliBytes(code)} with brotli`)
  }
}

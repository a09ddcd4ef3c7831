import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test from 'node:test'
import { maskHash } from '../../size/mask-hash.ts'

/** Names as builds make them. */
const HASHED: Record<string, [path: string, masked: string][]> = {
  'Vite, Rollup, Remix': [
    ['assets/index-BxKq1a2Z.js', 'assets/index-*.js'],
    ['assets/index-D_-xK3a2.css', 'assets/index-*.css'],
    ['assets/index--a_bC12d.js', 'assets/index-*.js'],
    ['assets/index-CvBt_WCo.js', 'assets/index-*.js'],
    ['assets/vendor-DnkQxcbz.js', 'assets/vendor-*.js'],
    ['assets/entry.client-DdE0Hn5f.js', 'assets/entry.client-*.js'],
    ['assets/inter-latin-wght-normal-BgDaEnEv.woff2', 'assets/inter-latin-wght-normal-*.woff2'],
  ],
  webpack: [
    ['js/main.3f2a1b4c.js', 'js/main.*.js'],
    ['main.abcdef0123456789abcd.js', 'main.*.js'],
    ['static/js/787.1c5a1b0e.chunk.js', 'static/js/787.*.chunk.js'],
    ['app.1a2b3c4d.min.js', 'app.*.min.js'],
    ['main.12345678.js', 'main.*.js'],
    ['component---src-pages-index-js-1a2b3c4d5e6f7a8b9c0d.js', 'component---src-pages-index-js-*.js'],
    ['workbox-3e911b1d.js', 'workbox-*.js'],
  ],
  'Next.js': [
    ['_next/static/chunks/123-abcdef0123456789.js', '_next/static/chunks/123-*.js'],
    ['_next/static/chunks/app/layout-4eab1c9d8e7f6a5b.js', '_next/static/chunks/app/layout-*.js'],
    ['_next/static/css/7cca8e2c5137bd71.css', '_next/static/css/*.css'],
    ['_next/static/media/4cf2300e9c8272f7-s.p.woff2', '_next/static/media/*-s.p.woff2'],
    ['_next/static/V1StGXR8_Z5jdHi6B-myT/_buildManifest.js', '_next/static/*/_buildManifest.js'],
    ['chunks/[root-of-the-server]__3a6e1b5d._.js', 'chunks/[root-of-the-server]__*._.js'],
    ['chunks/src_app_page_5771e187._.js', 'chunks/src_app_page_*._.js'],
  ],
  Nuxt: [
    ['_nuxt/entry.B9AbCdEf.css', '_nuxt/entry.*.css'],
    ['_nuxt/BxKq1a2Z.js', '_nuxt/*.js'],
    ['_nuxt/D-5kQa_z.js', '_nuxt/*.js'],
    ['_nuxt/builds/meta/0b0e4b5a-1111-4222-8333-abcdefabcdef.json', '_nuxt/builds/meta/*.json'],
  ],
  'Astro, SvelteKit': [
    ['_astro/index.DqQ2nx3V.css', '_astro/index.*.css'],
    ['_app/immutable/entry/start.BxKq1a2Z.js', '_app/immutable/entry/start.*.js'],
    ['_app/immutable/chunks/CkJ8sLqF.js', '_app/immutable/chunks/*.js'],
    ['_app/immutable/nodes/0.Dq2nx3Vb.js', '_app/immutable/nodes/0.*.js'],
  ],
  'esbuild, Angular': [
    ['main-B6TNHZQ6.js', 'main-*.js'],
    ['styles-5INURTSO.css', 'styles-*.css'],
    ['chunk-2XJ5P4QD.js', 'chunk-*.js'],
    ['polyfills-ABCDEFGH.js', 'polyfills-*.js'],
  ],
}

/** Names that people gave. */
const WORDS =
  `jquery-migrate.js v2024.js jquery-3.7.1.min.js bootstrap.bundle.min.js vendor-react.js component-library.js chunk-settings.js
  report-20240101.js polyfills-es2015.js sha256-worker.js icon-16x16.png hero-1920x1080.jpg hero-640w.jpg inter-latin-400.woff2
  Montserrat-SemiBold.woff2 iPhone15Pro.png base64js.js utf8_decoder.js HTMLView.js UserMenu.js page-HomePage.js main.js
  my-modal-Big.js fonts/Roboto-Regular-webfont.woff player-HTML5Video.js video.mp4 app-v2-beta1.js README.md deadbeef.js
  facade-decade.js lodash.debounce.js three.module.js jquery.dataTables.min.js dist-v1.2.3.js apple-touch-icon-180x180.png
  _buildManifest.js middleware-manifest.json assets/index.html sw.js .vite/manifest.json`.split(/\s+/)

for (const [maker, names] of Object.entries(HASHED)) {
  test(`hashes of ${maker} are masked`, () => {
    for (const [path, masked] of names) assert.equal(maskHash(path), masked)
  })
}

test('words, versions, dates and dimensions are no hashes', () => {
  for (const name of WORDS) assert.equal(maskHash(name), name)
})

test('masking changes nothing the second time', () => {
  for (const [path] of Object.values(HASHED).flat()) assert.equal(maskHash(maskHash(path)), maskHash(path))
})

/** The share of random hashes that are seen. The rest look like words; pairing finds them again by the rest of the name. */
function seen(make: () => string, of: (hash: string) => [string, string]): number {
  const names = Array.from({ length: 3000 }, () => of(make()))
  return names.filter(([path, masked]) => maskHash(path) === masked).length / names.length
}

test('nearly every random hash is seen', () => {
  const base64 = () => randomBytes(6).toString('base64url')
  const hex = (bytes: number) => () => randomBytes(bytes).toString('hex')
  assert.ok(seen(base64, (hash) => [`assets/index-${hash}.js`, 'assets/index-*.js']) > 0.88)
  assert.ok(seen(base64, (hash) => [`_nuxt/${hash}.js`, '_nuxt/*.js']) > 0.88)
  assert.ok(seen(hex(4), (hash) => [`main.${hash}.js`, 'main.*.js']) > 0.99)
  assert.ok(seen(hex(8), (hash) => [`chunks/12-${hash}.js`, 'chunks/12-*.js']) > 0.99)
})

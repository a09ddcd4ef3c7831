import assert from 'node:assert/strict'
import { relative } from 'node:path'
import test, { type TestContext } from 'node:test'
import { firstLoad } from '../../size/first-load.ts'
import { chooseCandidate, mediaHolds } from '../../size/phone.ts'
import { aFolder } from './a-build.ts'

type Files = Record<string, string>

/** What dist/index.html fetches: paths below dist/, and those that come later. */
async function loadOf(
  t: TestContext,
  html: string,
  files: Files = {},
  entry: { page?: string; html?: string; served?: Files } = {},
) {
  const all = Object.fromEntries(Object.entries(files).map(([name, text]) => [`dist/${name}`, text]))
  const folder = aFolder(t, { [entry.html ?? 'dist/index.html']: html, ...all })
  const load = await firstLoad({ page: '/', html: 'dist/index.html', folder, ...entry })
  const paths = (when: string) =>
    load.files.filter((one) => one.when === when).map(({ file }) => relative(folder, file).replace(/^dist\//, ''))
  return {
    initial: paths('initial').sort(),
    lazy: paths('lazy').sort(),
    external: load.external,
    missing: load.missing,
  }
}

test('scripts, styles, preloads and images of the page are fetched at once', async (t) => {
  const files = { 'a.js': '', 'b.js': '', 'c.css': '', 'd.png': '', 'e.woff2': '', 'old.js': '', 'data.json': '' }
  const { initial, lazy, missing } = await loadOf(
    t,
    `<script src="/a.js"></script><script type=module src="./b.js"></script><script nomodule src="/old.js"></script>
     <script type="application/json" src="/data.json"></script>
     <link rel="stylesheet" href="c.css"><link rel=preload as=font href="/e.woff2" crossorigin><img src="d.png?v=1#x">`,
    files,
  )
  assert.deepEqual(initial, ['a.js', 'b.js', 'c.css', 'd.png', 'e.woff2', 'index.html'])
  assert.deepEqual([lazy, missing], [[], []])
})

test('static imports come with their script, dynamic ones later, and what is both comes at once', async (t) => {
  const { initial, lazy } = await loadOf(
    t,
    `<script type=module src="/main.js"></script><script type=module>import './inline.js'</script>`,
    {
      'main.js': `import './chunks/a.js'; export * from "./chunks/b.js"; const page = () => import('./page.js')`,
      'chunks/a.js': `import './b.js'; new Worker(new URL('./worker.js', import.meta.url))`,
      'chunks/b.js': `/* import './comment.js' */ const s = "import './string.js'"`,
      'chunks/worker.js': '',
      'chunks/comment.js': '',
      'chunks/string.js': '',
      'inline.js': '',
      'page.js': `import './chunks/b.js'; import './only-page.js'`,
      'only-page.js': '',
    },
  )
  assert.deepEqual(initial, ['chunks/a.js', 'chunks/b.js', 'index.html', 'inline.js', 'main.js'])
  assert.deepEqual(lazy, ['chunks/worker.js', 'only-page.js', 'page.js'])
})

test('imports in a circle end', async (t) => {
  const { initial } = await loadOf(t, `<script type=module src="/a.js"></script>`, {
    'a.js': `import './b.js'`,
    'b.js': `import './a.js'`,
  })
  assert.deepEqual(initial, ['a.js', 'b.js', 'index.html'])
})

test("Vite's list of what a dynamic import brings along is read, under any base", async (t) => {
  const code = `const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/About-B1.js","assets/About-C2.css"])))=>i.map(i=>d[i]);
    __vitePreload(()=>import("./About-B1.js"),__vite__mapDeps([0,1]))`
  const { initial, lazy, missing } = await loadOf(
    t,
    `<script type=module src="/shop/assets/index.js"></script>`,
    { 'assets/index.js': code, 'assets/About-B1.js': '', 'assets/About-C2.css': '' },
    { served: { '/shop/': 'dist' } },
  )
  assert.deepEqual(
    [initial, lazy, missing],
    [['assets/index.js', 'index.html'], ['assets/About-B1.js', 'assets/About-C2.css'], []],
  )
})

test('an import map names what bare imports mean; a name that nobody knows is missing', async (t) => {
  const { initial, missing } = await loadOf(
    t,
    `<script type=importmap>{"imports":{"lib":"/vendor/lib.js","kit/":"./kit/"}}</script>
     <script type=module>import 'lib'; import 'kit/a.js'; import 'nobody'</script>`,
    { 'vendor/lib.js': '', 'kit/a.js': '' },
  )
  assert.deepEqual(initial, ['index.html', 'kit/a.js', 'vendor/lib.js'])
  assert.deepEqual(missing, ['nobody'])
})

test('stylesheets bring their imports, fonts and images, relative to themselves', async (t) => {
  const { initial, lazy } = await loadOf(
    t,
    `<link rel=stylesheet href="/css/a.css"><link rel=stylesheet media=print href="/css/print.css">
     <style>body{background:url('/inline.png')}</style><div style="background:url(attr.png)"></div>`,
    {
      'css/a.css': `@import "b.css"; @import url(wide.css) (min-width: 1000px); /* url(comment.png) */
        @font-face{src:url("../f/x.woff2") format("woff2"),url("../f/x.ttf")}
        @font-face{src:url("../f/greek.woff2");unicode-range:U+0370-03FF}
        a{background:url(#id) url(data:image/png;base64,AA) url("i.png?x=1")}`,
      'css/b.css': 'b{background:url( i2.png )}',
      'css/wide.css': '',
      'css/print.css': '',
      'css/comment.png': '',
      'css/i.png': '',
      'css/i2.png': '',
      'f/x.woff2': '',
      'f/x.ttf': '',
      'f/greek.woff2': '',
      'inline.png': '',
      'attr.png': '',
    },
  )
  assert.deepEqual(initial, [
    'attr.png',
    'css/a.css',
    'css/b.css',
    'css/i.png',
    'css/i2.png',
    'f/x.woff2',
    'index.html',
    'inline.png',
  ])
  assert.deepEqual(lazy, ['css/print.css', 'css/wide.css', 'f/greek.woff2'])
})

test('lazy images, frames, prefetches, icons and videos come later; what noscript and template hold never comes', async (t) => {
  const { initial, lazy } = await loadOf(
    t,
    `<link rel=prefetch href=/p.js><link rel=icon href=/i.png><img loading=lazy src=/l.png><iframe loading=lazy src=/f.html></iframe>
     <video src=/v.mp4 poster=/poster.jpg></video><noscript><img src=/n.png></noscript><template><img src=/t.png></template>`,
    { 'p.js': '', 'i.png': '', 'l.png': '', 'f.html': '', 'v.mp4': '', 'poster.jpg': '', 'n.png': '', 't.png': '' },
  )
  assert.deepEqual(initial, ['index.html', 'poster.jpg'])
  assert.deepEqual(lazy, ['f.html', 'i.png', 'l.png', 'p.js', 'v.mp4'])
})

test('of an image with candidates the one that a phone takes is fetched, and no other', async (t) => {
  const sizes = { '400.jpg': '', '800.jpg': '', '1600.jpg': '', 'a.avif': '', 'fallback.jpg': '', 'wide.webp': '' }
  const { initial } = await loadOf(
    t,
    `<img src=/1600.jpg srcset="/400.jpg 400w, /800.jpg 800w, /1600.jpg 1600w" sizes="(max-width: 600px) 100vw, 50vw">
     <picture><source media="(min-width: 900px)" srcset=/wide.webp><source type=image/jxl srcset=/x.jxl>
     <source type=image/avif srcset=/a.avif><img src=/fallback.jpg></picture>`,
    sizes,
  )
  assert.deepEqual(initial, ['800.jpg', 'a.avif', 'index.html'])
})

test('the smallest candidate with a pixel for each of the screen is taken, else the largest', () => {
  const table: [string, string | undefined, string | undefined][] = [
    ['a.jpg 1x, b.jpg 2x, c.jpg 3x', undefined, 'b.jpg'],
    ['a.jpg, b.jpg 1.5x', undefined, 'b.jpg'],
    ['a.jpg 300w, b.jpg 600w', undefined, 'b.jpg'],
    ['a.jpg 300w, b.jpg 600w, c.jpg 900w', '50vw', 'b.jpg'],
    ['a.jpg 300w, b.jpg 600w, c.jpg 900w', 'calc(100vw - 312px)', 'a.jpg'],
    ['a,b/c.jpg 1x,d.jpg 2x', undefined, 'd.jpg'],
    ['', undefined, undefined],
  ]
  for (const [srcset, sizes, expected] of table) assert.equal(chooseCandidate(srcset, sizes), expected, srcset)
})

test('media queries are answered as by a phone in light colours', () => {
  const table: [string, boolean][] = [
    ['', true],
    ['screen', true],
    ['print', false],
    ['not print', true],
    ['(max-width: 600px)', true],
    ['(min-width: 40em)', false],
    ['(width <= 412px)', true],
    ['screen and (min-width: 400px) and (orientation: portrait)', true],
    ['print, (max-width: 500px)', true],
    ['(prefers-color-scheme: dark)', false],
    ['(something: new)', false],
  ]
  for (const [query, expected] of table) assert.equal(mediaHolds(query), expected, query)
})

test('other origins are listed with the party they belong to, and are no files', async (t) => {
  const { initial, external } = await loadOf(
    t,
    `<script async src="https://www.googletagmanager.com/gtag/js?id=secret"></script><img loading=lazy src="//cdn.unknown.example/a.png">
     <img src="data:image/png;base64,AA">`,
  )
  assert.deepEqual(initial, ['index.html'])
  assert.deepEqual(external, [
    { url: 'https://www.googletagmanager.com/gtag/js', entity: 'Google Tag Manager', type: 'script', when: 'initial' },
    { url: 'http://cdn.unknown.example/a.png', entity: 'cdn.unknown.example', type: 'image', when: 'lazy' },
  ])
})

test('what should be there and is not is told; a URL cannot climb out of the build', async (t) => {
  const { initial, missing } = await loadOf(
    t,
    `<script src=/gone.js></script><img src="/..%2fsecret.png"><img src="/%E0%A4%A.png">`,
    { '../secret.png': '' },
  )
  assert.deepEqual(initial, ['index.html'])
  assert.deepEqual(missing, ['/%E0%A4%A.png', '/..%2fsecret.png', '/gone.js'])
})

test("a page's root is its file's folder, less what its path adds to it", async (t) => {
  const html = '<script src="/assets/a.js"></script><script src="../assets/b.js"></script>'
  const files = { 'assets/a.js': '', 'assets/b.js': '' }
  const inFolder = await loadOf(t, html, files, { page: '/about', html: 'dist/about/index.html' })
  assert.deepEqual(inFolder.initial, ['about/index.html', 'assets/a.js', 'assets/b.js'])
  const asFile = await loadOf(t, html, files, { page: '/docs/intro/', html: 'dist/docs/intro.html' })
  assert.deepEqual([asFile.initial, asFile.missing], [['assets/a.js', 'assets/b.js', 'docs/intro.html'], []])
})

test('`served` says where paths and addresses lie; `<base>` where relative ones start', async (t) => {
  const { initial, external, missing } = await loadOf(
    t,
    `<base href="/app/"><script src="main.js"></script><script src="/_next/static/a.js"></script>
     <link rel=stylesheet href="https://cdn.example.com/assets/b.css">`,
    { 'app/main.js': '', 'next/static/a.js': '', 'cdn/b.css': '' },
    { served: { '/': 'dist', '/_next/': 'dist/next', 'https://cdn.example.com/assets/': 'dist/cdn' } },
  )
  assert.deepEqual(
    [initial, external, missing],
    [['app/main.js', 'cdn/b.css', 'index.html', 'next/static/a.js'], [], []],
  )
})

test('an HTML file that is not there says what to do', async (t) => {
  const folder = aFolder(t, {})
  await assert.rejects(firstLoad({ page: '/', html: 'dist/index.html', folder }), {
    name: 'NoBuild',
    message: `build.entries["/"]: dist/index.html is not in ${folder}. Build first (npm run build, say), or correct the path.`,
  })
})

test('a page may nest as deep as it likes', async (t) => {
  const { initial } = await loadOf(t, `${'<div>'.repeat(20_000)}<img src="/a.png">`, { 'a.png': '' })
  assert.deepEqual(initial, ['a.png', 'index.html'])
})

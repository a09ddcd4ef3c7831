import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

/** A kind of project, as its own scaffolding tool or its guide makes it, and how to break it. */
export type Scaffold = {
  kind: string
  /** Words for `npx` that make it in a folder of this name; absent: the files below are all. */
  create?: (name: string) => string[]
  /** Written over what was created. */
  files: Record<string, string>
  /** It is built by `npm run build`. */
  builds: boolean
  /** Adds 30 kB of script that every visitor loads, and an image that shows late. */
  breaks: (project: Editable) => void
}

export type Editable = {
  edit(name: string, change: (text: string) => string): void
  write(name: string, content: string | Buffer): void
}

export const editable = (folder: string): Editable => ({
  edit: (name, change) => writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'utf8'))),
  write(name, content) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  },
})

/** 30 kB that no compression makes smaller: letters and digits hold 6 bits of 8. */
export const planted = (): string => `globalThis.planted = '${randomBytes(30_000).toString('base64url')}';`

/** A picture of noise, about 940 kB: five seconds on a phone's link. Not wider than a phone: Chrome
 * zooms out of a page that is, and from then on tells no new LCP. */
export function heroImage(): Buffer {
  const [width, height] = [560, 560]
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.of(0), randomBytes(width * 3)]))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunk = (type: string, body: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type), body])
    const whole = Buffer.alloc(typed.length + 8)
    whole.writeUInt32BE(body.length, 0)
    typed.copy(whole, 4)
    whole.writeUInt32BE(crc32(typed), typed.length + 4)
    return whole
  }
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const HERO = '<img class="hero" src="/hero.png" width="560" height="560" style="max-width: 100%; height: auto" alt="">'
const PAGE = (head: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>A page</title>
    ${head}
  </head>
  <body><h1>A page</h1><p>With some text.</p></body>
</html>
`
const withHero = (html: string): string => html.replace('<h1>', `${HERO}<h1>`)
/** Stands in files for a port that is free when they are written. */
export const PORT_IN_FILES = '3417'

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

export const STATIC: Scaffold = {
  kind: 'static folder',
  files: {
    'index.html': PAGE('<link rel="stylesheet" href="/site.css"><script defer src="/site.js"></script>'),
    'site.css': 'body { font-family: sans-serif }\n',
    'site.js': `document.documentElement.classList.add('ready')\n`,
  },
  builds: false,
  breaks({ edit, write }) {
    edit('index.html', withHero)
    edit('site.js', (text) => text + planted())
    write('hero.png', heroImage())
  },
}

export const VITE: Scaffold = {
  kind: 'Vite',
  create: (name) => ['create-vite@latest', name, '--template', 'vanilla-ts', '--no-interactive'],
  files: {},
  builds: true,
  breaks({ edit, write }) {
    edit('index.html', (html) => html.replace('<body>', `<body>${HERO}`))
    edit(
      'src/main.ts',
      (text) => `${text}\n;(globalThis as { planted?: string }).planted = ${planted().split(' = ')[1]}\n`,
    )
    write('public/hero.png', heroImage())
  },
}

export const EXPRESS: Scaffold = {
  kind: 'Express',
  files: {
    'package.json': json({
      name: 'shop',
      private: true,
      type: 'module',
      scripts: { start: 'node server.js' },
      dependencies: { express: '^5.0.0' },
    }),
    'server.js': `import express from 'express'
const app = express()
app.get('/hero.png', (request, response, next) => setTimeout(next, Number(process.env.HERO_DELAY ?? 0)))
app.use(express.static('public'))
app.listen(process.env.PORT ?? ${PORT_IN_FILES})
`,
    'public/index.html': PAGE('<script defer src="/app.js"></script>'),
    'public/app.js': `document.documentElement.classList.add('ready')\n`,
  },
  builds: false,
  breaks({ edit, write }) {
    edit('public/index.html', withHero)
    edit('public/app.js', (text) => text + planted())
    // The server is what is slow here: three seconds until the image begins.
    edit('server.js', (text) => text.replace('?? 0', '?? 3000'))
    write('public/hero.png', heroImage())
  },
}

const NEXT: Scaffold = {
  kind: 'Next.js',
  create: (name) => ['create-next-app@latest', name, '--yes', '--skip-install', '--disable-git', '--no-tailwind'],
  // Its own layout fetches fonts from Google while it builds.
  files: {
    'app/layout.tsx': `export const metadata = { title: 'A page' }
export default function Layout({ children }: { children: React.ReactNode }) {
  return (<html lang="en"><body>{children}</body></html>)
}
`,
    'app/page.tsx': `export default function Home() {
  return (<main><h1>A page</h1><p>With some text.</p></main>)
}
`,
  },
  builds: true,
  breaks({ edit, write }) {
    write(
      'app/planted.tsx',
      `'use client'
import { useEffect } from 'react'
export function Planted() {
  useEffect(() => { (globalThis as { planted?: string }).planted = ${planted().split(' = ')[1]} }, [])
  return null
}
`,
    )
    edit(
      'app/page.tsx',
      (text) =>
        `import { Planted } from './planted'\n${text.replace('<h1>', '<img src="/hero.png" width="560" height="560" style={{ maxWidth: "100%", height: "auto" }} alt="" /><Planted /><h1>')}`,
    )
    write('public/hero.png', heroImage())
  },
}

const NUXT: Scaffold = {
  kind: 'Nuxt',
  // What `nuxi init` writes; it fetches its template from GitHub.
  files: {
    'package.json': json({
      name: 'nuxt-app',
      type: 'module',
      private: true,
      scripts: {
        build: 'nuxt build',
        dev: 'nuxt dev',
        generate: 'nuxt generate',
        preview: 'nuxt preview',
        postinstall: 'nuxt prepare',
      },
      dependencies: { nuxt: '^4.2.0', vue: '^3.5.0', 'vue-router': '^4.5.0' },
    }),
    'nuxt.config.ts': `export default defineNuxtConfig({ compatibilityDate: '2026-01-15' })\n`,
    'tsconfig.json': json({ files: [], references: [{ path: './.nuxt/tsconfig.app.json' }] }),
    'app/app.vue': `<template>\n  <main><h1>A page</h1><p>With some text.</p></main>\n</template>\n`,
  },
  builds: true,
  breaks({ edit, write }) {
    edit(
      'app/app.vue',
      (text) => `<script setup>\n${planted()}\n</script>\n${withHero(text).replace('alt="">', 'alt="" />')}`,
    )
    write('public/hero.png', heroImage())
  },
}

const ASTRO: Scaffold = {
  kind: 'Astro',
  // What `create astro` writes; it fetches its template from GitHub.
  files: {
    'package.json': json({
      name: 'astro-app',
      type: 'module',
      version: '0.0.1',
      scripts: { dev: 'astro dev', build: 'astro build', preview: 'astro preview', astro: 'astro' },
      dependencies: { astro: '^7.0.0' },
    }),
    'astro.config.mjs': `import { defineConfig } from 'astro/config'\nexport default defineConfig({})\n`,
    'tsconfig.json': json({ extends: 'astro/tsconfigs/strict' }),
    'src/pages/index.astro': PAGE(''),
  },
  builds: true,
  breaks({ edit, write }) {
    edit('src/pages/index.astro', (text) => withHero(text).replace('</body>', `<script>${planted()}</script></body>`))
    write('public/hero.png', heroImage())
  },
}

const SVELTEKIT: Scaffold = {
  kind: 'SvelteKit',
  create: (name) => [
    'sv@latest',
    'create',
    name,
    '--template',
    'minimal',
    '--types',
    'ts',
    '--no-add-ons',
    '--no-install',
  ],
  files: {},
  builds: true,
  breaks({ edit, write }) {
    edit('src/routes/+page.svelte', (text) => `<script>\n${planted()}\n</script>\n${HERO}\n${text}`)
    write('static/hero.png', heroImage())
  },
}

export const SCAFFOLDS: readonly Scaffold[] = [STATIC, VITE, EXPRESS, NEXT, NUXT, ASTRO, SVELTEKIT]

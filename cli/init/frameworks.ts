/** A kind of project: what tells it, and where it puts and serves its build. */
export type Framework = {
  name: string
  /** Any of these among the dependencies tells it. */
  packages: readonly string[]
  /** Scripts of package.json that serve the built site, the first that exists. Absent: `fieldlab preview` does. */
  serves: readonly string[]
  /** Words for that script that make it listen on this port and nowhere else. Absent: it takes none. */
  portWords?: (port: number) => string
  /** Where it listens unless told otherwise. Absent: its code says so, or nobody does. */
  port?: number
  /** Folders that the build's files for browsers may be in; the first that exists, or else the first. */
  builds: readonly string[]
}

const port = (number: number) => `--port ${number}`
/** Vite would take the next port when this one is taken, and something else would be measured. */
const strictPort = (number: number) => `--port ${number} --strictPort`

/** Every kind that init knows, a row each. The first whose package is among the dependencies wins: frameworks that stand on
 * Vite come before it, and servers last. */
export const FRAMEWORKS: readonly Framework[] = [
  { name: 'Next.js', packages: ['next'], serves: ['start'], portWords: port, port: 3000, builds: ['.next/static'] },
  {
    name: 'Nuxt',
    packages: ['nuxt'],
    serves: ['preview'],
    portWords: port,
    port: 3000,
    builds: ['.output/public'],
  },
  {
    name: 'Astro',
    packages: ['astro'],
    serves: ['preview'],
    portWords: port,
    port: 4321,
    builds: ['dist/client', 'dist'],
  },
  {
    name: 'SvelteKit',
    packages: ['@sveltejs/kit'],
    serves: ['preview'],
    portWords: strictPort,
    port: 4173,
    builds: ['.svelte-kit/output/client'],
  },
  { name: 'Vite', packages: ['vite'], serves: ['preview'], portWords: strictPort, port: 4173, builds: ['dist'] },
  {
    name: 'a Node server',
    packages: ['express', 'fastify', 'koa', 'hono', '@hapi/hapi', 'h3'],
    serves: ['start', 'serve'],
    builds: ['public', 'static', 'dist', 'build'],
  },
]

/** What is served as it lies there; also what a build of an unknown kind leaves behind. */
export const STATIC_SITE: Framework = {
  name: 'static files',
  packages: [],
  serves: [],
  port: 4173,
  builds: ['dist', 'build', 'out', '_site', 'public', 'site', 'www', 'docs', '.'],
}

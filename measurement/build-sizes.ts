/** How files are compressed on their way: sizes are budgeted as this. */
export type Compression = 'brotli' | 'gzip' | 'none'

/** One file of a build, matched across builds by `name`. All in bytes. */
export type BuildFile = {
  /** The path in the build with its content hash masked: 'assets/index-*.js'. Text from strangers: escape it. */
  name: string
  /** The path as it is in this build. */
  path: string
  raw: number
  gzip: number
  brotli: number
}

/** Files that a budget judges together. */
export type BuildGroup = {
  name: string
  compression: Compression
  files: BuildFile[]
}

/** What the first load of an HTML file brings with it. */
export type BuildEntry = {
  /** The page that it is, as a route: '/'. */
  page: string
  /** The HTML file's path in the build. */
  html: string
  compression: Compression
  /** `initial` is fetched for the first view; `lazy` only on demand (dynamic imports, loading=lazy, prefetch). */
  files: (BuildFile & {
    type: 'document' | 'script' | 'stylesheet' | 'image' | 'font' | 'other'
    when: 'initial' | 'lazy'
  })[]
  /** References that leave the build (other origins): counted by nobody but the live page. */
  external: string[]
}

/** What `fieldlab size` weighed; also what a collector keeps and what a base is. */
export type BuildSizes = {
  release?: string
  /** ms since the epoch. */
  at: number
  groups: BuildGroup[]
  entries: BuildEntry[]
}

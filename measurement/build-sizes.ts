/** How files are compressed on their way: sizes are budgeted as this. */
export type Compression = 'brotli' | 'gzip' | 'none'

/** What browsers fetch a file as. `document`: HTML. */
export type FileType = 'document' | 'script' | 'stylesheet' | 'image' | 'font' | 'other'

/** One file of a build, matched across builds by `name`. All in bytes. */
export type BuildFile = {
  /** The path in the build with its content hash masked: 'assets/index-*.js'. Text from strangers: escape it. */
  name: string
  /** The path as it is in this build, from the folder of the config. */
  path: string
  type: FileType
  raw: number
  /** As `gzip -9` makes it, without headers. Absent: nobody asked for it. A file of a format that is compressed already (woff2, jpg,
   * mp4) is not compressed again: its gzip and brotli are its raw size. */
  gzip?: number
  /** At quality 11. Absent as above. */
  brotli?: number
}

/** Files that a budget judges together. */
export type BuildGroup = {
  name: string
  compression: Compression
  files: BuildFile[]
}

/** `initial` is fetched for the first view; `lazy` only on demand (dynamic imports, loading=lazy, prefetch). */
export type EntryFile = BuildFile & { when: 'initial' | 'lazy' }

/** What leaves the build. url: without query. entity: the third party as third-party-web names it, else its host. Both are text from
 * strangers. */
export type ExternalReference = { url: string; entity: string; type: FileType; when: 'initial' | 'lazy' }

/** What the first load of an HTML file brings with it, as a phone of 412 × 823 points at 1.75 pixels each fetches it. */
export type BuildEntry = {
  /** The page that it is, as a route: '/'. */
  page: string
  /** The HTML file's path in the build. */
  html: string
  compression: Compression
  files: EntryFile[]
  /** References that leave the build (other origins): their bytes are counted by nobody but the live page. */
  external: ExternalReference[]
  /** URLs that should be of this build and are not there. */
  missing: string[]
}

/** A file that is new (no base), gone (no head) or of another size than in the base. Sizes in bytes, by `compression`. */
export type FileChange = {
  /** As BuildFile's. */
  name: string
  path: string
  type: FileType
  compression: Compression
  base?: number
  head?: number
}

/** What `fieldlab size` weighed; also what a collector keeps and what a base is. */
export type BuildSizes = {
  release?: string
  /** ms since the epoch. */
  at: number
  groups: BuildGroup[]
  entries: BuildEntry[]
  /** Against the base, the largest change first; absent without one. */
  changed?: FileChange[]
  /** Why nothing could be weighed, a sentence; groups and entries are empty then. */
  unread?: string
}

/** The size that is judged.
 * @returns the raw size where this compression was not asked for */
export const sizeAs = (file: Pick<BuildFile, 'raw' | 'gzip' | 'brotli'>, compression: Compression): number =>
  (compression === 'none' ? undefined : file[compression]) ?? file.raw

/** 'brotli', 'gzip' or 'uncompressed', as sentences say it. */
export const compressionName = (compression: Compression): string =>
  compression === 'none' ? 'uncompressed' : compression

/** The name of all groups' files together, each counted once; no group may be called so. */
export const TOTAL = 'total'

import { extname } from 'node:path'
import type { FileType } from '../measurement/build-sizes.ts'

const TYPES: Record<Exclude<FileType, 'other'>, string> = {
  document: '.html .htm .xhtml',
  script: '.js .mjs .cjs',
  stylesheet: '.css',
  image: '.png .jpg .jpeg .gif .webp .avif .svg .ico .bmp .jxl .apng',
  font: '.woff2 .woff .ttf .otf .eot',
}

const BY_ENDING = new Map(
  Object.entries(TYPES).flatMap(([type, endings]) => endings.split(' ').map((ending) => [ending, type as FileType])),
)

/** What browsers fetch it as, by its ending. */
export const fileTypeOf = (path: string): FileType => BY_ENDING.get(extname(path).toLowerCase()) ?? 'other'

/** Formats that are compressed in themselves: servers send them as they are (https://github.com/jshttp/mime-db: not compressible). */
const COMPRESSED = new Set(
  '.woff2 .woff .png .apng .jpg .jpeg .gif .webp .avif .jxl .mp3 .mp4 .m4a .m4v .ogg .ogv .oga .opus .webm .mov .flac .zip .gz .br .zst .7z .pdf'.split(
    ' ',
  ),
)

export const isCompressedFormat = (path: string): boolean => COMPRESSED.has(extname(path).toLowerCase())

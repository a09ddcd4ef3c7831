import { createHash } from 'node:crypto'

/** Bytes that no compression makes smaller, and that are the same each time, so that caches and ETags work. */
export const incompressible = (bytes: number): Buffer =>
  createHash('shake256', { outputLength: bytes }).update('the demo shop').digest()

/** A script of which about `bytes` are left after compression: Base64 of random bytes shrinks back to their number. */
export const heavyScript = (bytes: number): string =>
  `globalThis.ballast=${JSON.stringify(incompressible(bytes).toString('base64'))};\n`

const MARKER = 0xff
const COMMENT = 0xfe
/** The two bytes of a segment's length count themselves. */
const LONGEST_COMMENT = 0xffff - 2

/** The same picture in `bytes` bytes: comments stand before the picture's own data, so that none of it can be painted
 * until all of them have come. A size below the picture's own changes nothing.
 * Segments: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1.4 */
export function padJPEG(picture: Buffer, bytes: number): Buffer {
  const start = picture.subarray(0, 2)
  const segments: Buffer[] = []
  for (let missing = bytes - picture.length; missing > 4;) {
    const length = Math.min(missing - 4, LONGEST_COMMENT)
    const comment = incompressible(length)
    segments.push(Buffer.from([MARKER, COMMENT, (length + 2) >> 8, (length + 2) & 0xff]), comment)
    missing -= length + 4
  }
  return Buffer.concat([start, ...segments, picture.subarray(2)])
}

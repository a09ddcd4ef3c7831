import { isSeparatedToken } from '../measurement/identifiers.ts'

/** A build's path with content hashes as `*`, so that a file is found again in the next build: 'assets/index-*.js' for Vite's
 * 'assets/index-BxKq1a2Z.js'. What looks like a word or a version stays.
 * Knows hashes of Vite and Rollup (8 of base64url, which may hold - and _), webpack and Next.js (8 to 32 hex digits), esbuild and
 * Angular (8 of A–Z, 2–7), nanoids and uuids of folders. */
export function maskHash(path: string): string {
  const parts = path.split('/')
  const file = parts.pop()!
  return [...parts.map(maskFolder), maskFile(file)].join('/')
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** Next.js and Nuxt name a folder after the whole build. */
const maskFolder = (folder: string): string =>
  isSeparatedToken(folder) || /^(?=.*\d)(?=.*[a-f])[0-9a-f]{16,}$/.test(folder) ? '*' : folder.replace(UUID, '*')

function maskFile(file: string): string {
  const [, stem = '', extensions = ''] = /^(.*?)((?:\.[a-z][a-z0-9]{0,10}|\.mp[34]|\.woff2)*)$/i.exec(file) ?? []
  // What reads as an ending may be a hash as well: 'main.a1b2c3d4.js', 'index.DnkQxcbz.js'.
  const [last = '', ...inner] = extensions.split(/(?=\.)/).reverse()
  const endings = inner.reverse().map((ending) => `.${maskWords(ending.slice(1))}`)
  const words = stem.replace(UUID, '*').split('.').map(maskWords)
  return words.join('.') + endings.join('') + last
}

/** One part of a name between dots. */
function maskWords(part: string): string {
  // A hash of 8 characters may hold the very separators that end words: the last 8 are looked at as a whole.
  const [, before = '', tail = ''] = /^((?:.*[-_~])?)([\w-]{8})$/.exec(part) ?? []
  if (/[-_]/.test(tail) && isMixed(tail)) return `${before}*`
  return part
    .split(/([-_~]+)/)
    .map((word) => (isHash(word) ? '*' : word))
    .join('')
}

/** Of letters, digits and separators in an order that nobody would write. */
const isMixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text) && text.split(/[-_]+/).some(isOdd)

const isOdd = (word: string): boolean => word !== '' && !isWordLike(word) && word.length > 2

function isHash(word: string): boolean {
  if (word.length < 8) return false
  if (/^[0-9a-f]+$/.test(word)) return /\d/.test(word) && !isDate(word) && (/[a-f]/.test(word) || word.length === 8)
  if (/^[A-Z2-7]{8}$/.test(word)) return !/^[A-Z]+\d{1,4}$/.test(word) || /\d{3}$/.test(word)
  if (word.length > 24) return false
  return (/[a-z]/.test(word) && /[A-Z]/.test(word) && !isWordLike(word)) || isScrambled(word)
}

const isDate = (word: string): boolean => /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(word)

/** Letters and digits that change places often: 'k3x9q2ab', not 'base64js' and not '1920x1080'. */
const isScrambled = (word: string): boolean => (word.match(/[a-z](?=\d)|\d(?=[a-z])/gi) ?? []).length >= 4

/** 'SemiBold', 'iPhone15Pro', 'HTMLView', 'UserMenu2': words of three letters or more that have a vowel, in camel case, with one number
 * among them. */
function isWordLike(word: string): boolean {
  const [, before = '', digits = '', after = ''] = /^([A-Za-z]*)(\d{0,4})([A-Za-z]*)$/.exec(word) ?? []
  if (before === '') return digits !== '' && after === ''
  return [before.replace(/^[a-z](?=[A-Z])/, ''), after].every(isCamelCase)
}

const isCamelCase = (letters: string): boolean =>
  letters === '' ||
  letters
    .split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .every((one) => /^[A-Z]{2,5}$/.test(one) || (/^[A-Z]?[a-z]{2,}$/.test(one) && /[aeiouy]/i.test(one)))

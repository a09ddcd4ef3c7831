import type { BuildFile } from '../measurement/build-sizes.ts'

/** The same file in two builds; one of them is absent for a file that is new or gone. */
export type FilePair<File extends BuildFile = BuildFile> = { base?: File; head?: File }

/** Beyond this factor in size, two files whose names are nothing but hashes are not taken for one. */
const MOST_CHANGE = 2

/** Finds each file of one build in another. Files of one masked name stay apart: those with the same path first, then the closest in
 * size. What is left on both sides is paired where the names differ in one last word only, which may be a hash that looks like
 * a word. In the order of the heads, what is gone last. */
export function pairFiles<File extends BuildFile>(base: readonly File[], head: readonly File[]): FilePair<File>[] {
  const paired = new Map<File, File>()
  const left = { base: new Set(base), head: new Set(head) }
  const pair = (one: File, other: File) => {
    paired.set(other, one)
    left.base.delete(one)
    left.head.delete(other)
  }
  const byPath = new Map(base.map((file) => [file.path, file]))
  for (const file of head) {
    const same = byPath.get(file.path)
    if (same && left.base.has(same)) pair(same, file)
  }
  for (const key of [(file: File) => file.name, looseName]) {
    const bases = Map.groupBy(left.base, key)
    for (const [name, heads] of Map.groupBy(left.head, key)) {
      for (const [one, other] of closest(bases.get(name) ?? [], heads)) pair(one, other)
    }
  }
  const gone = [...left.base].map((one) => ({ base: one }))
  return [...head.map((file) => ({ base: paired.get(file), head: file })), ...gone].map(withoutAbsent)
}

const withoutAbsent = <File extends BuildFile>({ base, head }: FilePair<File>): FilePair<File> => ({
  ...(base && { base }),
  ...(head && { head }),
})

/** The name with its last word of 8 letters or more masked: 'assets/index-*.js' for 'assets/index-HomePage.js'. */
const looseName = ({ name }: BuildFile): string =>
  name.replace(/([-._/])(?:[\w-]{8}|\w{9,})(?=(?:\.\w{1,6}){1,2}$)/, '$1*')

/** Pairs of two lists so that the sum of differences in size is the least: both in the order of size, some of the longer list left
 * out. Pairs that differ too much are none, unless the name says more than a hash. */
function closest<File extends BuildFile>(base: readonly File[], head: readonly File[]): [File, File][] {
  const [bases, heads] = [base.toSorted(bySize), head.toSorted(bySize)]
  const all = bases.length <= heads.length ? align(bases, heads) : align(heads, bases).map(([a, b]) => [b, a] as const)
  const isNamed = /[^/*.]/.test(head[0]?.name.replace(/^.*\//, '').replace(/\.\w+$/, '') ?? '')
  const isAlone = bases.length === 1 && heads.length === 1
  return all.flatMap(([a, b]) => ((isNamed && isAlone) || isNear(a.raw, b.raw) ? [[a, b] as [File, File]] : []))
}

const bySize = (a: BuildFile, b: BuildFile): number => a.raw - b.raw || (a.path < b.path ? -1 : 1)

const isNear = (a: number, b: number): boolean => Math.max(a, b) <= MOST_CHANGE * Math.min(a, b)

/** Each of the shorter list with one of the longer, in order. Lists beyond this are paired at even ranks: to look at every
 * pair would take seconds. */
const MOST_COMPARED = 4_000_000

function align<File extends BuildFile>(short: readonly File[], long: readonly File[]): (readonly [File, File])[] {
  const [n, m] = [short.length, long.length]
  if (n * m > MOST_COMPARED) return short.map((file, i) => [file, long[Math.floor((i * m) / n)]!] as const)
  // cost[j]: the least for the first i of the short with the first j of the long; took[i * (m + 1) + j]: i goes with j in it.
  let cost = new Float64Array(m + 1)
  const took = new Uint8Array((n + 1) * (m + 1))
  for (let i = 1; i <= n; i++) {
    const next = new Float64Array(m + 1).fill(Infinity)
    for (let j = i; j <= m; j++) {
      const taken = cost[j - 1]! + Math.abs(short[i - 1]!.raw - long[j - 1]!.raw)
      const skipped = j > i ? next[j - 1]! : Infinity
      next[j] = Math.min(taken, skipped)
      if (taken <= skipped) took[i * (m + 1) + j] = 1
    }
    cost = next
  }
  const pairs: (readonly [File, File])[] = []
  for (let i = n, j = m; i > 0; j--) {
    if (took[i * (m + 1) + j] !== 1) continue
    pairs.push([short[i - 1]!, long[j - 1]!])
    i--
  }
  return pairs.reverse()
}

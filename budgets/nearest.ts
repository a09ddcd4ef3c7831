/** The candidate that was probably meant: fewest single-letter edits away, letter case ignored.
 * @returns `undefined` when nothing is near: more than a third of the letters differ, and neither begins with the other. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= candidate.length / 3 || distance <= 1 || begins(word, candidate))
    .toSorted((a, b) => a.distance - b.distance)
  return ranked[0]?.candidate
}

const begins = (a: string, b: string): boolean => a.length > 2 && (a.startsWith(b) || b.startsWith(a))

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

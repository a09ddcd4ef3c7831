/** Whether a version lies in a range as package.json writes the ones of our peers: `^1.2.3`, `~1.2.3`, `>=1.2 <2`, `1.x`, `*`
 * and several of them with `||`. A version without its last figures counts as zeros; what comes after '-' is not looked at. */
export function satisfies(version: string, range: string): boolean {
  const asked = figures(version)
  return range.split('||').some((part) => {
    const comparators = part
      .replaceAll(/([<>=~^]+)\s+/g, '$1')
      .trim()
      .split(/\s+/)
    return comparators.every((comparator) => fits(asked, comparator))
  })
}

function fits(version: Figures, comparator: string): boolean {
  const [, sign = '', text = ''] = /^([<>=~^]*)v?(.*)$/.exec(comparator) ?? []
  if (text === '' || /^[x*]/.test(text)) return true
  const bound = figures(text)
  const order = compare(version, bound)
  if (sign === '>=') return order >= 0
  if (sign === '>') return order > 0
  if (sign === '<') return order < 0
  if (sign === '<=') return order <= 0
  if (sign === '^') return order >= 0 && sameUpTo(version, bound, bound[0] > 0 ? 1 : bound[1] > 0 ? 2 : 3)
  if (sign === '~') return order >= 0 && sameUpTo(version, bound, 2)
  return sameUpTo(version, bound, text.split(/[.-]/).filter((figure) => /^\d+$/.test(figure)).length)
}

type Figures = [number, number, number]

function figures(text: string): Figures {
  const [major = 0, minor = 0, patch = 0] = text
    .replace(/^v/, '')
    .split('-')[0]!
    .split('.')
    .map((figure) => Number(figure) || 0)
  return [major, minor, patch]
}

const compare = (a: Figures, b: Figures): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

const sameUpTo = (a: Figures, b: Figures, count: number): boolean =>
  a.slice(0, count).every((figure, index) => figure === b[index])

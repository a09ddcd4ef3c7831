/** The screen that candidates are chosen for, in CSS pixels: the lab's mobile profile. */
const PHONE = { width: 412, height: 823, density: 1.75 }

/** Whether a media query holds on the phone, on a screen in light colours. What is not known does not hold. */
export const mediaHolds = (query: string): boolean =>
  query.trim() === '' || query.split(',').some((one) => oneHolds(one.trim().toLowerCase()))

function oneHolds(query: string): boolean {
  const [, negated, rest = ''] = /^(not\s|only\s)?\s*(.*)$/s.exec(query) ?? []
  const holds = rest.split(/\sand\s/).every((part) => featureHolds(part.trim()))
  return negated?.startsWith('not') ? !holds : holds
}

function featureHolds(part: string): boolean {
  if (part === 'all' || part === 'screen') return true
  const [, feature = '', value = ''] = /^\(\s*([\w-]+)\s*:\s*([^)]*?)\s*\)$/.exec(part) ?? []
  const limit = /^(min|max)-(width|height)$/.exec(feature)
  if (limit) {
    const [size, bound] = [PHONE[limit[2] as 'width' | 'height'], lengthOf(value)]
    return bound !== undefined && (limit[1] === 'min' ? size >= bound : size <= bound)
  }
  const range = /^\(\s*(width|height)\s*([<>]=?)\s*([^)]*?)\s*\)$/.exec(part)
  if (range) return compare(PHONE[range[1] as 'width' | 'height'], range[2]!, lengthOf(range[3]!))
  return (
    { orientation: 'portrait', 'prefers-color-scheme': 'light', hover: 'none', pointer: 'coarse' }[feature] === value
  )
}

function compare(size: number, operator: string, bound: number | undefined): boolean {
  if (bound === undefined) return false
  return operator.endsWith('=') && size === bound ? true : operator.startsWith('<') ? size < bound : size > bound
}

const UNITS: Record<string, number> = { px: 1, em: 16, rem: 16, vw: PHONE.width / 100, vh: PHONE.height / 100 }

/** A length in CSS pixels; sums inside calc() too. `undefined` for what this cannot read. */
function lengthOf(text: string): number | undefined {
  const sum = text.trim().replace(/^calc\((.*)\)$/s, '$1')
  let total = 0
  for (const [, sign, digits, unit] of sum.matchAll(/\s*([+-]?)\s*(\d*\.?\d+)([a-z]+)/gy)) {
    const factor = UNITS[unit!]
    if (factor === undefined) return undefined
    total += (sign === '-' ? -1 : 1) * Number(digits) * factor
  }
  const isRead = sum.replace(/\s*([+-]?)\s*(\d*\.?\d+)([a-z]+)/g, '').trim() === ''
  return isRead && sum !== '' ? total : undefined
}

/** How wide the image will be, in CSS pixels, by its `sizes`. */
function slotWidth(sizes: string): number {
  for (const one of sizes.split(/,(?![^(]*\))/)) {
    const [, media = '', length = ''] = /^\s*((?:not\s|only\s)?\(.*\)(?=\s+\S)|)\s*(.*?)\s*$/s.exec(one) ?? []
    if (!mediaHolds(media)) continue
    const width = lengthOf(length)
    if (width !== undefined) return width
  }
  return PHONE.width
}

/** The URL of a `srcset` that the phone fetches: the smallest that has a pixel for each of the screen's, else the largest.
 * https://html.spec.whatwg.org/multipage/images.html#select-an-image-source leaves the choice to browsers.
 * @returns `undefined` for an empty one */
export function chooseCandidate(srcset: string, sizes = '100vw'): string | undefined {
  const width = slotWidth(sizes)
  const candidates = [...srcset.matchAll(/\s*([^\s,](?:\S*[^\s,])?)(?:\s+([\d.]+)([wx]))?\s*(?:,|$)/g)]
    .map(([, url, figure = '1', unit]) => ({ url: url!, density: Number(figure) / (unit === 'w' ? width : 1) }))
    .toSorted((a, b) => a.density - b.density)
  return (candidates.find(({ density }) => density >= PHONE.density) ?? candidates.at(-1))?.url
}

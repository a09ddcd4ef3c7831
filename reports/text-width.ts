/** Each character is one grapheme and one column: most of what a report says. */
const PLAIN = /^[\x20-\x7e·±\u2010-\u2027\u203a−≈●■▲✓✗]*$/

let made: Intl.Segmenter | undefined
/** Made when it is first needed, because it takes 10 ms. */
const segmenter = (): Intl.Segmenter => (made ??= new Intl.Segmenter('en', { granularity: 'grapheme' }))

/** Two columns wide in a terminal: East Asian wide characters and emoji. https://www.unicode.org/reports/tr11/ */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

const graphemes = (text: string): string[] =>
  PLAIN.test(text) ? text.split('') : Array.from(segmenter().segment(text), ({ segment }) => segment)

const widthOf = (grapheme: string): number => (WIDE.test(grapheme) ? 2 : 1)

/** Columns that a text takes in a terminal. */
export const textWidth = (text: string): number =>
  PLAIN.test(text) ? text.length : graphemes(text).reduce((sum, one) => sum + widthOf(one), 0)

/** Cut to `width` columns, with an ellipsis where something is missing. */
export function clipped(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  const [head] = split(text, width - 1)
  return `${head}…`
}

/** Padded with spaces to `width` columns, or cut. */
export function column(text: string, width: number, align: 'left' | 'right'): string {
  const cut = clipped(text, width)
  const space = ' '.repeat(Math.max(0, width - textWidth(cut)))
  return align === 'left' ? cut + space : space + cut
}

/** Broken into lines of at most `width` columns at spaces, or inside words that are longer than a line. Lines after the first
 * begin with `indent`. Leading spaces of the text stay. */
export function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = []
  let rest = text
  while (textWidth(rest) > width) {
    const [head, tail] = split(rest, width)
    const space = tail.startsWith(' ') ? head.length : head.lastIndexOf(' ')
    // A break within the leading spaces would make no way.
    const at = space > head.length - head.trimStart().length ? space : head.length
    lines.push(rest.slice(0, at).trimEnd())
    rest = indent + rest.slice(at).trimStart()
    if (width <= indent.length + 1) break
  }
  return [...lines, rest]
}

/** What fits in `width` columns, and the rest. */
function split(text: string, width: number): [string, string] {
  let columns = 0
  let head = ''
  for (const grapheme of graphemes(text)) {
    columns += widthOf(grapheme)
    if (columns > width) break
    head += grapheme
  }
  return [head, text.slice(head.length)]
}

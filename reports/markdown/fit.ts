/** Longest to shortest: rows that each table may have. */
const ROWS = [60, 25, 10, 4, 1]

/** Puts parts together so that they fit: first the folded ones at the end are left out, then tables get shorter, and at last the
 * text is cut at a line's end. What is left out is told.
 * @param parts for so many rows in each table; '' ones are skipped. The last one always stays.
 * @param limit inclusive, in what `measure` counts */
export function fitting(
  parts: (rows: number) => readonly string[],
  { limit, measure }: { limit: number; measure: (text: string) => number },
): string {
  const fits = (text: string) => measure(text) <= limit
  for (const rows of ROWS) {
    const all = parts(rows).filter((part) => part !== '')
    const last = all.pop() ?? ''
    for (let left = 0; left === 0 || isFolded(all.at(-left)); left++) {
      const text = together([...all.slice(0, all.length - left), ...(left > 0 ? [LEFT_OUT] : []), last])
      if (fits(text)) return text
    }
  }
  const bare = parts(ROWS.at(-1)!).filter((part) => part !== '' && !isFolded(part))
  return cut(together(bare.slice(0, -1)), bare.at(-1) ?? '', fits)
}

const LEFT_OUT = 'More is in the HTML report: it did not fit here.'

const isFolded = (part: string | undefined): boolean => part !== undefined && part.startsWith('<details>')

const together = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`

/** As many whole lines as fit, by halving. */
function cut(text: string, last: string, fits: (text: string) => boolean): string {
  const lines = text.split('\n')
  const with_ = (count: number) => together([lines.slice(0, count).join('\n'), LEFT_OUT, last])
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(with_(middle))) low = middle
    else high = middle - 1
  }
  return with_(low)
}

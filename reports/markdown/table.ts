/** Longer lists are cut, and say so: a comment on GitHub holds 65,536 characters. */
export const MOST_ROWS = 60

/** @param most rows that are shown; the rest is counted
 * @returns '' without rows */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  most: number = MOST_ROWS,
): string {
  if (rows.length === 0) return ''
  const more = rows.length - most
  return [
    row(heads),
    row(heads.map(() => '---')),
    ...rows.slice(0, most).map(row),
    ...(more > 0 ? [`\n… and ${more} more in the HTML report.`] : []),
  ].join('\n')
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Text that is read on a click; '' where there is none. @param summary escaped, and without Markdown */
export const folded = (summary: string, content: string): string =>
  content === '' ? '' : `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`

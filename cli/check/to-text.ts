import { styleText } from 'node:util'
import { oneLine, visibleText } from '../../reports/visible-text.ts'
import type { Finding } from './finding.ts'

const MARKS: Record<Finding['standing'], { mark: string; style: 'green' | 'red' | 'dim' }> = {
  well: { mark: '✔', style: 'green' },
  wrong: { mark: '✖', style: 'red' },
  note: { mark: '·', style: 'dim' },
}

/** The findings, one line each, and what to do under those that are wrong.
 * @param colour whether the reader's terminal has it */
export function toText(findings: readonly Finding[], colour: boolean): string {
  const width = Math.max(...findings.map(({ about }) => about.length))
  const lines = findings.map(({ about, standing, text, mend }, index) => {
    const { mark, style } = MARKS[standing]
    const name = (about === findings[index - 1]?.about ? '' : about).padEnd(width)
    const first = `${colour ? styleText(style, mark, { validateStream: false }) : mark} ${name}  ${oneLine(visibleText(text))}`
    return mend === undefined ? first : `${first}\n  ${' '.repeat(width)}  → ${oneLine(visibleText(mend))}`
  })
  return `${[...lines, '', verdict(findings)].join('\n')}\n`
}

function verdict(findings: readonly Finding[]): string {
  const count = findings.filter(({ standing }) => standing === 'wrong').length
  if (count === 0) return 'The set-up works.'
  return count === 1 ? 'One thing to mend.' : `${count} things to mend.`
}

import { styleText } from 'node:util'
import { oneLine, visibleText } from '../../reports/visible-text.ts'
import type { Finding, Standing } from './finding.ts'
import { wordsOf } from './words.ts'

const MARKS: Record<Standing, { mark: string; style: 'green' | 'yellow' | 'red' }> = {
  ok: { mark: '✔', style: 'green' },
  warn: { mark: '!', style: 'yellow' },
  fail: { mark: '✖', style: 'red' },
}

/** A line for each finding, and what to do under those that are not well.
 * @param colour whether the reader's terminal has it */
export function toText(findings: readonly Finding[], colour: boolean): string {
  const said = findings.map((found) => ({ ...wordsOf(found), standing: found.standing }))
  const width = Math.max(...said.map(({ about }) => about.length))
  const lines = said.flatMap(({ about, standing, text, mend }, index) => {
    const { mark, style } = MARKS[standing]
    const name = (about === said[index - 1]?.about ? '' : about).padEnd(width)
    const [first = '', ...more] = text.split('\n').map((line) => oneLine(visibleText(line)))
    const indent = `  ${' '.repeat(width)}  `
    return [
      `${colour ? styleText(style, mark, { validateStream: false }) : mark} ${name}  ${first}`,
      ...more.map((line) => `${indent}${line}`),
      ...(mend === undefined ? [] : [`${indent}→ ${oneLine(visibleText(mend))}`]),
    ]
  })
  return `${[...lines, '', verdict(findings)].join('\n')}\n`
}

function verdict(findings: readonly Finding[]): string {
  const count = (standing: Standing) => findings.filter((found) => found.standing === standing).length
  const [fails, warns] = [count('fail'), count('warn')]
  if (fails + warns === 0) return 'All is well.'
  const parts = [fails > 0 && `${fails} to mend`, warns > 0 && `${warns} to know of`].filter(Boolean)
  return `${parts.join(', ')}.`
}

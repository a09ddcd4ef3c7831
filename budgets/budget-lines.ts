import type { BudgetInput } from './config.ts'

/** One element of the list as it is written: a budget, a preset's call (in JSON its name), or code that could make anything. */
type Element = { line: number; kind: 'budget' | 'preset' | 'code'; name?: string }

/** The line (from 1) of the config's text that each budget stands on: that of its `{`, or of the call that made it.
 * The text is only searched, never run, so it must agree with the budgets that came of it: their number, metrics and presets.
 * @param budgets as the config exports them
 * @returns one for each budget; `undefined` where the text cannot tell */
export function budgetLines(text: string, budgets: readonly BudgetInput[]): (number | undefined)[] {
  const none = budgets.map(() => undefined)
  const elements = elementsOf(text)
  const codes = elements.filter(({ kind }) => kind === 'code')
  const front = linesFrom(elements, budgets)
  if (codes.length === 0) return front?.length === budgets.length ? front : none
  const back = linesFrom(elements.toReversed(), budgets.toReversed())
  const rest = budgets.length - (front?.length ?? 0) - (back?.length ?? 0)
  if (!front || !back || rest < 0) return none
  // What is left was made by the one piece of code there is; of several, the text does not say by which.
  const made = codes.length === 1 ? codes[0]!.line : undefined
  return [...front, ...Array.from({ length: rest }, () => made), ...back.toReversed()]
}

/** The lines of the first budgets, up to what code makes. `undefined` where text and budgets contradict each other. */
function linesFrom(elements: readonly Element[], budgets: readonly BudgetInput[]): number[] | undefined {
  const lines: number[] = []
  for (const { kind, line, name } of elements) {
    if (kind === 'code') return lines
    if (kind === 'preset') {
      while (budgets[lines.length]?.preset === name) lines.push(line)
    } else {
      const budget = budgets[lines.length]
      if (!budget || budget.preset !== undefined || (name ?? budget.metric) !== budget.metric) return undefined
      lines.push(line)
    }
  }
  return lines
}

const LIST = /\bbudgets["']?\s*:\s*\[|\bbudgets\s*(?::[^=;{}()]*)?=\s*\[/g
const PRESET = /^(?:\.\.\.\s*|")(coreWebVitals|pageWeight|latency)\b/
const METRIC = /\bmetric["']?\s*:\s*["'](\w+)/

/** None where there is no list, or several that could be meant. */
function elementsOf(text: string): Element[] {
  const code = masked(text)
  const [list, ...others] = code.matchAll(LIST)
  if (!list || others.length > 0) return []
  const elements = partsOf(code, list.index + list[0].length).map(({ at, part }): Element => {
    const line = code.slice(0, at).split('\n').length
    const [, preset] = PRESET.exec(part) ?? []
    if (preset !== undefined) return { kind: 'preset', name: `${preset}()`, line }
    return part.startsWith('{') ? { kind: 'budget', name: METRIC.exec(part)?.[1], line } : { kind: 'code', line }
  })
  // Of two calls of one preset, nobody knows which made what.
  const presets = Map.groupBy(elements, ({ kind, name }) => (kind === 'preset' ? name : undefined))
  return elements.map((one) =>
    one.kind === 'preset' && presets.get(one.name)!.length > 1 ? { kind: 'code', line: one.line } : one,
  )
}

/** What stands between the list's commas, and where.
 * @param start behind its opening bracket */
function partsOf(code: string, start: number): { at: number; part: string }[] {
  const found: { at: number; part: string }[] = []
  let [depth, from] = [1, start]
  for (let at = start; at < code.length && depth > 0; at++) {
    const char = code[at]!
    if ('[{('.includes(char)) depth++
    if (']})'.includes(char)) depth--
    if (depth > 1 || (depth === 1 && char !== ',')) continue
    const part = code.slice(from, at).trimStart()
    if (part !== '') found.push({ at: at - part.length, part })
    from = at + 1
  }
  // Of a list that something is done to afterwards, nobody knows what stands where.
  return /^\s*\??\./.test(code.slice(from)) ? [] : found
}

const NO_CODE = /\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g

/** As long as the text, with the same lines: comments are blank, and what strings hold is words at most. */
const masked = (text: string): string =>
  text.replace(NO_CODE, (found) => {
    if (found.startsWith('/')) return found.replace(/[^\n]/g, ' ')
    const [quote] = found
    return `${quote}${found.slice(1, -1).replace(/[^\w\n]/g, ' ')}${quote}`
  })

import { metric } from '../measurement/metrics.ts'
import type { BudgetInput } from './config.ts'
import type { Budget } from './evaluation.ts'
import { LITERAL_EXAMPLES, readLiteral } from './literal.ts'

/** The absolute bound in the metric's unit; `undefined` where there is none, or none that can be read.
 * @param found takes what is wrong */
export function readBound(
  { metric: name, max, maxIncrease }: BudgetInput,
  found: (text: string) => void,
): number | undefined {
  if (max === undefined && maxIncrease !== undefined) return undefined
  if (max === undefined) {
    found(`.max is missing, expected a bound such as '2.5 s', '250 kB' or a number.`)
    return undefined
  }
  const { unit } = metric(name)
  const bound = readLiteral(max, unit)
  if (bound === undefined) {
    found(`.max is ${JSON.stringify(max)}, expected a bound for ${name}: ${LITERAL_EXAMPLES[unit]}.`)
  }
  return bound
}

/** The relative bound: an amount in the metric's unit, or a share of the base. `undefined` as above. */
export function readIncrease(
  { metric: name, maxIncrease }: BudgetInput,
  found: (text: string) => void,
): Budget['maxIncrease'] {
  if (maxIncrease === undefined) return undefined
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(String(maxIncrease)) ?? []
  if (percent !== undefined) return { share: Number((Number(percent) / 100).toPrecision(15)) }
  const { unit } = metric(name)
  const amount = readLiteral(maxIncrease, unit)
  if (amount !== undefined) return { amount }
  const examples = unit === 'bytes' ? `'2 kB', '5 %' or a number of bytes` : `'5 %' or a whole number`
  found(`.maxIncrease is ${JSON.stringify(maxIncrease)}, expected an increase of ${name}: ${examples}.`)
  return undefined
}

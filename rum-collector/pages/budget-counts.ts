import { plural } from '../../reports/words.ts'

/** '1 budget holds', '7 budgets hold' */
export const budgetsThat = (count: number, one: string, many: string): string =>
  `${plural(count, 'budget')} ${count === 1 ? one : many}`

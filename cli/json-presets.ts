import type { BudgetInput, ConfigInput } from '../budgets/config.ts'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { coreWebVitals, latency, pageWeight } from '../budgets/presets.ts'

const PRESETS: Record<string, () => BudgetInput[]> = {
  'coreWebVitals()': coreWebVitals,
  'latency()': latency,
  'pageWeight()': pageWeight,
}

/** A JSON config cannot call presets, so it names them among its budgets: `"budgets": ["coreWebVitals()", { … }]`.
 * @param file its name, for messages
 * @throws {ConfigMistake} where a name is no preset's */
export function withPresets(input: unknown, file: string): unknown {
  const { budgets } = (input ?? {}) as { budgets?: unknown }
  if (!Array.isArray(budgets)) return input
  const expanded = budgets.flatMap((budget: unknown, index) => {
    if (typeof budget !== 'string') return [budget]
    const preset = Object.hasOwn(PRESETS, budget) ? PRESETS[budget] : undefined
    if (preset) return preset()
    throw new ConfigMistake([
      `${file}: budgets[${index}] is "${budget}", expected a budget ({ "metric": …, "max": … }) or a preset: ${Object.keys(PRESETS).join(', ')}.`,
    ])
  })
  return { ...(input as ConfigInput), budgets: expanded }
}

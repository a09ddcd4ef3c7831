import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from './outputs/write-reports.ts'

/** Batches that are remembered, the latest ones. */
const KEPT = 100

/** What a batch was to be. */
export type Plan = {
  runs: number
  /** The command left journeys or profiles out. */
  narrowed: boolean
}

/** Keeps beside the reports what each batch was to be: of one that was interrupted or narrowed the store has only a part, and nothing in
 * it tells that it is one.
 * @param folder that of the reports */
export function keepPlan(folder: string, batch: string, plan: Plan): void {
  const others = Object.entries(readPlans(folder)).filter(([name]) => name !== batch)
  const plans = [...others, [batch, plan] as const].slice(-KEPT)
  writeWhole(fileIn(folder), `${JSON.stringify(Object.fromEntries(plans), null, 2)}\n`)
}

/** @returns `undefined` for a batch of which nobody knows */
export function planOf(folder: string, batch: string | undefined): Plan | undefined {
  const plan = batch === undefined ? undefined : readPlans(folder)[batch]
  return isPlan(plan) ? plan : undefined
}

const isPlan = (plan: unknown): plan is Plan =>
  typeof plan === 'object' &&
  plan !== null &&
  typeof (plan as Plan).runs === 'number' &&
  typeof (plan as Plan).narrowed === 'boolean'

const fileIn = (folder: string): string => join(folder, 'planned-runs.json')

/** Empty where there is no such file, or it cannot be read: then a part cannot be told from a whole. */
function readPlans(folder: string): Record<string, unknown> {
  try {
    const plans: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'))
    return typeof plans === 'object' && plans !== null ? (plans as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from './outputs/write-reports.ts'

/** Batches that are remembered, the latest ones. */
const KEPT = 100

/** How many runs each batch was to have, kept beside the reports: of a batch that was interrupted the store has only a part, and
 * nothing in it tells that it is one.
 * @param folder that of the reports */
export function planRuns(folder: string, batch: string, runs: number): void {
  const others = Object.entries(readPlans(folder)).filter(([name]) => name !== batch)
  const plans = [...others, [batch, runs] as const].slice(-KEPT)
  writeWhole(fileIn(folder), `${JSON.stringify(Object.fromEntries(plans), null, 2)}\n`)
}

/** @returns `undefined` for a batch of which nobody knows */
export function plannedRuns(folder: string, batch: string | undefined): number | undefined {
  const runs = batch === undefined ? undefined : readPlans(folder)[batch]
  return typeof runs === 'number' ? runs : undefined
}

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

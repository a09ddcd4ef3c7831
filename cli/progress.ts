import type { Run } from '../measurement/run.ts'

/** Says after each run how far the command is: journey, profile, run i of n, what it measured, time left. */
export type Progress = {
  /** A run has ended. */
  line(run: Run, now: number): string
}

/** @param total how many runs there will be
 * @param startedAt ms since the epoch */
export function trackProgress(total: number, startedAt: number): Progress {
  let ended = 0
  return {
    line(run, now) {
      ended++
      const left = Math.round(((now - startedAt) / ended) * (total - ended))
      const what = run.invalid ? `invalid: ${run.invalid.reason}` : summary(run)
      const rest = ended < total ? `  (about ${duration(left)} left)` : ''
      return `${String(ended).padStart(String(total).length)}/${total}  ${run.journey}, ${run.profile}, run ${run.iteration + 1}: ${what}${rest}`
    },
  }
}

/** The slowest LCP and interaction of the run: enough to see that something is being measured. */
function summary({ pageViews, steps, durationMs }: Run): string {
  const worst = (values: (number | undefined)[]) => Math.max(...values.filter((value) => value !== undefined))
  const lcp = worst(pageViews.map(({ metrics }) => metrics.LCP))
  const inp = worst(steps.map(({ metrics }) => metrics.INP))
  const parts = [
    `${steps.length} ${steps.length === 1 ? 'step' : 'steps'} in ${(durationMs / 1000).toFixed(1)} s`,
    Number.isFinite(lcp) && `slowest LCP ${Math.round(lcp)} ms`,
    Number.isFinite(inp) && `slowest INP ${Math.round(inp)} ms`,
  ]
  return parts.filter(Boolean).join(', ')
}

export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 90 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

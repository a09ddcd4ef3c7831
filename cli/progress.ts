import type { Diagnosis } from '../measurement/diagnosis.ts'
import type { Run } from '../measurement/run.ts'

/** Says after each run how far the command is: journey, profile, run i of n, what it measured, time left. */
export type Progress = {
  /** A run has ended. */
  line(run: Run, now: number): string
}

/** Counts what has ended, and knows how long the rest may take. */
export type TimeLeft = {
  /** One more has ended. @returns `3/7` before it, and `(about 40 s left)` after it, where there is a rest */
  after(now: number): { count: string; rest: string }
}

/** @param total how many there will be
 * @param startedAt ms since the epoch */
export function trackTime(total: number, startedAt: number): TimeLeft {
  let ended = 0
  return {
    after(now) {
      ended++
      const left = Math.round(((now - startedAt) / ended) * (total - ended))
      return {
        count: `${String(ended).padStart(String(total).length)}/${total}`,
        rest: ended < total ? `  (about ${duration(left)} left)` : '',
      }
    },
  }
}

export function trackProgress(total: number, startedAt: number): Progress {
  const time = trackTime(total, startedAt)
  return {
    line(run, now) {
      const { count, rest } = time.after(now)
      const what = run.invalid ? `invalid: ${run.invalid.reason}` : summary(run)
      return `${count}  ${run.journey}, ${run.profile}, run ${run.iteration + 1}: ${what}${rest}`
    },
  }
}

/** Says of one diagnosis what it found, or how far it came. */
export function diagnosisLine(
  { journey, profile, steps, failed }: Diagnosis,
  { count, rest }: ReturnType<TimeLeft['after']>,
): string {
  const findings = steps.reduce((sum, step) => sum + step.findings.length, 0)
  const seen = `${counted(steps.length, 'step')}, ${counted(findings, 'finding')}`
  const what = failed === undefined ? seen : `broke off after ${seen}: ${failed}`
  return `${count}  ${journey}, ${profile}, diagnosed: ${what}${rest}`
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** The slowest LCP and interaction of the run: enough to see that something is being measured. */
function summary({ pageViews, steps, durationMs }: Run): string {
  const worst = (values: (number | undefined)[]) => Math.max(...values.filter((value) => value !== undefined))
  const lcp = worst(pageViews.map(({ metrics }) => metrics.LCP))
  const inp = worst(steps.map(({ metrics }) => metrics.INP))
  const parts = [
    `${counted(steps.length, 'step')} in ${(durationMs / 1000).toFixed(1)} s`,
    Number.isFinite(lcp) && `slowest LCP ${Math.round(lcp)} ms`,
    Number.isFinite(inp) && `slowest INP ${Math.round(inp)} ms`,
  ]
  return parts.filter(Boolean).join(', ')
}

export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 90 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

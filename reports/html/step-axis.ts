import { scaleLinear } from 'd3-scale'
import type { DiagnosedStep } from '../../measurement/diagnosis.ts'

/** The time of a step, from its start; shared by its filmstrip and its waterfall. Positions are 0–1000. */
export type StepAxis = { endMs: number; at(ms: number): number; ticks: number[] }

/** Holds all that happened in the step. */
export function stepAxis({ duration, frames, marks, requests }: DiagnosedStep): StepAxis {
  const ends = [
    duration,
    ...frames.map(({ at }) => at),
    ...marks.map(({ at, kind, value = 0 }) => at + (kind === 'interaction' ? value : 0)),
    ...requests.map(({ end }) => end),
  ]
  const endMs = Math.max(1, ...ends) * 1.02
  const scale = scaleLinear().domain([0, endMs]).range([0, 1000]).clamp(true)
  return { endMs, at: (ms) => Math.round(scale(ms)), ticks: scale.ticks(6) }
}

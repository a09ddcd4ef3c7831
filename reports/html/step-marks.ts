import type { StepMark } from '../../measurement/diagnosis.ts'
import { formatValue } from '../../measurement/format.ts'

/** How a mark is told in a drawing: 'FCP 870 ms', 'shift 0.12', 'interaction 432 ms'. */
export function markLabel({ kind, at, value }: StepMark): string {
  switch (kind) {
    case 'layout-shift':
      return value === undefined ? 'shift' : `shift ${formatValue('CLS', value)}`
    case 'interaction':
      return value === undefined ? 'interaction' : `interaction ${formatValue('INP', value)}`
    default:
      return `${kind} ${formatValue('LCP', at)}`
  }
}

/** The same with when and where: 'shift 0.12 at 2.1 s'. */
export const markText = (mark: StepMark): string =>
  mark.kind === 'layout-shift' || mark.kind === 'interaction'
    ? `${markLabel(mark)} at ${formatValue('LCP', mark.at)}`
    : markLabel(mark)

/** The marks that a drawing has room to name: paints and loads, the largest shift, the longest interaction. */
export function mainMarks(marks: readonly StepMark[]): StepMark[] {
  const named = (['layout-shift', 'interaction'] as const).flatMap(
    (kind) => marks.filter((mark) => mark.kind === kind).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))[0] ?? [],
  )
  return marks.filter((mark) => ['FCP', 'LCP', 'load'].includes(mark.kind) || named.includes(mark))
}

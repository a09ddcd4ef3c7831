import assert from 'node:assert/strict'
import type { Culprit } from '../../budgets/evaluation.ts'
import { FAULT_NAMES, type FaultName, type Faults } from '../../demo/faults.ts'
import type { MetricName } from '../../measurement/metrics.ts'
import type { Navigation } from '../../measurement/page-view.ts'
import type { Report } from '../../reports/report.ts'

/** What a fault does to the numbers: the metric that it moves, where, at least how far, and who is named first for it. */
export type Cell = {
  fault: FaultName
  metric: MetricName
  /** A page, a step or an endpoint. */
  on: string
  navigation?: Navigation
  /** The judged value is at least this. */
  least: number
  /** Absent: the metric carries nothing that could name anybody, and nobody is. */
  culprit?: { kind: Culprit['kind']; name: RegExp; part?: string }
}

/** Faults that are planted together, because none of them hides another. */
export type Planting = {
  faults: Faults
  cells: readonly Cell[]
  /** Metrics that these faults move besides. Whatever is neither here nor in a cell must pass. */
  follows: readonly MetricName[]
}

export const titleOf = ({ cells }: Planting): string =>
  cells.map(({ fault, metric }) => `${fault} moves ${metric}`).join(', ')

/** No row of the faults' table is left out, and nothing is planted that no cell asks for. */
export function assertCovers(plantings: readonly Planting[]): void {
  const asked = plantings.flatMap(({ cells }) => cells.map(({ fault }) => fault))
  assert.deepEqual(asked.toSorted(), FAULT_NAMES.toSorted())
  assert.deepEqual(plantings.flatMap(({ faults }) => Object.keys(faults)).toSorted(), FAULT_NAMES.toSorted())
}

export const failed = ({ evaluations }: Report) => evaluations.filter(({ verdict }) => verdict === 'fail')

/** Every cell is over its budget and names its culprit, and nothing else fails. */
export function assertPlanting(report: Report, source: 'lab' | 'field', { cells, follows }: Planting): void {
  const failures = failed(report).filter(({ series }) => series.source === source)
  const told = failures.map(({ message }) => message).join('\n')
  for (const { fault, metric, on, navigation, least, culprit } of cells) {
    const found = failures.find(
      ({ series }) =>
        series.metric === metric &&
        series.subject.name === on &&
        (navigation === undefined || series.navigation === navigation),
    )
    assert.ok(found, `${fault} should fail ${metric} on ${on}; failed:\n${told}`)
    assert.ok(found.value! >= least, `${fault}: ${found.message}`)
    const named = found.culprit && `${found.culprit.kind} ${found.culprit.name} (${found.culprit.part})`
    if (!culprit) assert.equal(named, undefined, `${fault} has nobody to name for ${metric}`)
    else {
      assert.equal(found.culprit?.kind, culprit.kind, `${fault}: ${named}`)
      assert.match(found.culprit!.name, culprit.name)
      if (culprit.part) assert.equal(found.culprit?.part, culprit.part, `${fault}: ${named}`)
    }
  }
  const expected = new Set<MetricName>([...cells.map(({ metric }) => metric), ...follows])
  const blamed = failures.filter(({ series }) => !expected.has(series.metric)).map(({ message }) => message)
  assert.deepEqual(blamed, [], 'nothing else is blamed')
}

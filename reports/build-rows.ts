import { amountOf } from '../budgets/file-changes.ts'
import { buildSubjects, valuesOf, type BuildSubject } from '../budgets/build-subjects.ts'
import type { Evaluation } from '../budgets/evaluation.ts'
import {
  compressionName,
  sizeAs,
  TOTAL,
  type BuildFile,
  type BuildSizes,
  type FileChange,
} from '../measurement/build-sizes.ts'
import { formatValue } from '../measurement/format.ts'
import type { MetricName } from '../measurement/metrics.ts'
import type { Change } from '../budgets/change.ts'
import type { Report } from './report.ts'

/** One thing that is weighed, with all that is said of it. `name` is text from strangers. */
export type BuildRow = {
  name: string
  /** 'brotli' */
  as: string
  files: number
  cells: Partial<Record<MetricName, { value: number; change?: Change; evaluations: Evaluation[] }>>
}

/** Each entry's first load, each group, and the total where it tells more than one group does. */
export function buildRows({
  build,
  changes = [],
  evaluations,
}: Pick<Report, 'build' | 'changes' | 'evaluations'>): BuildRow[] {
  if (!build) return []
  const isOf = (subject: BuildSubject['subject'], metric: MetricName) => {
    return ({ series }: Pick<Evaluation, 'series'>) =>
      series.source === 'build' &&
      series.metric === metric &&
      series.subject.kind === subject.kind &&
      series.subject.name === subject.name
  }
  return buildSubjects(build)
    .filter(({ subject }) => subject.kind === 'page' || subject.name !== TOTAL || build.groups.length > 1)
    .map((one) => ({
      name: one.subject.name,
      as: compressionName(one.compression),
      files: one.files.length,
      cells: Object.fromEntries(
        valuesOf(one).map(({ metric, value }) => {
          const change = changes.find(isOf(one.subject, metric))
          return [
            metric,
            { value, ...(change && { change }), evaluations: evaluations.filter(isOf(one.subject, metric)) },
          ]
        }),
      ),
    }))
}

/** '+5.2 kB', '−300 B', '±0'; 'new' without a base. */
export function changeText({ series, difference, verdict }: Change): string {
  if (difference === undefined) return verdict
  if (difference === 0) return '±0'
  return `${difference > 0 ? '+' : '−'}${formatValue(series.metric, Math.abs(difference))}`
}

/** 'assets/index-*.js +5.2 kB', 'new: assets/x-*.js 3 kB', 'gone: …'. Text from strangers. */
export function fileChangeText(change: FileChange): string {
  const { name, base, head } = change
  const size = formatValue('totalBytes', Math.abs(amountOf(change)))
  if (base === undefined) return `new: ${name} ${size}`
  if (head === undefined) return `gone: ${name} ${size}`
  return `${name} ${amountOf(change) > 0 ? '+' : '−'}${size}`
}

/** Every file once, with its judged size, the largest first. */
export function filesBySize({ groups, entries }: BuildSizes): (BuildFile & { size: number; as: string })[] {
  const byPath = new Map<string, BuildFile & { size: number; as: string }>()
  for (const { files, compression } of [...groups, ...entries]) {
    for (const file of files) {
      if (!byPath.has(file.path))
        byPath.set(file.path, { ...file, size: sizeAs(file, compression), as: compressionName(compression) })
    }
  }
  return [...byPath.values()].toSorted((a, b) => b.size - a.size)
}

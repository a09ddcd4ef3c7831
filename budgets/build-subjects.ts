import { TOTAL, type BuildFile, type BuildSizes, type Compression } from '../measurement/build-sizes.ts'
import type { MetricName } from '../measurement/metrics.ts'
import type { Subject } from '../measurement/series.ts'
import { sizeAs } from '../measurement/build-sizes.ts'

/** Files of a build that are judged together: a group, all groups, or what an entry first loads. */
export type BuildSubject = {
  subject: Extract<Subject, { kind: 'page' | 'bundle' }>
  compression: Compression
  files: BuildFile[]
}

/** In the order of the config: entries (initial files only), groups, and the total of all groups, unless they are compressed in
 * different ways. */
export function buildSubjects({ groups, entries }: BuildSizes): BuildSubject[] {
  const whole = new Map(groups.flatMap(({ files }) => files.map((file) => [file.path, file])))
  const [first] = groups
  const isOneKind = first && groups.every(({ compression }) => compression === first.compression)
  return [
    ...entries.map(({ page, compression, files }) => ({
      subject: { kind: 'page', name: page } as const,
      compression,
      files: files.filter(({ when }) => when === 'initial'),
    })),
    ...groups.map(({ name, compression, files }) => ({
      subject: { kind: 'bundle', name } as const,
      compression,
      files,
    })),
    ...(isOneKind
      ? [
          {
            subject: { kind: 'bundle', name: TOTAL } as const,
            compression: first.compression,
            files: [...whole.values()],
          },
        ]
      : []),
  ]
}

const METRICS: Partial<Record<MetricName, (file: BuildFile) => boolean>> = {
  totalBytes: () => true,
  scriptBytes: ({ type }) => type === 'script',
  stylesheetBytes: ({ type }) => type === 'stylesheet',
  imageBytes: ({ type }) => type === 'image',
  fontBytes: ({ type }) => type === 'font',
}

export type SubjectValue = { metric: MetricName; files: BuildFile[]; value: number }

/** What a subject weighs, by metric. A page has all of them: without images its imageBytes are 0. A group has those that it has files
 * of, because a budget on images of a group without any is a mistake. */
export function valuesOf({ subject, compression, files }: BuildSubject): SubjectValue[] {
  const isPage = subject.kind === 'page'
  const weights = Object.entries(METRICS).map(([metric, counts]) => {
    const counted = files.filter(counts)
    const value = counted.reduce((sum, file) => sum + sizeAs(file, compression), 0)
    return { metric: metric as MetricName, files: counted, value }
  })
  const some = weights.filter(({ metric, files }) => isPage || metric === 'totalBytes' || files.length > 0)
  return isPage ? [...some, { metric: 'requests', files, value: files.length }] : some
}

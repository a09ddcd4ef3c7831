import { compressionName, sizeAs, type BuildSizes, type Compression } from '../measurement/build-sizes.ts'
import { distributionOf } from '../statistics/distribution.ts'
import { buildSubjects, valuesOf, type BuildSubject, type SubjectValue } from './build-subjects.ts'
import type { Culprit, Evidence } from './evaluation.ts'
import { pairFiles } from './pair-files.ts'

/** A build as what budgets are judged on: a series of one value for each group, for all of them together and for each entry's first load,
 * and each metric that it has.
 * @param base what relative budgets compare with; a series that it lacks, or weighs by another compression, has no base */
export function buildEvidence(sizes: BuildSizes, base?: BuildSizes): Evidence[] {
  const bases = new Map((base ? buildSubjects(base) : []).map((one) => [keyOf(one), one]))
  return buildSubjects(sizes).flatMap((one) => {
    const before = bases.get(keyOf(one))
    const old = new Map((before ? valuesOf(before) : []).map((value) => [value.metric, value]))
    return valuesOf(one).map((value) => evidenceOf(one, value, old.get(value.metric)))
  })
}

const keyOf = ({ subject, compression }: BuildSubject): string =>
  JSON.stringify([subject.kind, subject.name, compression])

function evidenceOf(
  { subject, compression }: BuildSubject,
  { metric, files, value }: SubjectValue,
  old?: SubjectValue,
): Evidence {
  return {
    series: { source: 'build', site: '', metric, subject },
    distribution: distributionOf([value]),
    pageViews: files.length,
    excluded: {},
    statistic: metric === 'requests' ? 'size' : `${compressionName(compression)} size`,
    ...(old && { base: old.value }),
    causes: (max) => ({
      culprits:
        metric === 'requests'
          ? []
          : [...grown(files, old?.files, compression, value - max), ...largest({ metric, files, value }, compression)],
    }),
  }
}

/** More than these are in the report's tables. */
const MOST_GROWN = 3
const MOST_LARGE = 5
/** A file that is a smaller share of the whole explains nothing. */
const LEAST_SHARE = 0.01

/** The files that grew or are new, the most first. */
function grown(
  files: SubjectValue['files'],
  old: SubjectValue['files'] | undefined,
  compression: Compression,
  over: number,
): Culprit[] {
  if (!old) return []
  return pairFiles(old, files)
    .flatMap(({ base, head }) => {
      if (!head) return []
      const amount = sizeAs(head, compression) - (base ? sizeAs(base, compression) : 0)
      return amount > 0 ? [{ head, amount, part: base ? 'growth' : 'new file' }] : []
    })
    .toSorted((a, b) => b.amount - a.amount)
    .slice(0, MOST_GROWN)
    .map(({ head, amount, part }) => ({
      kind: 'file' as const,
      name: head.path,
      part,
      amount,
      share: 1,
      ...(over > 0 && { explains: Math.min(1, amount / over) }),
    }))
}

const largest = ({ files, value }: SubjectValue, compression: Compression): Culprit[] =>
  files
    .map((file) => ({
      kind: 'file' as const,
      name: file.path,
      part: 'size',
      amount: sizeAs(file, compression),
      share: 1,
    }))
    .filter(({ amount }) => amount >= LEAST_SHARE * value)
    .toSorted((a, b) => b.amount - a.amount)
    .slice(0, MOST_LARGE)

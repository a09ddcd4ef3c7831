import {
  compressionName,
  sizeAs,
  type BuildEntry,
  type BuildFile,
  type BuildSizes,
  type Compression,
  type FileChange,
} from '../../measurement/build-sizes.ts'
import { formatValue } from '../../measurement/format.ts'
import { filesBySize } from '../build-rows.ts'
import { code, prose } from '../markdown-text.ts'
import { signed, signedPercent } from '../signed.ts'
import { plural } from '../words.ts'
import { folded, table } from './table.ts'

/** Files that are named; the HTML report has them all. */
const MOST_FILES = 15

/** What the build weighs: what pages first load, groups, the files that changed most or else the largest ones. */
export function buildPart(build: BuildSizes, most: number): string {
  const { groups, entries, changed } = build
  const files = filesBySize(build)
  const rows = Math.min(most, MOST_FILES)
  const parts = [
    table(['Page first loads', 'Now', 'Later', 'From elsewhere'], entries.map(entryRow), most),
    table(
      ['Group', 'Size', 'Files'],
      groups.map(({ name, files: some, compression }) => [code(name), weight(some, compression), String(some.length)]),
      most,
    ),
    changed && changed.length > 0
      ? table(['File', 'Base', 'Now', 'Change'], changed.map(changeRow), rows)
      : table(['Largest files', 'Size'], files.map(fileRow), rows),
  ]
  const count = plural(files.length, 'file')
  return folded(`Build: ${count}${entries.length > 0 ? `, ${plural(entries.length, 'page')}` : ''}`, join(parts))
}

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n')

const bytes = (size: number): string => formatValue('totalBytes', size)

const weight = (files: readonly BuildFile[], compression: Compression): string =>
  `${bytes(files.reduce((sum, file) => sum + sizeAs(file, compression), 0))} ${compressionName(compression)}`

function entryRow({ page, files, compression, external }: BuildEntry): string[] {
  const [now, later] = (['initial', 'lazy'] as const).map((when) => files.filter((file) => file.when === when))
  const parties = [...new Set(external.map(({ entity }) => entity))]
  return [
    code(page),
    `${weight(now!, compression)}<br>${plural(now!.length, 'request')}`,
    later!.length === 0 ? '–' : weight(later!, compression),
    parties.slice(0, 5).map(code).join(', ') || '–',
  ]
}

const fileRow = ({ path, size, as }: ReturnType<typeof filesBySize>[number]): string[] => [
  code(path),
  `${bytes(size)} ${prose(as)}`,
]

function changeRow({ path, base, head }: FileChange): string[] {
  const difference = (head ?? 0) - (base ?? 0)
  const share = base === undefined || head === undefined ? undefined : signedPercent(difference, base)
  const kind = base === undefined ? 'new' : head === undefined ? 'gone' : share
  return [
    code(path),
    base === undefined ? '–' : bytes(base),
    head === undefined ? '–' : bytes(head),
    `${signed('totalBytes', difference)}${kind === undefined ? '' : ` (${kind})`}`,
  ]
}

import {
  sizeAs,
  type BuildFile,
  type BuildSizes,
  type Compression,
  type FileChange,
} from '../measurement/build-sizes.ts'
import { pairFiles } from './pair-files.ts'

/** The sizes with what changed file by file; as they are where there is no base. */
export const withFileChanges = (sizes: BuildSizes, base: BuildSizes | undefined): BuildSizes =>
  base ? { ...sizes, changed: fileChanges(sizes, base) } : sizes

/** Files that are new, gone or of another size, the largest change first; each once, in however many groups it is. */
export function fileChanges(sizes: BuildSizes, base: BuildSizes): FileChange[] {
  const [heads, bases] = [filesOf(sizes), filesOf(base)]
  const compression = (file: BuildFile): Compression => heads.get(file) ?? bases.get(file)!
  return pairFiles([...bases.keys()], [...heads.keys()])
    .map(({ base: old, head }) => {
      const file = (head ?? old)!
      const as = compression(file)
      const side = (key: 'base' | 'head', one: BuildFile | undefined) => (one ? { [key]: sizeAs(one, as) } : {})
      return {
        name: file.name,
        path: file.path,
        type: file.type,
        compression: as,
        ...side('base', old),
        ...side('head', head),
      }
    })
    .filter((change) => amountOf(change) !== 0)
    .toSorted((a, b) => Math.abs(amountOf(b)) - Math.abs(amountOf(a)))
}

/** By how much; a new file by all that it is. */
export const amountOf = ({ base = 0, head = 0 }: FileChange): number => head - base

/** Each file once, with how it travels. */
function filesOf({ groups, entries }: BuildSizes): Map<BuildFile, Compression> {
  const byPath = new Map<string, [BuildFile, Compression]>()
  for (const { files, compression } of [...groups, ...entries]) {
    for (const file of files) if (!byPath.has(file.path)) byPath.set(file.path, [file, compression])
  }
  return new Map(byPath.values())
}

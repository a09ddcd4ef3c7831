import type { BuildConfig } from '../../budgets/build-config.ts'

/** The folders that a build's globs and entries begin in, the outermost only: ['dist'] for 'dist/assets/*.js' and 'dist/index.html'. */
export function buildFolders({ groups, entries, served = {} }: BuildConfig): string[] {
  const patterns = [
    ...groups.flatMap(({ files }) => files),
    ...entries.map(({ html }) => html),
    ...Object.values(served).map((place) => `${place}/*`),
  ]
  const folders = patterns.map((pattern) => {
    const parts = pattern.replace(/^\.\//, '').split('/')
    const fixed = parts.findIndex((part, index) => index === parts.length - 1 || /[*?[\]{}()!+@]/.test(part))
    // The first folder is enough: what lies beside the assets may be in an entry.
    return fixed <= 0 ? '.' : parts[0]!
  })
  return folders.includes('.') ? ['.'] : [...new Set(folders)]
}

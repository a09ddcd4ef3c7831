// Writes `docs/api.md`: every export of the package's entries with its type and docstring, as the declarations have them:
// `npm run docs:api`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createProgram, DEFAULT_CONFIG } from 'ts-json-schema-generator'
import { withTypes } from './emit-types.ts'
import { formatted } from './formatted.ts'

const ROOT = join(import.meta.dirname, '..')
export const API_FILE = join(ROOT, 'docs/api.md')

export type ApiExport = {
  name: string
  /** Empty where it has none, which a test does not let pass. */
  docstring: string
  /** `@param`, `@returns` and `@throws`, in their order. */
  tags: { name: string; text: string }[]
  /** Its declaration, as TypeScript. */
  declaration: string
}

export type ApiEntry = { entry: string; docstring: string; exports: ApiExport[] }

/** TypeScript's flag of an export that only passes something on (`SymbolFlags.Alias`). */
const ALIAS = 2_097_152

/** What each entry exports, by name. */
export function readApi(): ApiEntry[] {
  return withTypes((folder) => Object.entries(entries()).map(([entry, file]) => readEntry(entry, join(folder, file))))
}

/** The declarations of the entries that have some, by what users import. */
function entries(): Record<string, string> {
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    name: string
    exports: Record<string, string | { types: string }>
  }
  return Object.fromEntries(
    Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'string' ? [] : [[path.replace('.', name), target.types.replace('./dist/', '')]],
    ),
  )
}

function readEntry(entry: string, file: string): ApiEntry {
  const program = createProgram({
    ...DEFAULT_CONFIG,
    path: file,
    tsconfig: join(ROOT, 'tsconfig.json'),
    skipTypeCheck: true,
  })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)!
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!).map((symbol): ApiExport => {
    const meant = symbol.flags & ALIAS ? checker.getAliasedSymbol(symbol) : symbol
    const documented = [symbol, meant].find((one) => one.getDocumentationComment(checker).length > 0) ?? meant
    return {
      name: symbol.name,
      docstring: textOf(documented.getDocumentationComment(checker)),
      tags: documented.getJsDocTags(checker).map(({ name, text }) => ({ name, text: textOf(text ?? []) })),
      declaration: (meant.declarations ?? [])
        .map((one) => declarationOf(one.getText(), one.parent.getText()))
        .join('\n'),
    }
  })
  return {
    entry,
    docstring:
      /^\/\*\*([\s\S]*?)\*\//
        .exec(source.text)?.[1]
        ?.replaceAll(/\s*\n \* ?/g, ' ')
        .trim() ?? '',
    exports: exported.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

const textOf = (parts: readonly { text: string }[]): string =>
  parts
    .map(({ text }) => text)
    .join('')
    .trim()

/** A constant's own text is only `name: type`: what declares it is around it. */
function declarationOf(own: string, around: string): string {
  const text = /^(?:export\s+)?(?:declare\s+)?(?:const|let)\b/.test(around) ? around : own
  return text.replace(/^(?:export\s+)?(?:default\s+)?(?:declare\s+)?/, '').replace(/;$/, '')
}

/** @returns the text of the file */
export function apiDocs(api: readonly ApiEntry[]): Promise<string> {
  const sections = api.map(({ entry, docstring, exports }) =>
    [`## \`${entry}\``, ...(docstring ? [docstring] : []), ...exports.map(exportSection)].join('\n\n'),
  )
  return formatted(API_FILE, [HEAD, ...sections].join('\n\n'))
}

const HEAD = `# API

What can be imported from the package, with its types. Made from the source by \`npm run docs:api\`.`

function exportSection({ name, docstring, tags, declaration }: ApiExport): string {
  const list = tags.map(({ name: tag, text }) => `- *${tag}* ${text.replaceAll(/\s*\n\s*/g, ' ')}`)
  return [`### ${name}`, docstring, ...(list.length > 0 ? [list.join('\n')] : []), `\`\`\`ts\n${declaration}\n\`\`\``]
    .filter((part) => part !== '')
    .join('\n\n')
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(API_FILE, await apiDocs(readApi()))
  console.log('docs/api.md')
}

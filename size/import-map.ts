/** The `imports` of an import map; its scopes are not followed. */
export type ImportMap = Readonly<Record<string, string>>

/** The URL that an import's specifier names. https://html.spec.whatwg.org/multipage/webappapis.html#resolving-a-module-specifier
 * @returns `undefined` for a bare name that no map knows */
export function resolveImport(
  specifier: string,
  from: string,
  map: ImportMap,
  documentURL: string,
): string | undefined {
  const isPath = /^(?:\/|\.\.?\/)/.test(specifier)
  const exact = map[specifier]
  if (exact !== undefined) return URL.parse(exact, documentURL)?.href
  const prefix = Object.keys(map)
    .filter((key) => key.endsWith('/') && specifier.startsWith(key))
    .toSorted((a, b) => b.length - a.length)[0]
  if (prefix !== undefined) return URL.parse(map[prefix]! + specifier.slice(prefix.length), documentURL)?.href
  return URL.parse(specifier, isPath ? from : undefined)?.href
}

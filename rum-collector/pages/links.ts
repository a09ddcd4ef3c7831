/** A page's address; parameters that are absent or empty are left out. */
export function linkTo(
  base: string,
  path: readonly string[],
  parameters: Record<string, string | number | boolean | undefined> = {},
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const query = search.size > 0 ? `?${search.toString()}` : ''
  return `${base}/${path.map(encodeURIComponent).join('/')}${query}`
}

/** What the collector needs to know about a site; a site of the config has this shape. */
export type SiteOptions = { origins: readonly string[]; routes?: readonly string[] }

export type Site = { name: string; origins: ReadonlySet<string>; patterns: readonly string[] }

export type Sites = {
  byName(name: string): Site | undefined
  /** Whether any site has the origin: all that can be said before the body is read. */
  haveOrigin(origin: string | undefined): origin is string
}

/** Origins are compared as browsers send them: scheme, host and port. */
export function sitesOf(options: Readonly<Record<string, SiteOptions>>): Sites {
  const sites = new Map(
    Object.entries(options).map(([name, { origins, routes }]): [string, Site] => [
      name,
      { name, origins: new Set(origins.map((origin) => new URL(origin).origin)), patterns: routes ?? [] },
    ]),
  )
  const allOrigins = new Set([...sites.values()].flatMap(({ origins }) => [...origins]))
  return {
    byName: (name) => sites.get(name),
    haveOrigin: (origin): origin is string => origin !== undefined && allOrigins.has(origin),
  }
}

/** What the collector needs to know about a site; a site of the config has this shape. */
export type SiteOptions = {
  origins: readonly string[]
  routes?: readonly string[]
  /** The share of visits that is measured, up to 1. */
  sample?: number
}

export type Site = {
  name: string
  origins: ReadonlySet<string>
  patterns: readonly string[]
  /** How many page views each one stands for: 1 / sample, rounded. */
  standsFor: number
}

export type Sites = {
  byName(name: string): Site | undefined
  /** Whether any site has the origin: all that can be said before the body is read. */
  haveOrigin(origin: string | undefined): origin is string
  /** The name of the only site that has the origin; `undefined` where several have it, or none. */
  ofOrigin(origin: string): string | undefined
}

/** Origins are compared as browsers send them: scheme, host and port. */
export function sitesOf(options: Readonly<Record<string, SiteOptions>>): Sites {
  const sites = new Map(
    Object.entries(options).map(([name, { origins, routes = [], sample = 1 }]): [string, Site] => [
      name,
      {
        name,
        origins: new Set(origins.map((origin) => new URL(origin).origin)),
        patterns: routes,
        standsFor: Math.round(1 / sample),
      },
    ]),
  )
  const byOrigin = Map.groupBy(
    [...sites.values()].flatMap(({ name, origins }) => [...origins].map((origin) => ({ name, origin }))),
    ({ origin }) => origin,
  )
  return {
    byName: (name) => sites.get(name),
    haveOrigin: (origin): origin is string => origin !== undefined && byOrigin.has(origin),
    ofOrigin(origin) {
      const [only, another] = byOrigin.get(origin) ?? []
      return another ? undefined : only?.name
    },
  }
}

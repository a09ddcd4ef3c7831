import { readBuildSizes } from '../../budgets/build-sizes-schema.ts'
import type { BuildSizes } from '../../measurement/build-sizes.ts'
import { askCollector, type Asking } from '../collector/ask-collector.ts'
import { UsageMistake } from '../usage-mistake.ts'

/** The builds that a collector keeps.
 * @param url the collector's, with the path that it is mounted at; its query is left out
 * @throws UsageMistake where asking again would not help, CollectorSilent where it might */
export function collectorBuilds(url: URL, asking: Asking & Required<Pick<Asking, 'option'>>) {
  const { ask, from } = askCollector(url.href, asking)
  const question = (query: Record<string, string>): string => `builds?${new URLSearchParams(query)}`
  return {
    /** The build of a release, or the latest; nothing where there is none yet. */
    async read(site: string, release?: string): Promise<{ sizes?: BuildSizes }> {
      const answer = await ask(question({ site, ...(release !== undefined && { release }) }))
      const { build } = answer as { build?: unknown }
      if (build === null) return {}
      const read = readBuildSizes(build)
      if ('sizes' in read) return read
      throw new UsageMistake(
        `${asking.option}: ${from} does not answer as a Fieldlab collector does. Name the URL that it is mounted at.`,
      )
    },
    /** Hands a build over to be kept. */
    async push(site: string, sizes: BuildSizes): Promise<void> {
      await ask(question({ site }), JSON.stringify(sizes))
    },
  }
}

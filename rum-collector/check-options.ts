import { collectorConfig, collectorMistakes } from '../budgets/collector-config.ts'
import type { CollectorInput } from '../budgets/collector-config.ts'
import { CollectorError } from './collector-error.ts'
import type { SiteOptions } from './sites.ts'

/** What a config file's own checks say, for a collector that is mounted without one.
 * @throws CollectorError with every mistake found */
export function checkOptions(sites: Readonly<Record<string, SiteOptions>>, input: CollectorInput): void {
  const mistakes = [...pathMistakes(input), ...sampleMistakes(sites), ...collectorMistakes(input)]
  if (mistakes.length > 0) throw new CollectorError(mistakes.join('\n'))
}

function* pathMistakes(input: CollectorInput): Generator<string> {
  for (const [key, path] of Object.entries(collectorConfig(input).paths)) {
    if (!path.startsWith('/'))
      yield `paths.${key} is ${JSON.stringify(path)}, expected a path that begins with a slash. Write "/${path}".`
  }
}

function* sampleMistakes(sites: Readonly<Record<string, SiteOptions>>): Generator<string> {
  for (const [site, { sample = 1 }] of Object.entries(sites)) {
    if (!(sample >= 0.0001 && sample <= 1))
      yield `sites.${site}.sample is ${sample}, expected a share of visits from 0.0001 to 1.`
  }
}

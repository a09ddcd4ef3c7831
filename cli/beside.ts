import type { Config } from '../budgets/config.ts'
import type { BuildSizes } from '../measurement/build-sizes.ts'
import type { Store } from '../store/open-store.ts'
import { CollectorSilent } from './collector/ask-collector.ts'
import { collectorField } from './collector/collector-field.ts'
import type { FieldSource } from './field-source.ts'
import type { Base } from './judge.ts'
import { readBase } from './read-base.ts'
import { collectorBuilds } from './size/collector-builds.ts'
import { UsageMistake } from './usage-mistake.ts'

export type BesideOptions = {
  /** A collector's URL, which the field is read from instead of the own store. */
  field?: string
  /** A report.json or a release: what the head is compared with. */
  base?: string
}

/** What a command judges beside what it measures itself. Read before anything is measured: mistakes are told at once, and
 * nobody asks a collector while the machine is busy.
 * @param except the batch that is judged, which is no base of itself */
export async function readBeside(
  config: Config,
  store: Store,
  { field: url, base: named }: BesideOptions,
  except?: string,
): Promise<{ field?: FieldSource; base?: Base }> {
  const site = config.lab?.site ?? Object.keys(config.sites)[0]!
  const base = named === undefined ? undefined : readBase(named, { store, site, except })
  const field = url === undefined ? undefined : await collectorField(config, url, { token: process.env.FIELDLAB_TOKEN })
  if (field?.unread !== undefined) process.stderr.write(`Field: ${field.unread}\n`)
  const isAsked = config.build && base?.release !== undefined && !base.build && url !== undefined && !field?.unread
  const build = isAsked ? await pushedBuild(new URL(url), site, base.release!) : undefined
  return { ...(field && { field }), ...(base && { base: { ...base, ...(build && { build }) } }) }
}

/** The build of the base's release, where `fieldlab size --push` has left it with the collector. Where it has not, or nobody
 * answers, relative budgets say that they have no base: the rest can be judged. */
async function pushedBuild(url: URL, site: string, release: string): Promise<BuildSizes | undefined> {
  try {
    const { sizes } = await collectorBuilds(url, { option: '--field', token: process.env.FIELDLAB_TOKEN }).read(
      site,
      release,
    )
    return sizes
  } catch (error) {
    if (error instanceof CollectorSilent || error instanceof UsageMistake) return undefined
    throw error
  }
}

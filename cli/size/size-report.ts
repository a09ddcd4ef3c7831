import type { Config } from '../../budgets/config.ts'
import type { BuildSizes } from '../../measurement/build-sizes.ts'
import { version } from '../../measurement/version.ts'
import type { Report } from '../../reports/report.ts'
import { buildReport } from '../build-report.ts'
import type { FieldSource } from '../field-source.ts'
import { judge } from '../judge.ts'
import type { SizeBase } from './read-size-base.ts'

/** Nobody was asked. */
const NO_FIELD: FieldSource = { evidence: () => [], summary: () => ({ pageViews: 0, excluded: {} }) }

/** Judges a build alone, as part of the same list.
 * @param base what it is compared with; its `sizes` are absent where a collector has none yet */
export function sizeReport(config: Config, sizes: BuildSizes, base?: SizeBase): Report {
  const budgets = config.budgets.filter(({ source }) => source === undefined || source === 'build')
  const judgement = judge(
    // Without sites nobody is told that nobody visited them.
    { ...config, sites: {}, budgets },
    { runs: [], field: NO_FIELD, build: sizes, ...(base?.sizes && { base: { name: base.name, build: base.sizes } }) },
  )
  const site = Object.keys(config.sites).join(', ')
  const report = buildReport(judgement, [], { site, at: sizes.at, version, release: sizes.release, isBuildAlone: true })
  return base && !base.sizes ? { ...report, notes: [...report.notes, `Build: ${base.name}`] } : report
}

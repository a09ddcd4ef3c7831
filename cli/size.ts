import { join } from 'node:path'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { toJSON } from '../reports/to-json.ts'
import { weighBuild } from '../size/weigh-build.ts'
import { writeReports } from './outputs/write-reports.ts'
import { loadConfig } from './load-config.ts'
import { presentReport } from './present-report.ts'
import { collectorBuilds } from './size/collector-builds.ts'
import { readSizeBase } from './size/read-size-base.ts'
import { sizeReport } from './size/size-report.ts'
import { sizeMemory, useAllCores } from './size/weigh.ts'
import { UsageMistake } from './usage-mistake.ts'

export type SizeOptions = {
  config?: string
  /** A folder, a git ref, a report.json or a collector's URL. */
  base?: string
  /** A collector's URL, which is to keep what was weighed. */
  push?: string
  release?: string
  json?: boolean
}

/** `fieldlab size`: weighs the files of the build, judges them by the budgets for it, compares them with a base, and writes the reports.
 * Needs no browser.
 * @returns the exit code */
export async function size({ base: asked, push, json, ...options }: SizeOptions): Promise<number> {
  useAllCores()
  const { config, folder, file } = await loadConfig(options.config)
  const { build } = config
  if (!build) throw new ConfigMistake([noBuild(file)])
  const release = options.release ?? process.env.FIELDLAB_RELEASE ?? config.release
  const target = push === undefined ? undefined : pushTarget(push, release)
  const token = process.env.FIELDLAB_TOKEN

  const site = config.lab?.site ?? Object.keys(config.sites)[0]!
  const memory = sizeMemory(folder)
  const base = asked === undefined ? undefined : await readSizeBase(asked, { build, folder, site, memory, token })
  const sizes = await weighBuild(build, folder, { release, memory })
  memory.save()

  const report = sizeReport(config, sizes, base)
  const htmlFile = writeReports(report, join(folder, '.fieldlab'), file)
  if (json) process.stdout.write(toJSON(report))
  else presentReport(report, htmlFile, file)
  if (target) {
    await collectorBuilds(target, { option: '--push', token }).push(site, sizes)
    if (!json) process.stdout.write(`Kept as release ${release} at ${target.host}.\n`)
  }
  return report.exitCode
}

const noBuild = (file: string): string =>
  `${file}: build is missing, expected { 'app bundle': 'dist/assets/*.js' }, or { groups, entries: { '/': 'dist/index.html' } }.`

function pushTarget(text: string, release: string | undefined): URL {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageMistake(`--push is "${text}", expected a collector's URL: https://rum.example.com.`)
  }
  if (release === undefined) {
    throw new UsageMistake(
      '--push keeps a build by its release: say which with --release, FIELDLAB_RELEASE or release in the config.',
    )
  }
  return url
}

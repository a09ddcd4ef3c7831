import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import type { BuildSizes } from '../measurement/build-sizes.ts'
import { visibleText } from '../reports/visible-text.ts'
import { weighBuild } from '../size/weigh-build.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { loadConfig } from './load-config.ts'
import type { Asked, SizeBase } from './size/read-size-base.ts'
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
  const loaded = await loadConfig(options.config)
  const { config, folder, file } = loaded
  const { build } = config
  if (!build) throw new ConfigMistake([noBuild(file)])
  const release = options.release ?? process.env.FIELDLAB_RELEASE ?? config.release
  const target = push === undefined ? undefined : pushTarget(push, release)
  const token = process.env.FIELDLAB_TOKEN

  const site = config.lab?.site ?? Object.keys(config.sites)[0]!
  const memory = sizeMemory(folder)
  const weighing = weighWithBase(asked, release, { build, folder, site, memory, token })
  // The threads compress while this one loads all that judges and renders.
  const loading = loadTheRest()
  const { sizes, base } = await weighing.catch(async (error: unknown) => {
    // Whoever reads the reports must not find those of an earlier command; what is mistyped leaves them alone.
    if (exitCodeOf(error) === 3) (await loading).writeUnmeasured(loaded, error, { release, tell: !json })
    throw error
  })
  memory.save()
  const { sizeReport, writeReports, toJSON, presentReport } = await loading

  const report = sizeReport(config, sizes, base)
  const htmlFile = writeReports(report, join(folder, '.fieldlab'), file)
  if (json) process.stdout.write(toJSON(report))
  else presentReport(report, htmlFile, file)
  if (target) {
    const { collectorBuilds } = await import('./size/collector-builds.ts')
    try {
      await collectorBuilds(target, { option: '--push', token }).push(site, sizes)
      if (!json) process.stdout.write(`Kept as release ${release} at ${target.host}.\n`)
    } catch (error) {
      // A budget that failed is the verdict, whether or not anybody keeps what was weighed.
      if (report.exitCode === 0 || exitCodeOf(error) === 1) throw error
      process.stderr.write(`${visibleText((error as Error).message)}\n`)
    }
  }
  return report.exitCode
}

/** All that judges and renders, while threads compress: the first files are on their way to them after one turn. */
async function loadTheRest() {
  await setImmediate()
  return import('./size/after-weighing.ts')
}

async function weighWithBase(
  asked: string | undefined,
  release: string | undefined,
  facts: Asked,
): Promise<{ sizes: BuildSizes; base?: SizeBase }> {
  const { build, folder, memory } = facts
  const sizes = await weighBuild(build, folder, { release, memory })
  if (asked === undefined) return { sizes }
  const { readSizeBase } = await import('./size/read-size-base.ts')
  return { sizes, base: await readSizeBase(asked, facts) }
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

import { mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { BuildConfig } from '../../budgets/build-config.ts'
import { readBuildSizes } from '../../budgets/build-sizes-schema.ts'
import type { BuildSizes } from '../../measurement/build-sizes.ts'
import { utc } from '../../reports/words.ts'
import { NoBuild } from '../../size/no-build.ts'
import type { SizeMemory } from '../../size/size-memory.ts'
import { weighBuild } from '../../size/weigh-build.ts'
import { readJSON } from '../read-json.ts'
import { UsageMistake } from '../usage-mistake.ts'
import { buildFolders } from './build-folders.ts'
import { collectorBuilds } from './collector-builds.ts'
import { filesOfRef } from './git-base.ts'

/** What a build is compared with. */
export type SizeBase = {
  /** In words: 'release v1.4.0'; or why there is none. */
  name: string
  /** Absent where a collector has no build yet. */
  sizes?: BuildSizes
}

export type Asked = { build: BuildConfig; folder: string; site: string; memory: SizeMemory; token: string | undefined }

/** Reads what `--base` names: a collector's URL, a folder, a report.json, or a git ref that holds the build.
 * @throws UsageMistake where there is no such base, CollectorSilent where the collector does not answer */
export async function readSizeBase(text: string, asked: Asked): Promise<SizeBase> {
  if (/^https?:\/\//i.test(text)) return baseOfCollector(URL.parse(text), text, asked)
  const found = await stat(text).catch(() => undefined)
  if (found?.isDirectory()) return { name: `the build in ${text}`, sizes: await sizesIn(resolve(text), text, asked) }
  if (found?.isFile()) return baseOfReport(text)
  const { folder, build } = asked
  const tree = await filesOfRef(text, buildFolders(build), folder)
  if (!tree) {
    throw new UsageMistake(
      `--base is "${text}": there is no such folder, file or git ref. Name a folder, a report.json, a git ref that holds the build, or a collector's URL.`,
    )
  }
  try {
    return { name: `${text} (${tree.commit.slice(0, 9)})`, sizes: await weighed(tree.folder, text, asked) }
  } finally {
    await rm(tree.folder, { recursive: true, force: true })
  }
}

async function baseOfCollector(url: URL | null, text: string, { site, token }: Asked): Promise<SizeBase> {
  if (!url)
    throw new UsageMistake(`--base is "${text}", which is no URL, expected one such as https://rum.example.com.`)
  const release = url.searchParams.get('release') ?? undefined
  const { sizes } = await collectorBuilds(url, { option: '--base', token }).read(site, release)
  if (!sizes)
    return {
      name: `there is no base, because ${url.host} keeps no build of ${site} yet. Push one with fieldlab size --push.`,
    }
  return {
    name: sizes.release === undefined ? `the latest build at ${url.host}` : `release ${sizes.release} at ${url.host}`,
    sizes,
  }
}

function baseOfReport(file: string): SizeBase {
  const report = readJSON(file, '--base')
  const { build, release, at } = Object(report) as { build?: unknown; release?: unknown; at?: unknown }
  if (build === undefined) {
    throw new UsageMistake(
      `--base: ${file} has no build in it. Name a report.json that \`fieldlab size\` has written, or \`run\` with build in its config.`,
    )
  }
  const read = readBuildSizes(build)
  if ('problem' in read)
    throw new UsageMistake(`--base: ${file} is no report.json of this version of Fieldlab (build.${read.problem}).`)
  const name =
    typeof release === 'string'
      ? `release ${release}`
      : `the report of ${utc(typeof at === 'number' && at >= 0 && at <= 8.64e15 ? at : read.sizes.at)}`
  return { name, sizes: read.sizes }
}

/** A folder is either like the project's own, or it is the build's folder itself under another name. */
async function sizesIn(base: string, text: string, asked: Asked): Promise<BuildSizes> {
  const places = buildFolders(asked.build)
  const isProject = await Promise.all(places.map((place) => stat(join(base, place)).catch(() => undefined)))
  if (isProject.some((found) => found !== undefined) || places.length !== 1 || places[0] === '.')
    return weighed(base, text, asked)
  const [place] = places
  const around = await mkdtemp(join(tmpdir(), 'fieldlab-base-'))
  try {
    await symlink(base, join(around, place!), 'junction')
    return await weighed(around, text, asked)
  } finally {
    await rm(around, { recursive: true, force: true })
  }
}

/** A base may lack what is new: a group without files, an entry that was not there. */
async function weighed(folder: string, text: string, { build, memory, folder: own }: Asked): Promise<BuildSizes> {
  const parts = [
    ...build.groups.map((group) => ({ ...build, groups: [group], entries: [] })),
    ...build.entries.map((entry) => ({ ...build, groups: [], entries: [entry] })),
  ]
  const sizes: BuildSizes[] = []
  for (const part of parts) {
    try {
      sizes.push(await weighBuild(part, folder, { memory }))
    } catch (error) {
      if (!(error instanceof NoBuild)) throw error
    }
  }
  if (sizes.length === 0) {
    throw new UsageMistake(
      `--base is "${text}", which has none of the files of build. Expected ${buildFolders(build).join(', ')} in it, as in ${own}.`,
    )
  }
  return {
    at: sizes[0]!.at,
    groups: sizes.flatMap(({ groups }) => groups),
    entries: sizes.flatMap(({ entries }) => entries),
  }
}

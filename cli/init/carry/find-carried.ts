import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { PackageJSON } from '../package-json.ts'
import { carryBundlesize } from './bundlesize.ts'
import { nothingCarried, type Carried } from './carried.ts'
import { carryLighthouseBudgets } from './lighthouse-budgets.ts'
import { carryLighthouseCI } from './lighthouse-ci.ts'
import { readConfigFile, whyUnread } from './read-config-file.ts'
import { carrySizeLimit } from './size-limit.ts'

const endings = (name: string, list: string): string[] => list.split(' ').map((ending) => `${name}.${ending}`)

const LIGHTHOUSE_CI = ['', '.'].flatMap((dot) => [
  ...endings(`${dot}lighthouserc`, 'js cjs mjs json yml yaml'),
  ...(dot === '.' ? ['.lighthouserc'] : []),
])
const LIGHTHOUSE_BUDGETS = ['budget.json', 'budgets.json', 'lighthouse-budget.json', 'lighthouse-budgets.json']
const SIZE_LIMIT = [...endings('.size-limit', 'json js cjs mjs ts mts cts'), '.size-limit']
const BUNDLESIZE = [
  'bundlesize.config.json',
  '.bundlesizerc',
  '.bundlesizerc.json',
  '.bundlewatch.config.json',
  'bundlewatch.config.json',
]

/** Reads the configs of other tools that lie in a project, and what of them this tool can hold. A config that can't be read
 * is told as left behind: it must not keep anyone from starting. */
export async function findCarried(folder: string, json: PackageJSON | undefined): Promise<Carried[]> {
  const found: Carried[] = []
  const fromFile = async (
    names: readonly string[],
    carry: (read: unknown, from: string, file: string) => Carried | Promise<Carried>,
  ) => {
    const name = names.find((each) => existsSync(join(folder, each)))
    if (name === undefined) return
    const file = join(folder, name)
    try {
      found.push(await carry(await readConfigFile(file), name, file))
    } catch (error) {
      found.push({ ...nothingCarried(name), left: [{ what: 'everything', why: whyUnread(file, error) }] })
    }
  }
  await fromFile(LIGHTHOUSE_CI, carryLighthouseCI)
  // Named by Lighthouse CI's own config, they have been read with it.
  const named = found.some(({ budgets }) => budgets.length > 0)
  if (!named) await fromFile(LIGHTHOUSE_BUDGETS, (read, from) => carryLighthouseBudgets(read, from))
  if (json?.['size-limit'] !== undefined)
    found.push(carrySizeLimit(json['size-limit'], 'package.json (size-limit)', json))
  else await fromFile(SIZE_LIMIT, (read, from) => carrySizeLimit(read, from, json))
  if (json?.bundlesize !== undefined) found.push(carryBundlesize(json.bundlesize, 'package.json (bundlesize)'))
  else await fromFile(BUNDLESIZE, (read, from) => carryBundlesize(read, from))
  return found
}

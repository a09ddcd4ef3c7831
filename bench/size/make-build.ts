import { copyFileSync, globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

export type MadeBuild = { folder: string; files: number; bytes: number }

/** A project whose build is real code: scripts of installed packages, each of them once, in the order of their paths. Both tools weigh
 * its `dist/`.
 * @param from smallest and largest file, in bytes
 * @param halves both tools tell the size of each half as well as that of the whole */
export function makeBuild(
  name: string,
  { files, from, halves = false }: { files: number; from: [number, number]; halves?: boolean },
): MadeBuild {
  const folder = join(ROOT, '.fieldlab/bench/size', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'dist'), { recursive: true })
  const scripts = globSync('node_modules/**/*.js', { cwd: ROOT })
    .sort()
    .map((path) => ({ path: join(ROOT, path), stat: statSync(join(ROOT, path)) }))
    .filter(({ stat }) => stat.isFile() && stat.size >= from[0] && stat.size <= from[1])
  const step = scripts.length / files
  if (step < 1) throw new Error(`${name}: there are ${scripts.length} such scripts in node_modules, expected ${files}.`)
  // Evenly from all of them, so that no package makes up the whole.
  const chosen = Array.from({ length: files }, (_, i) => scripts[Math.floor(i * step)]!)
  chosen.forEach(({ path }, i) => copyFileSync(path, join(folder, 'dist', `chunk-${i}.js`)))
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', devDependencies: { '@size-limit/file': '*' } }),
  )
  const all = 'dist/**/*.js'
  const half = { even: 'dist/chunk-*[02468].js', odd: 'dist/chunk-*[13579].js' }
  const checks = [all, ...(halves ? Object.values(half) : [])].map((path) => ({ name: path, path, limit: '1 GB' }))
  writeFileSync(join(folder, '.size-limit.json'), JSON.stringify(checks))
  const config = {
    sites: { bench: { origins: ['http://localhost'] } },
    build: halves ? half : { app: all },
    budgets: [{ metric: 'totalBytes', bundle: 'total', max: '900 MB' }],
  }
  writeFileSync(join(folder, 'fieldlab.config.json'), JSON.stringify(config))
  return { folder, files, bytes: chosen.reduce((sum, { stat }) => sum + stat.size, 0) }
}

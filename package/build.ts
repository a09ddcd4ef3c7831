// Makes what `npm pack` takes, in `dist/`, which is emptied first so that nothing of an older build is published: the rooms bundled as
// JavaScript, the types that the entries lead to, and the beacon: `node package/build.ts`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundlePackage } from './bundle.ts'
import { pruneTypes } from './prune-types.ts'

const ROOT = join(import.meta.dirname, '..')
const DIST = join(ROOT, 'dist')

/** Runs a program of Node; what it prints is shown. */
function node(...words: string[]): void {
  const { status } = spawnSync(process.execPath, words, { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Files of the rooms that are published and are no TypeScript, such as templates: the compiler leaves them out. */
function copyOthers(): void {
  const { include } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.build.json'), 'utf8')) as { include: string[] }
  for (const room of include) {
    const others = globSync(`${room.replace('/*', '')}/**/*.*`, { cwd: ROOT, exclude: ['**/*.ts'] })
    for (const file of others) {
      mkdirSync(dirname(join(DIST, file)), { recursive: true })
      copyFileSync(join(ROOT, file), join(DIST, file))
    }
  }
}

rmSync(DIST, { recursive: true, force: true })
node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--emitDeclarationOnly')
pruneTypes(DIST)
await bundlePackage(DIST)
copyOthers()
node('beacon/build.ts')

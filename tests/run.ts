// Everything that has to hold: lint, format, types and tests. Ends with `N passed, N failed`; the first three count one
// each. Arguments narrow it down to test files: `npm test -- tests/lab`.
import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

type Count = { passed: number; failed: number }

const CHECKS = [
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--type-aware'] },
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', '.'] },
]

/** A file that takes longer hangs. The longest makes whole apps with their packages, and runs them. */
const LONGEST_FILE_MS = 900_000

function check({ name, args }: (typeof CHECKS)[number]): Count {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const passed = status === 0
  console.log(passed ? `✔ ${name}` : `✖ ${name}\n${stdout}${stderr}`)
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** One file after the other: many of them time things, and browsers would slow each other. */
async function runTests(files: string[]): Promise<Count> {
  const events = run({ files, concurrency: 1, timeout: LONGEST_FILE_MS })
  const count: Count = { passed: 0, failed: 0 }
  events.on('test:summary', ({ file, counts }) => {
    if (file !== undefined) return // the last summary, of no file, holds them all
    count.passed = counts.passed
    count.failed = counts.tests - counts.passed - counts.skipped - counts.todo
  })
  for await (const text of events.compose(spec)) process.stdout.write(String(text))
  return count
}

function testFiles(paths: string[]): string[] {
  const asked = paths.flatMap((path) => (statSync(path).isDirectory() ? globSync(join(path, '**/*.test.ts')) : [path]))
  return asked.sort()
}

const asked = process.argv.slice(2)
const counts = asked.length > 0 ? [] : CHECKS.map(check)
counts.push(await runTests(testFiles(asked.length > 0 ? asked : ['tests'])))
const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { remember } from '../../measurement/remember.ts'

const PAGES = ['README.md', ...globSync('docs/**/*.md'), ...globSync('bench/*.md')]

/** `fieldlab size --base main`, however the docs call it. */
const COMMAND =
  /(?:^|[`\s(])(?:npm run fieldlab --|npx fieldlab|pnpm exec fieldlab|fieldlab) ([a-z]+)((?: [^`\n#|)]*)?)/g

const help = remember(100, (command) =>
  execFileSync(process.execPath, ['cli/main.ts', ...(command === '' ? [] : [command]), '--help'], { encoding: 'utf8' }),
)
const commands = [...help('').matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name!)

for (const page of PAGES) {
  const text = readFileSync(page, 'utf8')
  // Prose says "fieldlab" too: only what stands in code is a command.
  const code = [...text.matchAll(/^```(?:sh|bash|yaml|yml|dockerfile|text)?\n.*?^```$|`[^`\n]+`/gms)].map(
    ([all]) => all,
  )
  const typed = code.flatMap((block) =>
    [...block.matchAll(COMMAND)].map(([, name, rest]) => ({ name: name!, rest: rest! })),
  )

  test(`${page}: every command exists, with the options that are named`, () => {
    for (const { name, rest } of typed) {
      assert.ok(commands.includes(name), `fieldlab ${name}, expected one of ${commands.join(', ')}`)
      const known = help(name) + help('')
      for (const [option] of rest.matchAll(/--[a-z][a-z-]*/g)) {
        assert.ok(known.includes(option), `fieldlab ${name} has no ${option}`)
      }
    }
  })

  test(`${page}: every npm script and every file that it links to exists`, () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g)) {
      // What a reader's own project has.
      if (['build', 'preview', 'dev'].includes(script!)) continue
      assert.ok(scripts[script!], `npm run ${script}`)
    }
    for (const [, target] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)) {
      assert.ok(existsSync(join(dirname(page), target!)), `${target} does not exist`)
    }
  })
}

test('the search finds commands, so that a wrong one would be found', () => {
  assert.ok(commands.includes('run') && commands.includes('serve'), commands.join(', '))
  const readme = [...readFileSync('README.md', 'utf8').matchAll(COMMAND)].map(([, name]) => name)
  assert.ok(readme.includes('run') && readme.includes('check'))
})

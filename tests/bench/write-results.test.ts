import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'node:test'
import { writeResults } from '../../bench/write-results.ts'

test('results replace their own section, and leave the rest of the file alone', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-results-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const file = pathToFileURL(join(folder, 'results.md'))
  writeFileSync(file, '# Results\n\nBefore.\n')
  writeResults(file, 'one', 'first $& text')
  writeResults(file, 'two', 'of another')
  writeResults(file, 'one', 'second $& text')
  const text = readFileSync(file, 'utf8')
  assert.equal(text.match(/Before\./g)?.length, 1)
  assert.doesNotMatch(text, /first/)
  assert.ok(text.indexOf('second $& text') < text.indexOf('of another'))
})

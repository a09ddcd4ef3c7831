import assert from 'node:assert/strict'
import test from 'node:test'
import { satisfies } from '../../cli/init/satisfies.ts'

test('a version fits a range as npm reads it', () => {
  const table: [string, string, boolean][] = [
    ['1.65.1', '^1.65.1', true],
    ['1.65.0', '^1.65.1', false],
    ['2.0.0', '^1.65.1', false],
    ['0.2.9', '^0.2.1', true],
    ['0.3.0', '^0.2.1', false],
    ['0.0.3', '^0.0.3', true],
    ['0.0.4', '^0.0.3', false],
    ['1.50.0', '>=1.50.0', true],
    ['1.49.9', '>=1.50', false],
    ['1.60.0', '>= 1.50 <2', true],
    ['2.0.0', '>=1.50 <2', false],
    ['1.2.9', '~1.2.3', true],
    ['1.3.0', '~1.2.3', false],
    ['12.8.0', '^13.0.0 || ^12.2.0', true],
    ['11.9.0', '^13.0.0 || ^12.2.0', false],
    ['4.1.2', '4', true],
    ['5.0.0', '4.x', false],
    ['4.1.2', '4.1.2', true],
    ['4.1.3', '4.1.2', false],
    ['9.9.9', '*', true],
    ['1.65.1-beta-2', '^1.65.0', true],
    ['10.0.0', '<=9', false],
  ]
  for (const [version, range, expected] of table)
    assert.equal(satisfies(version, range), expected, `${version} in ${range}`)
})

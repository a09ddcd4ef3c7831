import assert from 'node:assert/strict'
import test from 'node:test'
import { readBuildSizes } from '../../budgets/build-sizes-schema.ts'
import { ConfigMistake } from '../../budgets/config-mistake.ts'
import { readConfig } from '../../budgets/read-config.ts'
import { PROFILES } from '../../lab/profiles.ts'

test('what is wrong with sizes that somebody sends is told in words', () => {
  const group = { name: '', compression: 'gzip', files: [] }
  assert.deepEqual(readBuildSizes({ at: 1, groups: [group], entries: [] }), {
    problem: 'groups.0.name: Too small: expected string to have >=1 characters',
  })
  assert.deepEqual(readBuildSizes(7), { problem: 'the whole: Invalid input: expected object, received number' })
})

test('what is wrong with a name in the config is told in words', () => {
  const build = { ['x'.repeat(201)]: 'dist/*.js' }
  assert.throws(
    () => readConfig({ sites: {}, build, budgets: [] }, 'fieldlab.config.ts', PROFILES),
    (error) =>
      error instanceof ConfigMistake && error.message.includes('Too big: expected string to have <=200 characters.'),
  )
})

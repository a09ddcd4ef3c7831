import assert from 'node:assert/strict'
import test from 'node:test'
import { cacheFolder } from '../../cli/compile-cache.ts'

test('what Node compiled is kept beside the installed package, and nowhere for one that lies elsewhere', () => {
  assert.equal(cacheFolder('/shop/node_modules/fieldlab/dist/cli'), '/shop/node_modules/.cache/fieldlab')
  assert.equal(cacheFolder('/work/fieldlab/cli'), undefined)
  assert.equal(cacheFolder('/work/fieldlab/dist/cli'), undefined)
})

import assert from 'node:assert/strict'
import test from 'node:test'
import { sitesOf } from '../../rum-collector/sites.ts'

test('a page view stands for as many as the sample leaves out', () => {
  const weightOf = (sample?: number) => sitesOf({ a: { origins: [], sample } }).byName('a')?.standsFor
  assert.deepStrictEqual([undefined, 1, 0.5, 0.1, 0.03, 0.0001].map(weightOf), [1, 1, 2, 10, 33, 10_000])
})

test('names that every object has are no sites', () => {
  const sites = sitesOf({ shop: { origins: ['https://shop.example'] } })
  for (const name of ['constructor', '__proto__', 'toString']) assert.equal(sites.byName(name), undefined)
})

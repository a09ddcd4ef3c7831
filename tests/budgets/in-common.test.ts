import assert from 'node:assert/strict'
import test from 'node:test'
import { inCommon, type VisitFacts } from '../../budgets/in-common.ts'

const repeat = (times: number, facts: VisitFacts) => Array.from({ length: times }, () => facts)

const RELOAD: VisitFacts = { navigationType: 'reload', os: 'Android' }
const LOAD: VisitFacts = { navigationType: 'navigate', os: 'Android' }
const MAC: VisitFacts = { navigationType: 'reload', os: 'macOS' }

test('what most slow page views share, and few others, is named with both shares', () => {
  const slow = [...repeat(80, RELOAD), ...repeat(20, LOAD)]
  const all = [...repeat(150, RELOAD), ...repeat(250, LOAD), ...repeat(100, MAC)]
  assert.deepEqual(inCommon(slow, all), { facts: RELOAD, share: 0.8, usual: 0.3, n: 100 })
})

test('what all page views share as often says nothing', () => {
  assert.equal(inCommon(repeat(100, LOAD), repeat(500, LOAD)), undefined)
  const mixed = [...repeat(60, LOAD), ...repeat(40, MAC)]
  assert.equal(inCommon(mixed, [...mixed, ...mixed]), undefined)
})

test('a fact alone is named where a second one tells nothing more', () => {
  const slow = [...repeat(50, RELOAD), ...repeat(50, MAC)]
  const all = [...slow, ...repeat(300, LOAD)]
  assert.deepEqual(inCommon(slow, all)?.facts, { navigationType: 'reload' })
})

test('a few page views agree by chance', () => {
  assert.equal(inCommon(repeat(19, RELOAD), repeat(500, LOAD)), undefined)
  const slow = [...repeat(14, RELOAD), ...repeat(10, LOAD)]
  assert.equal(inCommon(slow, [...repeat(200, RELOAD), ...repeat(250, LOAD)]), undefined, '58 % of 24, against 44 %')
})

test('page views without facts are no evidence', () => {
  assert.equal(inCommon(repeat(100, {}), repeat(100, {})), undefined)
})

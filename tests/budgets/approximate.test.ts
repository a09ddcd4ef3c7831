import assert from 'node:assert/strict'
import test from 'node:test'
import { evaluate, readConfig, type Evidence } from 'fieldlab'
import { overCount } from '../../reports/words.ts'

const { budgets } = readConfig(
  {
    sites: { shop: { origins: ['https://shop.example.com'] } },
    budgets: [
      { metric: 'LCP', source: 'field', max: '2.5 s' },
      { metric: 'LCP', source: 'field', percentile: 90, max: '3 s' },
    ],
  },
  'fieldlab.config.ts',
  {},
)

test('a count that was read off inside a bucket is marked, and one at a bound that is counted by is not', () => {
  const evidence: Evidence = {
    series: {
      source: 'field',
      site: 'shop',
      metric: 'LCP',
      subject: { kind: 'page', name: '/' },
      formFactor: 'mobile',
      navigation: 'hard',
    },
    distribution: { n: 1000, within: () => 700, isExact: (max) => max === 2500, percentile: () => 3100 },
    pageViews: 1000,
    excluded: {},
    causes: () => ({ culprits: [] }),
  }
  const [exact, estimated] = evaluate(budgets, [evidence], ['field'])
  assert.equal(exact?.approximate, undefined)
  assert.match(exact!.message, /: 300 of 1000 page views over, 250 allowed\.$/)
  assert.equal(estimated?.approximate, true)
  assert.match(estimated!.message, /: ≈ 300 of 1000 page views over, 100 allowed\.$/)
  assert.match(overCount(estimated!), /^≈ 300 of 1,000 page views over/)
})

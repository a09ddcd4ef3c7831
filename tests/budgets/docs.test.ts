import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import test from 'node:test'
import { coreWebVitals, latency, pageWeight } from '../../budgets/presets.ts'
import { readConfig } from '../../budgets/read-config.ts'
import type { BudgetInput } from '../../budgets/config.ts'
import { PROFILES } from '../../lab/profiles.ts'

const DOCS = readFileSync(new URL('../../docs/budgets.md', import.meta.url), 'utf8')
const EXAMPLES = [...DOCS.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!)

test('every example in docs/budgets.md is a list of budgets that the config takes', () => {
  assert.ok(EXAMPLES.length >= 3)
  for (const code of EXAMPLES) {
    // Objects of another realm are no plain objects to the schema.
    const budgets = JSON.parse(
      JSON.stringify(runInNewContext(`[${code}]`, { coreWebVitals, pageWeight, latency })),
    ) as BudgetInput[]
    const config = {
      sites: { shop: { origins: ['https://shop.example'], routes: ['/product/:id'] } },
      lab: { baseURL: 'http://127.0.0.1:1', profiles: ['mobile', 'desktop'] },
      budgets,
    }
    assert.ok(readConfig(config, 'fieldlab.config.ts', PROFILES).budgets.length >= budgets.length, code)
  }
})

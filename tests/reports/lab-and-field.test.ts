import test from 'node:test'
import assert from 'node:assert/strict'
import type { Culprit, Evaluation, Verdict } from '../../budgets/evaluation.ts'
import type { InCommon } from '../../budgets/in-common.ts'
import type { MetricName } from '../../measurement/metrics.ts'
import { labAndField } from '../../reports/lab-and-field.ts'
import { judged, seriesOf } from './sample-series.ts'

const HERO: Culprit = { kind: 'element', name: 'img.hero', part: 'resourceLoadDuration', amount: 2100, share: 1 }
const SERVER: Culprit = { kind: 'server', name: 'the document', part: 'timeToFirstByte', amount: 1900, share: 1 }

type Told = { culprit?: Culprit; inCommon?: InCommon; metric?: MetricName; formFactor?: 'mobile' | 'desktop' }

function told(
  source: 'lab' | 'field',
  verdict: Verdict,
  { culprit, inCommon, metric = 'LCP', ...rest }: Told = {},
): Evaluation {
  const values = Array.from({ length: 30 }, () => (verdict === 'fail' ? 3000 : 1500))
  const { formFactor = 'mobile' } = rest
  const profile = source === 'lab' ? { profile: formFactor } : {}
  const one = seriesOf({ source, metric, subject: { kind: 'page', name: '/' }, formFactor, ...profile, values })
  return judged(one, { max: 2500, verdict, ...(culprit && { culprits: [culprit] }), ...(inCommon && { inCommon }) })
}

const said = (...all: Evaluation[]) => labAndField(all, all)

const RELOADS: InCommon = { facts: { navigationType: 'reload', os: 'Android' }, share: 0.8, usual: 0.31, n: 100 }

test('the lab passes and the field fails: what the slow page views have in common is named', () => {
  assert.deepEqual(said(told('lab', 'pass'), told('field', 'fail', { inCommon: RELOADS, culprit: HERO })), [
    'LCP on / (mobile, field p75 3 s): the lab passes, the field fails: 80 % of the slow page views are reloads on Android (of all page views, 31 %).',
  ])
})

test('where they have nothing in common, their culprit is named, or that there is none', () => {
  assert.match(
    said(told('lab', 'pass'), told('field', 'fail', { culprit: HERO }))[0]!,
    /blame img\.hero \(2\.1 s to download it\)/,
  )
  assert.match(said(told('lab', 'pass'), told('field', 'fail'))[0]!, /say nothing of their cause/)
})

test('the lab fails and the field passes: the lab is harder than most visits', () => {
  assert.match(
    said(told('lab', 'fail'), told('field', 'pass'))[0]!,
    /\(mobile, field p75 1\.5 s\).*with an empty cache/,
  )
})

test('both fail: they blame the same, or different things', () => {
  const lab = told('lab', 'fail', { culprit: HERO })
  assert.match(said(lab, told('field', 'fail', { culprit: HERO }))[0]!, /lab and field blame the same\.$/)
  assert.match(
    said(lab, told('field', 'fail', { culprit: SERVER, inCommon: RELOADS }))[0]!,
    /the lab img\.hero \(.*\), the field the document \(1\.9 s until the first byte\); in the field, 80 % of/,
  )
})

test('two form factors that say the same are one sentence', () => {
  const both = (['mobile', 'desktop'] as const).flatMap((formFactor) => [
    told('lab', 'fail', { formFactor, culprit: HERO }),
    told('field', 'fail', { formFactor, culprit: HERO }),
  ])
  assert.deepEqual(said(...both), ['LCP on / (mobile; desktop): lab and field blame the same.'])
})

test('of several profiles the one that disagrees is told', () => {
  const slow = { ...told('lab', 'fail', { culprit: HERO }) }
  slow.series = { ...slow.series, profile: 'slow-phone' }
  assert.match(said(told('lab', 'pass'), slow, told('field', 'pass'))[0]!, /the lab fails, the field passes/)
})

test('what passes in both, is not decided, or was not measured in the field says nothing', () => {
  assert.deepEqual(said(told('lab', 'pass'), told('field', 'pass')), [])
  assert.deepEqual(said(told('lab', 'fail'), told('field', 'no-data')), [])
  assert.deepEqual(said(told('lab', 'fail')), [])
})

test('a field that fails alone still tells what its slow page views share', () => {
  const warm: InCommon = {
    facts: { coldCache: true, connection: '3g', browser: 'Chrome' },
    share: 0.64,
    usual: 0.2,
    n: 90,
  }
  assert.match(
    said(told('field', 'fail', { inCommon: warm }))[0]!,
    /in the field, 64 % of the slow page views are page views in Chrome over 3g with a cold cache/,
  )
})

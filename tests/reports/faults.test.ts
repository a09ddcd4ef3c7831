import test from 'node:test'
import assert from 'node:assert/strict'
import type { Culprit, Evaluation } from '../../budgets/evaluation.ts'
import type { MetricName } from '../../measurement/metrics.ts'
import type { Subject } from '../../measurement/series.ts'
import { faultCulprits } from '../../reports/fault-culprits.ts'
import { faultsOf, titleText } from '../../reports/faults.ts'
import { judged, seriesOf, type SeriesFacts } from './sample-series.ts'

const page = (name: string): Subject => ({ kind: 'page', name })
const step = (name: string): Subject => ({ kind: 'step', journey: 'buy', name })

const HERO: Culprit = {
  kind: 'element',
  name: '#main>img.hero',
  url: 'https://shop.example/hero.cf9f62b4.jpg',
  part: 'resourceLoadDuration',
  amount: 3000,
  share: 1,
  explains: 1,
}
const SCRIPT: Culprit = {
  kind: 'script',
  name: 'recommend',
  url: 'https://shop.example/shop.js',
  part: 'processingDuration',
  amount: 400,
  share: 1,
  explains: 1,
}
const SERVER: Culprit = { kind: 'server', name: 'the document', part: 'requestDuration', amount: 900, share: 1 }

type Over = Partial<SeriesFacts> & { culprit?: Culprit | undefined; level?: 'warn' | 'error' }

/** A budget that failed by half. */
function over(metric: MetricName, subject: Subject, { culprit, level = 'error', ...rest }: Over = {}): Evaluation {
  const lab = { source: 'lab', metric, subject, formFactor: 'mobile', profile: 'mobile' } as const
  const one = seriesOf({ ...lab, values: Array.from({ length: 7 }, () => 3000), ...rest })
  return judged(one, { max: 2000, verdict: 'fail', level, culprits: culprit ? [culprit] : [] })
}

const faults = (...evaluations: Evaluation[]) => faultsOf(evaluations)

test('one metric of one page is one fault, in lab and field and on every profile, whatever each blames', () => {
  const all = faults(
    over('LCP', page('/'), { culprit: HERO }),
    over('LCP', page('/'), { profile: 'desktop', formFactor: 'desktop' }),
    over('LCP', page('/'), { source: 'field', profile: undefined, culprit: SERVER }),
  )
  assert.equal(all.length, 1)
  assert.equal(all[0]!.evaluations.length, 3)
  assert.equal(titleText(all[0]!), 'LCP on /')
})

test('metrics, pages and steps with the same cause are one fault, told by what matters most', () => {
  const all = faults(
    over('TBT', step('add'), { culprit: { ...SCRIPT, part: 'longestTaskMs' } }),
    over('INP', step('add'), { culprit: SCRIPT }),
    over('INP', page('/product'), { culprit: SCRIPT }),
  )
  assert.equal(all.length, 1)
  assert.equal(all[0]!.worst.series.subject.name, '/product')
  assert.equal(titleText(all[0]!), 'INP and TBT on /product and buy › add')
  assert.equal(faultCulprits(all[0]!).length, 1, 'a script is one culprit, whichever of its parts each metric names')
})

test('another cause is another fault', () => {
  const other = { ...SCRIPT, name: 'track' }
  assert.equal(
    faults(over('INP', page('/a'), { culprit: SCRIPT }), over('INP', page('/b'), { culprit: other })).length,
    2,
  )
  assert.equal(faults(over('CLS', page('/a')), over('CLS', page('/b'))).length, 2, 'nothing blamed is no common cause')
})

test('one cause beside another does not tie two faults together', () => {
  const all = faults(
    over('LCP', page('/'), { culprit: HERO }),
    over('LCP', page('/'), { source: 'field', profile: undefined, culprit: SERVER }),
    over('TTFB', page('/cart'), { culprit: SERVER }),
  )
  assert.equal(all.length, 2)
})

test('a slow server is one fault, on however many pages', () => {
  const all = faults(...['/', '/a', '/b', '/c'].map((name) => over('TTFB', page(name), { culprit: SERVER })))
  assert.equal(all.length, 1)
  assert.equal(titleText(all[0]!), 'TTFB on 4 pages')
})

test('two sites with a page of one name, or a slow server each, have two faults', () => {
  const [one, other] = ['/', '/'].map((name) => over('TTFB', page(name), { culprit: SERVER }))
  const blog = { ...other!, series: { ...other!.series, site: 'blog' } }
  assert.equal(faults(one!, blog).length, 2)
})

test('a file is the same one whether or not its hash is masked', () => {
  const masked = { ...HERO, name: 'img.hero', url: 'https://shop.example/hero.:hash.jpg' }
  const all = faults(over('LCP', page('/'), { culprit: HERO }), over('load', page('/a'), { culprit: masked }))
  assert.equal(all.length, 1)
  assert.equal(faultCulprits(all[0]!)[0]!.says.length, 2)
})

test('a fault is as grave as its gravest part, and warnings stand beside it', () => {
  const warned = over('LCP', page('/'), { source: 'field', profile: undefined, level: 'warn' })
  const [fault, ...others] = faults(warned, over('LCP', page('/')))
  assert.deepEqual([fault?.standing, fault?.worst.series.source, others.length], ['failed', 'lab', 0])
  assert.deepEqual([faults(warned)[0]?.standing, faults(warned)[0]?.worst], ['warned', warned])
})

test('what passes, and what is off, is no fault', () => {
  const series = seriesOf({ source: 'lab', metric: 'LCP', subject: page('/'), values: [1] })
  assert.deepEqual(
    faults(judged(series, { max: 2, verdict: 'pass' }), judged(series, { max: 2, verdict: 'fail', level: 'off' })),
    [],
  )
})

test('culprits of a fault are ranked by what they explain in all of its evaluations', () => {
  const small = { ...SERVER, explains: 0.9 }
  const first = over('LCP', page('/'), { culprit: small })
  const evaluations = [first, over('LCP', page('/'), { profile: 'desktop', culprit: HERO })]
  assert.deepEqual(
    faultCulprits(faultsOf(evaluations)[0]!).map(({ says }) => says[0].culprit.name),
    ['#main>img.hero', 'the document'],
  )
})

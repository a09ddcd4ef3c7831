import test from 'node:test'
import assert from 'node:assert/strict'
import type { Culprit, Evaluation } from '../../budgets/evaluation.ts'
import { diagnosticNotes } from '../../reports/diagnosed.ts'
import { fileNotes } from '../../reports/file-note.ts'
import { failingReport } from './sample-report.ts'
import { sampleDiagnosis } from './sample-diagnosis.ts'

const hero = failingReport.evaluations.find(({ series }) => series.source === 'lab' && series.metric === 'LCP')!
const notes = (evaluation: Evaluation) => diagnosticNotes([evaluation], [sampleDiagnosis])

test('the request of the culprit is told in its phases, and what takes its time', () => {
  const [request] = notes(hero)
  assert.equal(
    request?.text,
    'Its request began 390 ms into the step, waited 160 ms for its first byte, and its 1.41 MB took 2.63 s: there is much to send.',
  )
})

test('Lighthouse’s findings with savings for this metric follow, with what they are about', () => {
  const [, finding, ...others] = notes(hero)
  assert.deepEqual(finding, {
    text: 'Improve image delivery: about 1.35 s of LCP to save',
    items: [{ name: 'main > img.hero', cost: '1.1 MB, Larger than it is shown' }],
  })
  assert.deepEqual(others, [], 'a layout shift is no finding for LCP')
})

test('what blocks the first paint is named where the first paint is blamed', () => {
  const culprit: Culprit = {
    kind: 'resource',
    name: 'what blocks the first paint',
    part: 'firstByteToFCP',
    amount: 900,
    share: 1,
  }
  const FCP = { ...hero, series: { ...hero.series, metric: 'FCP' as const }, culprit, culprits: [culprit] }
  assert.deepEqual(notes(FCP)[0]?.items, [{ name: 'https://shop.example/assets/app.css', cost: '260 ms' }])
})

test('another profile, page or form factor explains nothing here', () => {
  assert.deepEqual(notes({ ...hero, series: { ...hero.series, profile: 'desktop' } }), [])
  assert.deepEqual(notes({ ...hero, series: { ...hero.series, subject: { kind: 'page', name: '/other' } } }), [])
  const field = { ...hero.series, source: 'field', profile: undefined } as const
  assert.equal(notes({ ...hero, series: field }).length, 2, 'the field has no profile: its form factor counts')
  assert.deepEqual(notes({ ...hero, series: { ...field, formFactor: 'desktop' } }), [])
})

test('another site has pages of the same name, and is explained by its own diagnosis only', () => {
  const ofSite = (site: string) => diagnosticNotes([hero], [{ ...sampleDiagnosis, site }])
  assert.deepEqual(ofSite('another'), [])
  assert.deepEqual(ofSite(hero.series.site), notes(hero))
})

test('without a diagnostic pass there is nothing to add', () => assert.deepEqual(diagnosticNotes([hero]), []))

test('a file is weighed against the line: a download that is much longer was waiting', () => {
  const files = fileNotes(failingReport)
  const download = (amount: number) => files({ ...hero.culprit!, amount }, 'mobile')
  assert.equal(download(8000)?.text, "It weighs 1.41 MB, for which the profile's line needs 7.06 s.")
  assert.match(download(30_000)?.text ?? '', /: the rest is waiting\.$/)
  assert.match(download(30_000)?.advice ?? '', /look at the server or CDN/)
  assert.equal(files(hero.culprit!, undefined)?.text, 'It weighs 1.41 MB.', 'the field has no profile')
})

test('only a download has a weight to tell, and only of a file that the runs met', () => {
  const files = fileNotes(failingReport)
  assert.equal(files({ ...hero.culprit!, part: 'elementRenderDelay' }, 'mobile'), undefined)
  assert.equal(files({ ...hero.culprit!, url: 'https://shop.example/unknown.jpg' }, 'mobile'), undefined)
})

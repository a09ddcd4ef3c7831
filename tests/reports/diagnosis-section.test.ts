import test from 'node:test'
import assert from 'node:assert/strict'
import { renderToString } from 'preact-render-to-string'
import type { DiagnosedStep, Diagnosis } from '../../measurement/diagnosis.ts'
import { diagnosisSection } from '../../reports/html/diagnosis-section.ts'
import { filmstrip } from '../../reports/html/filmstrip.ts'
import { html } from '../../reports/html/markup.ts'
import { stepAxis } from '../../reports/html/step-axis.ts'
import { waterfall } from '../../reports/html/waterfall.ts'
import { sampleDiagnosis } from './sample-diagnosis.ts'

const [step] = sampleDiagnosis.steps as [DiagnosedStep]
const section = (diagnosis: Diagnosis = sampleDiagnosis) =>
  renderToString(diagnosisSection(diagnosis, () => true, 'd0'))
const film = (of: DiagnosedStep) => renderToString(html`<div>${filmstrip(of, stepAxis(of), 'mobile', 'f')}</div>`)
const bars = (of: DiagnosedStep) => renderToString(html`<div>${waterfall(of, stepAxis(of))}</div>`)

test('each picture is in the report once, however long it stood, and what is no picture not at all', () => {
  const drawn = film(step)
  assert.equal(drawn.match(/<image /g)?.length, 3)
  assert.equal(drawn.match(/<use /g)?.length, 10)
  assert.doesNotMatch(drawn, /alert/)
})

test('the pictures stand in the order of time, each as the page looked at the end of its tenth', () => {
  const shown = [...film(step).matchAll(/<use href="#(\w+)" x="(\d+)%"/g)].map(([, id, x]) => [id, Number(x)])
  // 3.9 s in ten: the header comes with the fourth, the picture with the ninth.
  assert.deepEqual(shown, [
    ...[0, 10, 20].map((x) => ['ff0', x]),
    ...[30, 40, 50, 60, 70].map((x) => ['ff3', x]),
    ...[80, 90].map((x) => ['ff8', x]),
  ])
})

test('a filmstrip is told in words too: how many pictures, and every mark', () => {
  const [, told] = /<desc[^>]*>([^<]*)</.exec(film(step)) ?? []
  assert.equal(told, 'Marked: FCP 1.23 s, shift 0.12 at 1.6 s, LCP 3.21 s, load 3.23 s.')
  assert.match(film(step), /<title[^>]*>Filmstrip of open product, 3 pictures in 3\.98 s</)
})

test('labels that would cover each other stand in rows of their own', () => {
  const rows = [...film(step).matchAll(/<text class="(FCP|LCP|load|layout-shift)" x="[\d.]+%" y="(\d+)"/g)]
  const byKind = new Map(rows.map(([, kind, y]) => [kind, Number(y)]))
  assert.notEqual(byKind.get('LCP'), byKind.get('load'), 'they are 25 ms apart')
})

test('an interaction is as wide as it took', () => {
  const pay = sampleDiagnosis.steps[1]!
  // 320 of 714 ms.
  assert.match(film(pay), /<rect class="during" x="5\.6%" y="\d+" width="44\.8%"/)
})

test('a bar begins with its request, and its phases follow each other', () => {
  const [, hero] = /images?\/hero-2400[\s\S]*?<svg([\s\S]*?)<\/svg>/.exec(bars(step)) ?? []
  const strokes = [...(hero ?? '').matchAll(/class="(\w+)" d="M(\d+) 6h(\d+)"/g)].map(([, phase, x, width]) => [
    phase,
    Number(x),
    Number(width),
  ])
  // 3.978 s are 1000 wide.
  assert.deepEqual(strokes, [
    ['whole', 98, 704],
    ['queued', 98, 1],
    ['wait', 99, 41],
    ['receive', 140, 662],
  ])
  assert.match(hero ?? '', /aria-label="queued 5 ms, waiting for the first byte 160 ms, receiving 2\.63 s"/)
})

test('what blocks the paint, brought the LCP, failed, came from a cache or from a third party says so', () => {
  const text = bars(step)
  const row = (name: string) => text.slice(text.indexOf(name), text.indexOf('</tr>', text.indexOf(name)))
  assert.match(row('app.css'), /blocks paint/)
  assert.match(row('hero-2400.jpg'), />LCP</)
  assert.match(row('products/:number'), />500</)
  assert.match(row('tag.js'), /Google Tag Manager.*third party/)
  assert.match(text, />cache</)
})

test('requests beyond the first forty are folded', () => {
  const many = { ...step, requests: Array.from({ length: 45 }, () => step.requests[0]!) }
  assert.match(bars(many), /5 more requests/)
  assert.doesNotMatch(bars(step), /more request/)
})

test('categories lead to Lighthouse’s own report, and only to files beside this one', () => {
  const links = [...section().matchAll(/href="([^"]*)"/g)]
    .map(([, href]) => href!)
    .filter((href) => !href.startsWith('#'))
  const pages = links.filter((href) => !href.startsWith('data:'))
  assert.ok(pages.includes('lighthouse/checkout-mobile-1f8a9c02.html#index=0&amp;anchor=performance'), pages.join('\n'))
  for (const href of pages) assert.match(href, /^lighthouse\/checkout-mobile-1f8a9c02\.(html|json)/)

  for (const evil of ['javascript:alert(1)', '//evil.example/a', 'lighthouse/../../secrets', '/etc/passwd', 'x.html']) {
    const text = section({ ...sampleDiagnosis, files: { html: evil, json: evil } })
    assert.doesNotMatch(text, /<a /, evil)
  }
})

test('a pass that broke off says why, and shows what it had', () => {
  assert.match(section(), /It broke off:/)
  assert.match(section(), /open product/)
})

import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import test from 'node:test'
import Database from 'better-sqlite3'
import { startShop } from '../../demo/shop.ts'
import { interruptWhen } from '../interrupt.ts'
import { makeProject, runToEnd } from '../project.ts'

const config = (url: string, budgets = '') => `
  import { coreWebVitals, defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['${url}'], routes: ['/product/:id'] } },
    lab: {
      baseURL: '${url}',
      runs: 1,
      profiles: [{ name: 'phone', from: 'mobile', throttle: { rttMs: 20, downKbps: 20000, upKbps: 20000, cpuRate: 2 } }],
    },
    budgets: [...coreWebVitals(), ${budgets}],
  })`

// Signed in by a cookie that the context has from the start; the page is asked whether it is there.
const BUY = `
  import { expect, test } from 'fieldlab/playwright'
  test.use({ storageState: { cookies: [{ name: 'who', value: 'ada', domain: 'localhost', path: '/', expires: -1,
    httpOnly: false, secure: false, sameSite: 'Lax' }], origins: [] } })
  test('buy', async ({ page, step }) => {
    await step('product', () => page.goto('/product/1?secret=1'))
    expect(await page.evaluate(() => document.cookie)).toContain('who=ada')
    await step('add to cart', async () => {
      await page.getByRole('button', { name: 'Add to cart' }).click()
      await expect(page.getByRole('status')).toContainText('is in your cart')
    })
  })`

test('a diagnosis explains each step of the signed-in session, and feeds no budget', async (t) => {
  const shop = await startShop({ faults: { 'late-banner': 200, 'busy-handler': 300 } })
  t.after(() => shop.close())
  const project = makeProject(t, { 'fieldlab.config.ts': config(shop.url), 'journeys/buy.journey.ts': BUY })
  const { code, output } = await project.fieldlab('run', '--diagnose')
  assert.match(output, /Diagnosis: 1 more run on phone, watched by Lighthouse\. It explains, and feeds no budget/)
  const report = project.report()
  assert.equal(report.runs.length, 1, 'the watched run is not one of the runs')
  assert.deepEqual([report.exitCode, report.runs[0]?.invalid], [code, undefined])

  const [diagnosis] = report.diagnoses!
  assert.equal(diagnosis!.failed, undefined, output)
  assert.match(diagnosis!.versions.lighthouse, /^\d+\.\d+\.\d+$/)
  assert.deepEqual(
    diagnosis!.steps.map(({ name, mode, page }) => [name, mode, page]),
    [
      ['product', 'navigation', '/product/:id'],
      ['add to cart', 'timespan', '/product/:id'],
    ],
  )
  const [product, add] = diagnosis!.steps

  for (const { categories, duration, frames, marks, requests } of diagnosis!.steps) {
    const ids = new Set(categories.filter(({ score }) => score !== undefined).map(({ id }) => id))
    assert.ok(
      ['performance', 'accessibility', 'best-practices', 'seo'].every((id) => ids.has(id)),
      [...ids].join(),
    )
    assert.ok(frames.length >= 2 && frames.length <= 10)
    for (const { at, jpeg } of frames) {
      assert.ok(at >= 0 && at <= duration && jpeg.length < 14_000, `${at} ms, ${jpeg.length} letters`)
      assert.deepEqual([...Buffer.from(jpeg, 'base64').subarray(0, 2)], [0xff, 0xd8], 'a JPEG')
    }
    assert.ok([...marks.map(({ at }) => at), ...requests.map(({ end }) => end)].every((at) => at <= duration))
  }

  const marked = (kind: string) => product!.marks.filter((mark) => mark.kind === kind)
  assert.deepEqual([marked('FCP').length, marked('LCP').length, marked('load').length], [1, 1, 1])
  assert.ok(marked('LCP')[0]!.at >= marked('FCP')[0]!.at && marked('FCP')[0]!.at > 0)
  assert.ok(marked('layout-shift').some(({ value, target }) => value! > 0.05 && target?.includes('main')))
  const clicked = add!.marks.find(({ kind }) => kind === 'interaction')
  assert.ok(clicked!.value! >= 300 && clicked!.target!.includes('button'), JSON.stringify(add!.marks))

  const request = (type: string) => product!.requests.find((one) => one.type === type)
  assert.deepEqual([product!.requests[0]!.type, product!.requests[0]!.status], ['document', 200])
  assert.ok(product!.requests[0]!.phases.wait! >= 15, 'through the link')
  // Chromium may have opened the document's connection before it asks; not that of a third party.
  assert.ok(
    product!.requests.some(({ phases }) => phases.connect! >= 15),
    'through the link',
  )
  assert.equal(request('stylesheet')!.renderBlocking, true)
  assert.equal(product!.requests.find(({ isLCP }) => isLCP)?.type, 'image')
  assert.ok(product!.requests.some(({ entity, type }) => type === 'script' && entity === 'cdn.localhost'))
  assert.ok(product!.requests.every(({ url }) => !url.includes('secret')))
  assert.equal(add!.requests[0]!.type, 'fetch', 'a step has only its own requests')

  const shifts = product!.findings.find(({ id }) => id === 'cls-culprits-insight')
  assert.ok(shifts!.savings.CLS! > 0.05 && shifts!.items[0]!.kind === 'element', JSON.stringify(product!.findings))

  const { html, json } = diagnosis!.files!
  assert.ok(project.read(`.fieldlab/${html}`).includes('<title>Lighthouse Flow Report</title>'))
  const flow = JSON.parse(project.read(`.fieldlab/${json}`)) as { steps: { lhr: { gatherMode: string } }[] }
  assert.deepEqual(
    flow.steps.map(({ lhr }) => lhr.gatherMode),
    ['navigation', 'timespan', 'snapshot'],
  )

  const store = new Database(`${project.folder}/.fieldlab/fieldlab.sqlite`)
  assert.equal(store.prepare('SELECT count(*) FROM page_view').pluck().get(), 1, 'no page view of it is stored')
  assert.equal(store.prepare('DELETE FROM diagnosis').run().changes, 1)
  store.close()
  await project.fieldlab('report')
  assert.equal(project.report().diagnoses, undefined)
  assert.deepEqual(project.report().evaluations, report.evaluations, 'the same with and without a diagnosis')
})

/** A journey that goes wrong in the diagnostic pass only. */
const whenDiagnosed = (title: string, first: string, then = '') => `
  import { test } from 'fieldlab/playwright'
  const diagnosed = Boolean(process.env.FIELDLAB_DIAGNOSIS_PLAN)
  test('${title}', async ({ page, step }) => {
    if (diagnosed) { ${first} }
    await step('home', () => page.goto('/'))
    await step('product', async () => {
      await page.goto('/product/1')
      if (diagnosed) { ${then} }
    })
  })`

test('a diagnosis that crashes or loses its browser loses none of the clean numbers, and is told', async (t) => {
  const shop = await startShop({})
  t.after(() => shop.close())
  const project = makeProject(t, {
    'fieldlab.config.ts': config(shop.url),
    'journeys/a.journey.ts': whenDiagnosed('killed', `process.kill(process.pid, 'SIGKILL')`),
    'journeys/b.journey.ts': whenDiagnosed('without browser', '', `await page.context().browser().close()`),
  })
  const { code, output } = await project.fieldlab('run', '--diagnose')
  assert.equal(code, 0, output)
  const report = project.report()
  assert.deepEqual(
    report.runs.map(({ journey, invalid, steps }) => [journey, invalid, steps.length]),
    [
      ['killed', undefined, 2],
      ['without browser', undefined, 2],
    ],
  )
  assert.ok(report.evaluations.some(({ n }) => n > 0))
  const [killed, without] = report.diagnoses!
  assert.match(killed!.failed!, /worker process exited unexpectedly/)
  assert.deepEqual(killed!.steps, [])
  assert.match(without!.failed!, /closed/)
  assert.deepEqual(
    without!.steps.map(({ name, mode, categories }) => [name, mode, categories.length]),
    [
      ['home', 'navigation', 4],
      ['product', undefined, 0],
    ],
    'the step before is judged, and what was seen of the last one is there',
  )
  assert.ok(without!.steps[1]!.requests.length > 0)
  assert.match(output, /killed, phone, diagnosed: broke off after 0 steps, 0 findings: .*worker process exited/)
  assert.match(output, /without browser, phone, diagnosed: broke off after 2 steps, /)
})

test('a diagnosis that hangs in a loop is ended, and the clean numbers stand', async (t) => {
  const shop = await startShop({})
  t.after(() => shop.close())
  const project = makeProject(t, {
    'fieldlab.config.ts': config(shop.url),
    'journeys/a.journey.ts': whenDiagnosed('in a loop', `for (;;);`),
  })
  // As `fieldlab run --diagnose`, with less patience.
  const driver = `
    import { run } from ${JSON.stringify(pathToFileURL(resolve(import.meta.dirname, '../../cli/run.ts')).href)}
    process.exitCode = await run([], { diagnose: 'all', diagnoseLimits: { stepMs: 6000, journeyMs: 2000 } })`
  const { code, output } = await runToEnd(['--input-type=module', '--eval', driver], project.folder)
  assert.equal(code, 0, output)
  const { runs, diagnoses } = project.report()
  assert.deepEqual([runs.length, runs[0]!.invalid, runs[0]!.steps.length], [1, undefined, 2])
  assert.match(diagnoses![0]!.failed!, /worker process exited unexpectedly/)
})

test('Ctrl-C while Lighthouse watches leaves nothing behind but the report of the clean runs', async (t) => {
  const shop = await startShop({})
  t.after(() => shop.close())
  const project = makeProject(t, { 'fieldlab.config.ts': config(shop.url), 'journeys/buy.journey.ts': BUY })
  const { code, leftBehind, output } = await interruptWhen(project.folder, ['run', '--diagnose'], /Diagnosis:/, {})
  assert.equal(code, 130, output)
  assert.deepEqual(leftBehind, [])
  assert.deepEqual([project.report().runs.length, project.report().runs[0]!.invalid], [1, undefined])
  assert.equal(project.has('.fieldlab/diagnosis-plan.json'), false)
})

test('where CI is set only what failed is diagnosed, and what can’t be found is told', async (t) => {
  const shop = await startShop({})
  t.after(() => shop.close())
  const files = { 'fieldlab.config.ts': config(shop.url), 'journeys/buy.journey.ts': BUY }
  const passing = makeProject(t, files, { CI: '1', FIELDLAB_DIAGNOSE: '' })
  const { output } = await passing.fieldlab('run')
  assert.doesNotMatch(output, /Diagnosis/)
  assert.equal(passing.report().diagnoses, undefined)
  const wrong = await makeProject(t, files, { FIELDLAB_DIAGNOSE: 'no' }).fieldlab('run')
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /^FIELDLAB_DIAGNOSE is "no", expected one of all, failed, none\./)
  const unknown = await passing.fieldlab('run', '--diagnose=some')
  assert.equal(unknown.code, 2)
  assert.match(unknown.stderr, /argument 'some' is invalid\. Allowed choices are all, failed/)
})

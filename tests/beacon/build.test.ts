import assert from 'node:assert/strict'
import test from 'node:test'
import { brotliBytes, buildBeacon } from '../../beacon/build.ts'
import { trimWebVitals } from '../../beacon/trim-web-vitals.ts'

test('the script is at most 6,000 bytes, as served with brotli', async () => {
  const bytes = brotliBytes(await buildBeacon('fieldlab.js'))
  assert.ok(bytes <= 6000, `${bytes} bytes`)
})

test('the classic scripts leave no global name behind but window.fieldlab', async () => {
  for (const name of ['fieldlab.js', 'probe.js'] as const) {
    const code = await buildBeacon(name)
    assert.match(code, /^\(function\(\)\{.*\}\)\(\);?\s*$/s, name)
  }
})

test('a web-vitals that can no longer be trimmed stops the build and says which file changed', () => {
  const { transform } = trimWebVitals()
  assert.ok(typeof transform === 'function')
  assert.throws(
    () => Reflect.apply(transform, {}, ['export const changed = 1', '/x/web-vitals/dist/modules/onINP.js']),
    /trim-web-vitals\.ts .*\/onINP\.js/,
  )
})

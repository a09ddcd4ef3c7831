import assert from 'node:assert/strict'
import test from 'node:test'
import { scriptTag } from '../../rum-collector/script-tag.ts'

const USUAL = { url: 'https://rum.example.com', site: 'shop', script: '/fieldlab.js', beacon: '/beacon' }

test('the tag says no more than it must', () => {
  assert.equal(scriptTag(USUAL), '<script async src="https://rum.example.com/fieldlab.js" data-site="shop"></script>')
})

test('a site that is sampled has its share in the tag, as in the config', () => {
  assert.match(scriptTag({ ...USUAL, sample: 0.1 }), / data-site="shop" data-sample="0\.1">/)
})

const PATHS: readonly [script: string, beacon: string, told: boolean][] = [
  ['/fieldlab.0123456789abcdef.js', '/beacon', false],
  ['/a/m.js', '/a/beacon', false],
  ['/a/m.js', '/beacon', true],
  ['/fieldlab.js', '/b', true],
]
for (const [script, beacon, told] of PATHS)
  test(`of ${script} with ${beacon} the tag ${told ? 'says' : 'need not say'} where beacons go`, () => {
    for (const url of ['https://rum.example.com', '', '/rum']) {
      const tag = scriptTag({ ...USUAL, url, script, beacon })
      assert.equal(tag.includes(` data-beacon="${url}${beacon}"`), told, tag)
      assert.equal(tag.includes('data-beacon'), told, tag)
    }
  })

test('a site name cannot leave its attribute', () => {
  assert.match(scriptTag({ ...USUAL, site: 'a"><script>&' }), / data-site="a&quot;>&lt;script>&amp;">/)
})

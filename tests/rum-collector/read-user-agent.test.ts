import assert from 'node:assert/strict'
import test from 'node:test'
import { readUserAgent } from '../../rum-collector/read-user-agent.ts'

const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36'
const TABLET =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const HEADLESS = WINDOWS.replace('Chrome/', 'HeadlessChrome/')
const LIGHTHOUSE = `${ANDROID} Chrome-Lighthouse`
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

test('families and form factor are read from the user agent', () => {
  assert.deepStrictEqual(readUserAgent(WINDOWS), {
    formFactor: 'desktop',
    browser: 'Chrome',
    os: 'Windows',
    automated: false,
  })
  assert.deepStrictEqual(readUserAgent(ANDROID), {
    formFactor: 'mobile',
    browser: 'Chrome',
    os: 'Android',
    automated: false,
  })
  assert.equal(readUserAgent(TABLET).formFactor, 'tablet')
  assert.deepStrictEqual(readUserAgent(IPHONE), {
    formFactor: 'mobile',
    browser: 'Safari',
    os: 'iOS',
    automated: false,
  })
  assert.deepStrictEqual(readUserAgent(FIREFOX), {
    formFactor: 'desktop',
    browser: 'Firefox',
    os: 'Linux',
    automated: false,
  })
})

test('a client hint that says mobile wins over the text', () => {
  assert.equal(readUserAgent(TABLET, '?1').formFactor, 'mobile')
  assert.equal(readUserAgent(TABLET, '?0').formFactor, 'tablet')
  assert.equal(readUserAgent(WINDOWS, 'nonsense').formFactor, 'desktop')
})

test('robots, headless browsers and a missing user agent are automated', () => {
  for (const text of [GOOGLEBOT, HEADLESS, LIGHTHOUSE, 'curl/8.0', '', undefined]) {
    assert.equal(readUserAgent(text).automated, true, text)
  }
})

test('of a browser that nobody knows, no text is kept', () => {
  for (const text of ['joe.bloggs@shop.example/1.0 (secret)', 'Secret/1 ', '\u0000', 'x'.repeat(100_000)]) {
    const read = readUserAgent(text)
    assert.ok(!('browser' in read) && !('os' in read), JSON.stringify(read))
  }
})

test('many different user agents are read, each by itself', () => {
  for (let i = 0; i < 5000; i++) readUserAgent(`Mozilla/5.0 (X11; Linux x86_64) Robot${i}`)
  assert.equal(readUserAgent(IPHONE).formFactor, 'mobile')
})

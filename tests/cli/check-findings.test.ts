import assert from 'node:assert/strict'
import test from 'node:test'
import { readConfig } from '../../budgets/read-config.ts'
import type { Evidence } from '../../cli/check/evidence.ts'
import type { Finding } from '../../cli/check/finding.ts'
import { findingsOf } from '../../cli/check/findings-of.ts'
import { whyFailed } from '../../cli/check/net-failure.ts'
import { policyMend } from '../../cli/check/policy-mend.ts'
import { toText } from '../../cli/check/to-text.ts'
import type { Beacon } from '../../measurement/beacon.ts'

const SHOP = 'https://shop.example.com'
const RUM = 'https://rum.example.com'

const config = (more: object = {}) =>
  readConfig(
    {
      sites: { shop: { origins: [SHOP], routes: ['/product/:id'], sample: 0.5 }, blog: { origins: [SHOP] } },
      budgets: [],
      ...more,
    },
    'fieldlab.config.ts',
    {},
  )

const BEACON: Beacon = {
  v: 1,
  site: 'blog',
  id: '00000000-0000-4000-8000-000000000001',
  sequence: 1,
  path: '/about',
  navigationType: 'navigate',
  at: 0,
  group: 0,
  metrics: { LCP: 1200, CLS: 0 },
  attribution: {},
}

/** A visit in which all went well, but for what is given. */
function evidence({ beacon, status = 204, text, ...more }: Partial<Evidence> & Answer = {}): Evidence {
  const headers = { 'content-type': 'text/javascript', 'content-encoding': 'br', 'cache-control': 'max-age=60' }
  const body = JSON.stringify({ ...BEACON, ...beacon })
  return {
    url: `${SHOP}/about`,
    origin: SHOP,
    status: 200,
    tags: [{ src: `${RUM}/fieldlab.js`, type: '', runsLater: true, data: { site: 'blog' } }],
    scripts: [{ url: `${RUM}/fieldlab.js`, status: 200, headers }],
    isRunning: true,
    violations: [],
    beacons: [{ url: `${RUM}/beacon`, body, status, ...(text !== undefined && { text }) }],
    ...more,
  }
}
type Answer = { beacon?: Partial<Beacon>; status?: number; text?: string }

const find = (seen: Evidence, more?: object) => findingsOf(seen, undefined, config(more))
const wrongs = (findings: readonly Finding[]) => findings.filter(({ standing }) => standing === 'wrong')
const said = (findings: readonly Finding[]) => findings.map(({ text }) => text).join('\n')

test('a visit in which all goes well has nothing to mend, and tells what is stored', () => {
  const findings = find(evidence())
  assert.deepEqual(wrongs(findings), [])
  assert.match(said(findings), /LCP 1\.2 s, CLS 0; not measured: INP \(nobody interacted/)
  assert.doesNotMatch(said(findings), /uncompressed|may not cache/)
})

test('each answer of a collector has its mend', () => {
  const table: [status: number, text: string, mend: RegExp][] = [
    [400, 'Beacon rejected: v is not a known version', /one version of Fieldlab/],
    [403, "Beacon rejected: Origin is not one of the site's.", /has it already: restart the collector/],
    [403, 'Beacon rejected: site is not a known one.', /has it already: restart the collector/],
    [404, '<h1>Not found</h1>', /with POST at \/beacon/],
    [405, 'Send beacons with POST.', /with POST at \/beacon/],
    [413, '', /let body, Content-Type and Content-Encoding through/],
    [429, 'Beacon rejected: too many beacons', /raise collector\.limits, or name collector\.trustedProxies/],
    [503, 'Beacon lost: the collector has more to write than it can', /https:\/\/rum\.example\.com\/healthz/],
    [502, '', /collector's log/],
    [200, '<!doctype html>', /Something else than the collector/],
    [301, '', /sends beacons on/],
    [418, '', /log of the collector and of the proxy/],
  ]
  for (const [status, text, mend] of table) {
    const [refused, ...others] = wrongs(findingsOf(evidence({ status, text }), undefined, config()))
    assert.deepEqual([refused?.about, others.length], ['collector', 0], String(status))
    assert.match(refused!.mend!, mend, String(status))
    assert.equal(refused!.text, `answered ${status}${text === '' ? '' : `: ${text}`}`)
  }
})

test('an origin that is missing in the config is written out whole', () => {
  const seen = evidence({ origin: 'https://www.shop.example.com', status: 403, text: 'Beacon rejected: Origin is not' })
  assert.match(
    wrongs(find(seen))[0]!.mend!,
    /sites\.blog\.origins: \['https:\/\/shop\.example\.com', 'https:\/\/www\.shop\./,
  )
})

test('the share of the module, which has no tag, is compared with the config too', () => {
  const module = (standsFor?: number) =>
    wrongs(find(evidence({ tags: [], scripts: [], beacon: { site: 'shop', ...(standsFor && { standsFor }) } })))
  assert.deepEqual(module(2), [])
  assert.match(
    module(10)[0]!.text,
    /measures 1 of 10, sites\.shop\.sample is 0\.5: each page view counts 2 times instead of 10/,
  )
  assert.match(module()[0]!.mend!, /sites\.shop\.sample: 1, or data-sample="0\.5"/)
})

test('a page that looks like one of many is told, and one that is named is not', () => {
  const pageOf = (path: string, route?: string) =>
    said(find(evidence({ beacon: { site: 'shop', path, ...(route && { route }) }, tags: [] })))
  assert.match(pageOf('/product/7'), /^page \/product\/:id of shop$/m)
  assert.doesNotMatch(pageOf('/product/7'), /looks like/)
  assert.match(pageOf('/sku-1234-red'), /\/sku-1234-red looks like one of many/)
  assert.match(pageOf('/order/77123'), /\/order\/:number is grouped by what its parts look like/)
  assert.match(pageOf('/order/77123', '/order'), /^page \/order of shop, as the page itself names it$/m)
  assert.doesNotMatch(pageOf('/about'), /looks like/)
})

test('a script with its version in the name, or at a path of its own, is known as ours', () => {
  const at = (path: string, more?: object) => {
    const [request] = evidence().scripts
    return find(evidence({ tags: [], scripts: [{ ...request!, url: RUM + path }] }), more)
  }
  const paths = { collector: { paths: { script: '/s/m.js' } } }
  assert.match(said(at('/fieldlab.1a2b3c.js')), /1a2b3c\.js loads/)
  assert.match(said(at('/mounted/fieldlab.js')), /mounted\/fieldlab\.js loads/)
  assert.match(said(at('/s/m.0f.js', paths)), /m\.0f\.js loads/)
  for (const [path, more] of [['/fieldlab-debug.js'], ['/fieldlab.js', paths], ['/lib/notfieldlab.json']] as const) {
    assert.doesNotMatch(said(at(path, more)), / loads/, path)
  }
})

test("other tools' tags with a data-site are not ours", () => {
  const other = { src: 'https://cdn.example.net/script.js', type: '', runsLater: false, data: { site: 'ABCDEFG' } }
  const seen = evidence()
  assert.deepEqual(wrongs(find({ ...seen, tags: [...seen.tags, other] })), [])
})

test('a script that a proxy sends uncompressed and uncached is noted', () => {
  const scripts = [{ url: `${RUM}/fieldlab.js`, status: 200, headers: { 'content-type': 'application/javascript' } }]
  const findings = find(evidence({ scripts }))
  assert.deepEqual(wrongs(findings), [])
  assert.match(said(findings), /uncompressed.*\n.*may not cache it/)
})

test('a script that loads and does not run, and one that stays silent, are told apart', () => {
  const silent = { beacons: [] }
  assert.match(wrongs(find(evidence({ ...silent, isRunning: false })))[0]!.text, /window\.fieldlab is not there/)
  assert.match(wrongs(find(evidence(silent)))[0]!.mend!, /data-debug/)
  const [hiddenOnly] = wrongs(findingsOf(evidence(silent), evidence(), config()))
  assert.match(hiddenOnly!.text, /one is sent when the page is hidden, none when it is left/)
})

test('what works on this machine alone is told', () => {
  const beacon = 'http://rum.example.com/beacon'
  const [tag] = evidence().tags
  const mixed = evidence({ beacons: [], tags: [{ ...tag!, data: { site: 'blog', beacon } }] })
  assert.match(wrongs(find(mixed))[0]!.text, /none is sent to http:\/\/rum\.example\.com\/beacon: the page is on https/)

  const url = 'http://localhost:8080/fieldlab.js'
  const scripts = [{ ...evidence().scripts[0]!, url }]
  const local = { tags: [{ ...tag!, src: url }], scripts }
  assert.match(said(find(evidence(local))), /its host is this machine itself/)
  assert.doesNotMatch(said(find(evidence({ ...local, origin: 'http://127.0.0.1:3000' }))), /this machine/)
})

test("Chromium's words for failures are explained, and unknown ones are kept", () => {
  const table: [string, RegExp][] = [
    ['mixed-content', /the page is on https and this is on http/],
    ['net::ERR_NAME_NOT_RESOLVED', /no such host name \(ERR_NAME_NOT_RESOLVED\)/],
    [
      'page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:1/',
      /nothing listens there \(ERR_CONNECTION_REFUSED\)/,
    ],
    ['ConnectionRefused', /nothing listens there/],
    ['net::ERR_CERT_DATE_INVALID', /certificate/],
    ['page.goto: Timeout 30000ms exceeded.', /nobody answered in time/],
    ['net::ERR_BLOCKED_BY_CLIENT', /the browser itself blocked it/],
    ['corp-not-same-origin', /headers do not allow/],
    ['net::ERR_SOMETHING_NEW', /^ERR_SOMETHING_NEW$/],
  ]
  for (const [failure, why] of table) assert.match(whyFailed(failure).why, why)
})

test('a policy is mended by the whole directive that has to stand there', () => {
  const violation = (policy: string, directive: string) => ({
    policy,
    directive,
    blocked: `${RUM}/x`,
    isReportOnly: false,
  })
  const table: [policy: string, directive: string, mend: RegExp][] = [
    [
      `script-src 'self'; script-src *`,
      'script-src-elem',
      /make script-src: script-src 'self' https:\/\/rum\.example\.com$/,
    ],
    [
      `script-src-elem a.com; script-src *`,
      'script-src-elem',
      /make script-src-elem: script-src-elem a\.com https:\/\/rum/,
    ],
    [`Default-Src 'none'`, 'connect-src', /add beside default-src: connect-src https:\/\/rum\.example\.com$/],
    [`default-src 'self' b.com`, 'script-src-elem', /add beside default-src: script-src 'self' b\.com https:\/\/rum/],
    [`script-src 'nonce-1' 'strict-dynamic'`, 'script-src-elem', /host names do not count\. Give the tag the nonce/],
  ]
  for (const [policy, directive, mend] of table) {
    assert.match(policyMend(violation(policy, directive), `${policy}, frame-ancestors 'none'`), mend)
  }
  assert.match(policyMend(violation(`connect-src 'self'`, 'connect-src'), undefined), /^In the <meta>/)
  assert.match(policyMend(violation(`connect-src 'self'`, 'connect-src'), `connect-src 'self'`), /^In the header/)
})

test('the list is fit for a terminal: one line each, nothing hidden, mends below', () => {
  const text = toText(
    [
      { about: 'page', standing: 'well', text: 'a\u001b[31m\nb' },
      { about: 'collector', standing: 'wrong', text: 'no', mend: 'do\u202e' },
      { about: 'collector', standing: 'note', text: 'also' },
    ],
    false,
  )
  assert.equal(
    text,
    '✔ page       a b\n✖ collector  no\n             → do\\u202e\n·            also\n\nOne thing to mend.\n',
  )
  assert.match(toText([{ about: 'page', standing: 'well', text: 'a' }], true), /\u001b\[32m✔/)
})

test('a module that stays silent is told by why, and not as a script that is missing', () => {
  const policy = `connect-src 'self'`
  const violation = { directive: 'connect-src', blocked: `${RUM}/beacon`, policy, isReportOnly: false }
  const seen = evidence({ tags: [], scripts: [], beacons: [], violations: [violation], policy })
  const [blocked, ...others] = wrongs(find(seen))
  assert.deepEqual([blocked?.about, others], ['beacon', []])
  assert.match(blocked!.mend!, /make connect-src: connect-src 'self' https:\/\/rum\.example\.com$/)
  assert.match(said(find(seen)), /the page uses the module/)
})

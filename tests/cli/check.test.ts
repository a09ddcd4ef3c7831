import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import test, { after, before } from 'node:test'
import type { Browser } from '@playwright/test'
import { findingsAt } from '../../cli/check.ts'
import type { Finding } from '../../cli/check/finding.ts'
import { freePort } from '../../cli/free-port.ts'
import { loadConfig } from '../../cli/load-config.ts'
import { launchBrowser } from '../../lab/launch.ts'
import { openStore } from '../../store/open-store.ts'
import { makeProject, type Project } from '../project.ts'
import { openCheckSite, type CheckSite, type Shown } from './check-site.ts'

let site: CheckSite
let project: Project
let collector: ChildProcess
let collectorURL: string
let browser: Browser | undefined
const cleanups: (() => void)[] = []

before(async () => {
  site = await openCheckSite()
  project = makeProject(
    { after: (clean: () => void) => void cleanups.push(clean) },
    {
      'fieldlab.config.ts': `
        import { defineConfig } from 'fieldlab'
        export default defineConfig({
          sites: {
            shop: { origins: ['${site.origin}'], routes: ['/product/:id'] },
            rare: { origins: ['${site.origin}'], sample: 0.0001 },
            other: { origins: ['https://other.example.com'] },
          },
          budgets: [],
        })`,
    },
  )
  const port = await freePort()
  collector = spawn(process.execPath, [resolve('cli/main.ts'), 'serve', '--port', String(port)], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 120_000,
  })
  const [greeting] = (await Promise.race([once(collector.stdout!, 'data'), once(collector, 'exit')])) as [
    Buffer | number,
  ]
  assert.match(String(greeting), /^Collecting at /)
  collectorURL = `http://127.0.0.1:${port}`
  // A name that is no loopback name is no secure context: the browser has no fetchLater there.
  browser = await launchBrowser({
    extraArgs: ['--host-resolver-rules=MAP plain.test 127.0.0.1, MAP gone.test ~NOTFOUND'],
  })
})

after(async () => {
  await browser?.close()
  if (collector.exitCode === null) {
    const ended = once(collector, 'exit')
    collector.kill('SIGTERM')
    await ended
  }
  site.close()
  for (const clean of cleanups) clean()
})

const tag = (attributes = 'data-site="shop"', base = collectorURL): string =>
  `<script async src="${base}/fieldlab.js" ${attributes}></script>`

/** Shows a page and checks it. */
async function checked(path: string, page: Shown, host = '127.0.0.1', waitMs = 800): Promise<Finding[]> {
  const url = site.show(path, page).replace('127.0.0.1', host)
  const { config } = await loadConfig(join(project.folder, 'fieldlab.config.ts'))
  return findingsAt(browser!, url, waitMs, config)
}

const wrongs = (findings: readonly Finding[]) =>
  findings
    .filter(({ standing }) => standing === 'wrong')
    .map(({ about, text, mend }) => [about, `${text} → ${mend}`] as const)

/** Asserts that one thing is wrong, and that its text and mend hold all of these. */
function onlyWrong(findings: readonly Finding[], about: Finding['about'], ...parts: string[]): void {
  const found = wrongs(findings)
  assert.deepEqual(
    found.map(([name]) => name),
    [about],
    JSON.stringify(findings, null, 1),
  )
  for (const part of parts) assert.ok(found[0]![1].includes(part), `${found[0]![1]}\nholds no\n${part}`)
}

const texts = (findings: readonly Finding[]) => findings.map(({ text }) => text).join('\n')

/** Pages side by side: each visit is waiting for most of its time. */
const AT_ONCE = { concurrency: 6 }

test('what the page, the script and its policy can have wrong is told once, with the mend', AT_ONCE, async (t) => {
  const cases: Record<string, () => Promise<void>> = {
    'all is well': async () => {
      const findings = await checked('/product/7?token=secret', { head: tag('data-site="shop" data-release="v2"') })
      assert.deepEqual(wrongs(findings), [])
      const said = texts(findings)
      assert.match(said, /answered 204: the page view is stored/)
      assert.match(said, /page \/product\/:id of shop/)
      assert.match(said, /release v2/)
      assert.match(said, /LCP \d+.* ms.*not measured: INP \(nobody interacted/)
      assert.doesNotMatch(said, /secret/)
    },
    'a tag manager brings the script late, and takes the tag out again': async () => {
      const late = `<script>setTimeout(() => {
        const tag = document.createElement('script')
        tag.src = '${collectorURL}/fieldlab.js'
        tag.dataset.site = 'shop'
        document.head.append(tag)
        tag.remove()
      }, 1000)</script>`
      const findings = await checked('/late', { head: late }, undefined, 5000)
      assert.deepEqual(wrongs(findings), [])
      assert.match(texts(findings), /data-site="shop"/)
    },
    'the module instead of a tag': async () => {
      const head = `<script type="module">
        import { startFieldlab } from '/fieldlab-beacon.js'
        startFieldlab({ site: 'shop', url: '${collectorURL}/beacon' })</script>`
      const findings = await checked('/module', { head })
      assert.deepEqual(wrongs(findings), [])
      assert.match(texts(findings), /the page uses the module/)
    },
    'no script': async () =>
      onlyWrong(await checked('/none', { head: '' }), 'tag', 'no Fieldlab script', 'data-site="shop"'),
    'a consent manager holds the script back': async () => {
      const head = tag().replace('async', 'async type="text/plain"')
      onlyWrong(await checked('/held', { head }), 'tag', 'its type is "text/plain"', 'data-consent')
    },
    'a tag that is a module': async () =>
      onlyWrong(await checked('/typed', { head: tag().replace('async', 'type="module"') }), 'tag', 'type is "module"'),
    'a tag put in with innerHTML': async () => {
      const body = `<div id="slot"></div><script>slot.innerHTML = ${JSON.stringify(tag()).replaceAll('</', '<\\/')}</script>`
      onlyWrong(await checked('/inner', { head: '', body }), 'script', 'never requested', 'createElement')
    },
    'a tag without async': async () =>
      onlyWrong(await checked('/sync', { head: tag().replace('async ', '') }), 'tag', 'is not async', '<script async'),
    'two tags': async () => onlyWrong(await checked('/two', { head: tag() + tag() }), 'tag', '2 tags', 'Keep one'),
    'an unknown host': async () =>
      onlyWrong(
        await checked('/host', { head: tag(undefined, 'http://gone.test') }),
        'script',
        'no such host name',
        'DNS',
      ),
    'nothing listens': async () => {
      const base = `http://127.0.0.1:${await freePort()}`
      onlyWrong(
        await checked('/refused', { head: tag(undefined, base) }),
        'script',
        'nothing listens there',
        'fieldlab serve',
      )
    },
    'a wrong path': async () =>
      onlyWrong(
        await checked('/path', { head: tag().replace('fieldlab.js', 'no/fieldlab.js') }),
        'script',
        'answers with 404',
        'Correct the path',
      ),
    'an app that answers every path with its page': async () =>
      onlyWrong(
        await checked('/mime', { head: tag(undefined, `${site.origin}/app`).replace('.js', '.js.html') }),
        'script',
        'comes as text/html',
      ),
    'script-src': async () =>
      onlyWrong(
        await checked('/csp', { head: tag(), headers: { 'Content-Security-Policy': `script-src 'self'; img-src *` } }),
        'script',
        'script-src-elem',
        `In the header Content-Security-Policy, make script-src: script-src 'self' ${collectorURL}`,
      ),
    'a policy in a meta element that has default-src only': async () => {
      const head = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">${tag()}`
      onlyWrong(
        await checked('/meta', { head }),
        'script',
        `In the <meta> Content-Security-Policy, add beside default-src: script-src 'self' ${collectorURL}`,
      )
    },
    'connect-src': async () =>
      onlyWrong(
        await checked('/connect', { head: tag(), headers: { 'Content-Security-Policy': `connect-src 'none'` } }),
        'beacon',
        `make connect-src: connect-src ${collectorURL}`,
      ),
    'connect-src on a page that sends only when it is left': async () => {
      const headers = { 'Content-Security-Policy': `connect-src 'self'` }
      onlyWrong(
        await checked('/plain', { head: tag(), headers }, 'plain.test'),
        'beacon',
        `make connect-src: connect-src 'self' ${collectorURL}`,
      )
    },
    'a policy that only reports': async () => {
      const headers = { 'Content-Security-Policy-Report-Only': `default-src 'none'` }
      assert.deepEqual(wrongs(await checked('/report', { head: tag(), headers })), [])
    },
    'an error page': async () =>
      onlyWrong(await checked('/gone', { head: tag(), status: 404 }), 'page', 'answers with 404'),
  }
  await Promise.all(Object.entries(cases).map(([name, run]) => t.test(name, run)))
})

test('what the collector answers is told in its own words, with the mend', AT_ONCE, async (t) => {
  const cases: Record<string, () => Promise<void>> = {
    'an origin that the site does not have': async () =>
      onlyWrong(
        await checked('/origin', { head: tag('data-site="other"') }),
        'collector',
        'answered 403: Beacon rejected: Origin is not one of the site',
        `sites.other.origins: ['https://other.example.com', '${site.origin}']`,
      ),
    'an origin that no site has': async () =>
      onlyWrong(
        await checked('/foreign', { head: tag() }, 'plain.test'),
        'collector',
        'answered 403',
        `'${site.origin.replace('127.0.0.1', 'plain.test')}'], and restart`,
      ),
    'a site that the config does not have': async () =>
      onlyWrong(
        await checked('/site', { head: tag('data-site="shopp"') }),
        'collector',
        'answered 403',
        'data-site="shopp", the config has shop, rare, other',
      ),
    'no site': async () =>
      onlyWrong(await checked('/nosite', { head: tag('') }), 'collector', 'answered 400', 'Add data-site to the tag'),
    'a sandboxed page': async () =>
      onlyWrong(
        await checked('/sandbox', { head: tag(), headers: { 'Content-Security-Policy': 'sandbox allow-scripts' } }),
        'collector',
        'sandboxed',
      ),
    'something else answers': async () =>
      onlyWrong(
        await checked('/200', { head: tag(undefined, `${site.origin}/200`) }),
        'collector',
        'answered 200: Not taken here',
        'Something else',
      ),
    'a redirect': async () =>
      onlyWrong(
        await checked('/307', { head: tag(undefined, `${site.origin}/307`) }),
        'collector',
        'answered 307',
        'sends beacons on',
      ),
    'data-beacon names a wrong port': async () => {
      const url = `http://127.0.0.1:${await freePort()}/beacon`
      onlyWrong(
        await checked('/beacon-port', { head: tag(`data-site="shop" data-beacon="${url}"`) }),
        'collector',
        `${url} could not be reached: nothing listens there`,
      )
    },
  }
  await Promise.all(Object.entries(cases).map(([name, run]) => t.test(name, run)))
})

test('sample, consent and names are compared with the config', AT_ONCE, async (t) => {
  const cases: Record<string, () => Promise<void>> = {
    'a share that only the tag knows': async () =>
      onlyWrong(
        await checked('/sampled', { head: tag('data-site="shop" data-sample="0.0001"') }),
        'sample',
        'data-sample="0.0001", sites.shop.sample is 1',
        'sites.shop.sample: 0.0001',
      ),
    'a share that both know': async () => {
      const findings = await checked('/both-rare', { head: tag('data-site="rare" data-sample="0.0001"') })
      assert.deepEqual(wrongs(findings), [])
      assert.match(texts(findings), /0\.0001 of the visits, on the page and in the config: each counts 10000 times/)
    },
    'a share of nothing': async () =>
      onlyWrong(
        await checked('/zero', { head: tag('data-site="shop" data-sample="0"') }),
        'beacon',
        'data-sample is "0"',
      ),
    'a tag that waits for consent is given it': async () => {
      const findings = await checked('/consent', { head: tag('data-site="shop" data-consent data-gpc="ignore"') })
      assert.deepEqual(wrongs(findings), [])
      assert.match(texts(findings), /waits for consent \(data-consent\), and the check gave it/)
      assert.match(texts(findings), /have their consent/)
    },
  }
  await Promise.all(Object.entries(cases).map(([name, run]) => t.test(name, run)))
})

test('the command prints a list and exits with 0 or 1, and its own visit is kept out of percentiles', async () => {
  const good = site.show('/command', { head: tag() })
  const well = await project.fieldlab('check', good)
  assert.equal(well.code, 0, well.output)
  assert.match(well.stdout, /^✔ page {7}http:.*\/command answers with 200\n✔ tag /)
  assert.match(well.stdout, /marked as automated, so no percentile counts it/)
  assert.match(well.stdout, /\nThe set-up works\.\n$/)
  assert.doesNotMatch(well.output, /\u001b/)

  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  const rows = store.prepare(`SELECT automated FROM page_view WHERE page = '/command'`).all()
  store.close()
  assert.deepEqual(rows, [{ automated: 1 }])

  const bad = site.show('/command-bad', { head: tag('data-site="<b>\u202e"') })
  const json = await project.fieldlab('check', bad, '--json', '--wait', '1')
  assert.equal(json.code, 1, json.output)
  const { url, exitCode, findings } = JSON.parse(json.stdout) as { url: string; exitCode: number; findings: Finding[] }
  assert.deepEqual([url, exitCode], [bad, 1])
  assert.equal(wrongs(findings)[0]?.[0], 'collector')

  const text = await project.fieldlab('serve', '--check', bad)
  assert.equal(text.code, 1)
  assert.match(
    text.stdout,
    /→ The page sends data-site="<b>\\u202e", the config has shop, rare, other: make them agree\./,
  )
  assert.match(text.stdout, /One thing to mend\.\n$/)
})

test('what cannot be checked is told with what to type', async () => {
  const port = await freePort()
  const table: [string[], number, RegExp][] = [
    [
      ['check', `http://127.0.0.1:${port}/`],
      3,
      /could not be opened: nothing listens there \(ERR_CONNECTION_REFUSED\)/,
    ],
    [['check', 'shop.example.com'], 2, /The page to check is "shop\.example\.com", expected a URL: https:/],
    [['check'], 2, /missing required argument 'url'/],
    [['check', site.origin, '--config', 'nowhere.ts'], 2, /nowhere\.ts: there is no such file/],
  ]
  for (const [words, code, expected] of table) {
    const outcome = await project.fieldlab(...words)
    assert.match(outcome.stderr, expected)
    assert.equal(outcome.code, code, outcome.output)
    assert.doesNotMatch(outcome.output, /\n\s+at /)
  }
})

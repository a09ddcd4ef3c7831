import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { findBrowser, NoBrowser, requireBrowser } from '../../lab/find-browser.ts'

/** A folder with programs of these names, each at its own path. */
function folderWith(t: TestContext, ...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-browsers-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const name of names) {
    writeFileSync(join(folder, name), '#!/bin/sh\n')
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

const onLinux = { skip: process.platform === 'linux' ? false : 'the system is searched along PATH on Linux only' }

test('CHROME_PATH comes first, then the browser that Playwright downloaded, then the system', onLinux, (t) => {
  const folder = folderWith(t, 'mine', 'downloaded', 'chromium')
  const downloaded = join(folder, 'downloaded')
  const env = { CHROME_PATH: join(folder, 'mine'), PATH: folder }
  assert.deepEqual(findBrowser(env, downloaded), { executablePath: join(folder, 'mine'), from: 'CHROME_PATH' })
  assert.deepEqual(findBrowser({ PATH: folder }, downloaded), { executablePath: downloaded, from: 'Playwright' })
  assert.deepEqual(findBrowser({ PATH: folder }, join(folder, 'not-downloaded')), {
    executablePath: join(folder, 'chromium'),
    from: 'the system',
  })
})

test('Chrome is preferred to Chromium wherever they stand on PATH', onLinux, (t) => {
  const first = folderWith(t, 'chromium')
  const second = folderWith(t, 'google-chrome')
  const found = findBrowser({ PATH: [first, second].join(delimiter) }, '')
  assert.equal(found?.executablePath, join(second, 'google-chrome'))
})

test('a folder, or a file that cannot be run, is not a browser', onLinux, (t) => {
  const folder = folderWith(t)
  mkdirSync(join(folder, 'google-chrome'))
  writeFileSync(join(folder, 'chromium'), '')
  assert.equal(findBrowser({ PATH: folder }, ''), undefined)
})

test('no PATH and no browser is not found, and does not throw', onLinux, () => {
  assert.equal(findBrowser({}, ''), undefined)
})

test('a CHROME_PATH that leads nowhere is a mistake, because another browser would be measured', (t) => {
  const folder = folderWith(t, 'chromium')
  const missing = join(folder, 'chrome-that-was')
  assert.throws(
    () => findBrowser({ CHROME_PATH: missing, PATH: folder }, ''),
    (error) => error instanceof NoBrowser && error.message.includes(missing) && error.message.includes('unset it'),
  )
})

test('where a browser is required and missing, the message says what to type', onLinux, (t) => {
  const env = { PATH: folderWith(t), PLAYWRIGHT_BROWSERS_PATH: '/nowhere' }
  const found = findBrowser(env)
  if (found) return t.skip(`Playwright has its own browser here: ${found.executablePath}`)
  assert.throws(
    () => requireBrowser(env),
    (error) => error instanceof NoBrowser && error.message.includes('npx playwright install --with-deps chromium'),
  )
})

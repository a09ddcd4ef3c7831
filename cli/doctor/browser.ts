import { readFileSync } from 'node:fs'
import { firstLine } from '../../lab/first-line.ts'
import { missingPeer } from '../missing-peer.ts'
import { finding, type Finding } from './finding.ts'

/** Whether there is a browser to measure with, and it starts; and whether it can have its sandbox. */
export async function browserFindings(): Promise<Finding[]> {
  try {
    // Loaded here: without the packages that journeys need, the rest is looked at all the same.
    const { requireBrowser } = await import('../../lab/find-browser.ts')
    const { launchBrowser } = await import('../../lab/launch.ts')
    const { executablePath: path, from } = requireBrowser()
    const start = performance.now()
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      await page.goto('about:blank')
      const startMs = performance.now() - start
      const version = `Chromium ${browser.version()}`
      return [finding('browser', 'ok', { path, from, version, startMs }), ...sandboxFindings()]
    } finally {
      await browser.close()
    }
  } catch (error) {
    const missing = missingPeer(error)
    if (missing) return [finding('no-browser', 'warn', { reason: `not looked at: ${missing.message}` })]
    return [finding('no-browser', 'fail', { reason: firstLine(error) }), ...sandboxFindings()]
  }
}

/** Settings of Linux that keep users from making namespaces; a missing file is no such setting.
 * https://chromium.googlesource.com/chromium/src/+/main/docs/security/apparmor-userns-restrictions.md */
const NAMESPACES = [
  { file: '/proc/sys/kernel/unprivileged_userns_clone', forbids: '0' },
  { file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns', forbids: '1' },
  { file: '/proc/sys/user/max_user_namespaces', forbids: '0' },
]

function sandboxFindings(): Finding[] {
  if (process.platform !== 'linux') return []
  if (process.getuid?.() === 0) return [finding('sandbox', 'ok', { isRoot: true })]
  const namespaces = !NAMESPACES.some(({ file, forbids }) => readSetting(file) === forbids)
  return [finding('sandbox', namespaces ? 'ok' : 'warn', { isRoot: false, namespaces })]
}

function readSetting(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

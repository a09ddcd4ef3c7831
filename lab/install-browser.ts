// Finds the browser to measure with, and installs one when there is none: `node lab/install-browser.ts [--quiet]`.
// Quiet says nothing where there is one already.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { findBrowser, NoBrowser, requireBrowser, type FoundBrowser } from './find-browser.ts'

type Command = { says: string; program: string; args: string[]; env?: NodeJS.ProcessEnv }

/** Exit code for "could not measure". */
const NO_BROWSER = 3

/** Installs a browser where none is found; prints a line for each step.
 * @throws NoBrowser that says what to type. */
export function installBrowser(say: (line: string) => void): FoundBrowser {
  for (const attempt of [viaPlaywright(), viaDebian()]) {
    for (const { says, program, args, env } of attempt) {
      say(says)
      const { status } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } })
      if (status === 0) continue
      say('That did not work, see above.')
      break
    }
    const found = findBrowser()
    if (found && runs(found)) return found
  }
  const found = requireBrowser()
  throw new NoBrowser(
    `${found.executablePath} (from ${found.from}) does not start. ` +
      'Type `npx playwright install-deps chromium` as root, or set CHROME_PATH to another Chrome or Chromium.',
  )
}

/** `playwright install --with-deps chromium` in two: the download fails within seconds where its host cannot be reached,
 * and then the libraries (which need root, and minutes) are not worth waiting for. */
function viaPlaywright(): Command[] {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
  const download: Command = {
    says: "Downloading Playwright's Chromium: npx playwright install chromium",
    program: process.execPath,
    args: [cli, 'install', '--no-shell', 'chromium'],
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: process.env.PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT ?? '10000' },
  }
  const libraries: Command = {
    says: 'Installing the libraries that it needs: npx playwright install-deps chromium',
    program: process.execPath,
    args: [cli, 'install-deps', 'chromium'],
  }
  return process.platform === 'linux' ? [download, libraries] : [download]
}

/** Debian's own package; Ubuntu's of that name only asks for a snap. */
function viaDebian(): Command[] {
  const isDebian = existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'))
  if (!isDebian || process.getuid?.() !== 0) return []
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  return [
    { says: "Reading Debian's package lists: apt-get update", program: 'apt-get', args: ['-q', 'update'], env },
    {
      says: "Installing Debian's Chromium: apt-get install -y chromium",
      program: 'apt-get',
      args: ['-q', 'install', '-y', 'chromium'],
      env,
    },
  ]
}

/** A downloaded browser may lack libraries of the system, and then does not start. */
function runs({ executablePath }: FoundBrowser): boolean {
  try {
    execFileSync(executablePath, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const quiet = process.argv.includes('--quiet')
  const say = (line: string) => console.log(`setup: ${line}`)
  try {
    const present = findBrowser()
    const found = present ?? installBrowser(say)
    if (!present || !quiet) say(`Browser: ${found.executablePath} (from ${found.from})`)
  } catch (error) {
    if (!(error instanceof NoBrowser)) throw error
    console.error(error.message)
    process.exitCode = NO_BROWSER
  }
}

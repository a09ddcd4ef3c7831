import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { Launcher } from 'chrome-launcher'

export type FoundBrowser = {
  executablePath: string
  /** Who provided it: 'CHROME_PATH', 'Playwright' or 'the system'. */
  from: string
}

/** No Chrome or Chromium to measure with: the command exits with 3. */
export class NoBrowser extends Error {
  override name = 'NoBrowser'
}

const LINUX_NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser']

/** The browser to measure with: CHROME_PATH, else the Chromium that Playwright downloaded, else the system's own.
 * @param playwrightPath where Playwright would have put its browser, whether or not it is there.
 * @returns `undefined` when there is none.
 * @throws NoBrowser when CHROME_PATH is set and is no program: falling back would measure another browser than asked. */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  playwrightPath: string | undefined = playwrightBrowser(),
): FoundBrowser | undefined {
  const asked = env.CHROME_PATH
  if (asked) {
    if (isProgram(asked)) return { executablePath: asked, from: 'CHROME_PATH' }
    throw new NoBrowser(
      `CHROME_PATH is "${asked}", where there is no program that can be run. Set it to a Chrome or Chromium, or unset it.`,
    )
  }
  if (playwrightPath && isProgram(playwrightPath)) return { executablePath: playwrightPath, from: 'Playwright' }
  const executablePath = systemBrowsers(env).find(isProgram)
  return executablePath ? { executablePath, from: 'the system' } : undefined
}

/** @throws NoBrowser that says what to type when there is none. */
export function requireBrowser(env: NodeJS.ProcessEnv = process.env): FoundBrowser {
  const found = findBrowser(env)
  if (found) return found
  throw new NoBrowser(
    'No Chrome or Chromium found: CHROME_PATH is not set, Playwright has downloaded none, the system has none. ' +
      'Type `npx playwright install --with-deps chromium`, or install Chromium with the package manager ' +
      '(Debian: `apt-get install chromium`), or set CHROME_PATH.',
  )
}

function playwrightBrowser(): string | undefined {
  try {
    return chromium.executablePath()
  } catch {
    return undefined // a platform that Playwright has no browser for
  }
}

/** On Linux by name along PATH, so that the environment given decides; elsewhere browsers are not on PATH. */
function systemBrowsers(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'linux') {
    const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
    return LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  }
  try {
    return Launcher.getInstallations()
  } catch {
    return [] // it throws when there are none
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

import { agree } from './ask.ts'

export const BROWSER_CHOICES = ['install', 'skip'] as const
export type BrowserChoice = (typeof BROWSER_CHOICES)[number]

/** Says which browser will measure; where there is none, installs one if that is wanted. The packages that find it may have
 * been installed a moment ago, so they are loaded only here.
 * @param otherwise what to do where no flag says: ask, install (true), or only tell (false) */
export async function offerBrowser(
  choice: BrowserChoice | undefined,
  otherwise: 'ask' | boolean,
  say: (text: string) => void,
): Promise<void> {
  if (choice === 'skip') return
  try {
    const { findBrowser } = await import('../../lab/find-browser.ts')
    const found = findBrowser()
    if (found) return say(`Browser: ${found.executablePath} (from ${found.from})`)
    const wanted =
      choice === 'install' ||
      (otherwise === 'ask' ? await agree('There is no Chrome or Chromium yet. Install one for Playwright?') : otherwise)
    if (!wanted) return say('No Chrome or Chromium found. Type `npx playwright install --with-deps chromium`.')
    const { installBrowser } = await import('../../lab/install-browser.ts')
    const installed = installBrowser(say)
    say(`Browser: ${installed.executablePath} (from ${installed.from})`)
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException
    // Run from elsewhere than the project (npx's cache, say), the packages are not beside this file.
    if (code === 'ERR_MODULE_NOT_FOUND')
      return say('`fieldlab doctor` says whether there is a browser to measure with.')
    if (name !== 'NoBrowser') throw error
    say(message)
  }
}

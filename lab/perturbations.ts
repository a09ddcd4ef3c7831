import type { TestInfo } from '@playwright/test'

/** What in the user's Playwright config perturbs or hides a measurement. `playwrightConfig` and `fieldlab run` switch all of
 * it off; under another config the run is marked. */
export function perturbations({ config, project, retry }: TestInfo): string[] {
  const { trace, video, screenshot } = project.use
  return [
    config.workers > 1 && `${config.workers} workers run at once: set workers to 1`,
    project.retries > 0 && `retries hide failures: set retries to 0`,
    retry > 0 && `this is retry ${retry}`,
    isOn(trace) && 'tracing is on: set use.trace to "off"',
    isOn(video) && 'video is recorded: set use.video to "off"',
    isOn(screenshot) && modeOf(screenshot) === 'on' && 'screenshots are taken: set use.screenshot to "off"',
    project.use.httpCredentials && 'httpCredentials switch the cache off: send basic auth as a header',
    project.use.proxy && 'use.proxy goes around the link: drop it',
    project.use.launchOptions?.slowMo && `slowMo delays every action: drop use.launchOptions.slowMo`,
  ].filter((text): text is string => typeof text === 'string')
}

type Mode = string | { mode: string } | undefined

const modeOf = (option: Mode): string => (typeof option === 'object' ? option.mode : (option ?? 'off'))

const isOn = (option: Mode): boolean => modeOf(option) !== 'off'

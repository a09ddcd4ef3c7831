import { ConfigMistake } from '../budgets/config-mistake.ts'
import type { ProfileInput } from '../budgets/config.ts'
import type { FormFactor } from '../measurement/page-view.ts'
import type { Throttle } from '../measurement/run.ts'

/** What a journey runs as: a form factor, a link and a CPU. */
export type Profile = {
  name: string
  formFactor: FormFactor
  throttle: Throttle
  device: {
    viewport: { width: number; height: number }
    deviceScaleFactor: number
    isMobile: boolean
    hasTouch: boolean
    /** Absent: what a Chrome of the browser's own version says on such a device, see `userAgentFor`. */
    userAgent?: string
  }
}

/** As Lighthouse's Moto G Power and desktop screens.
 * https://github.com/GoogleChrome/lighthouse/blob/main/core/config/constants.js */
const PHONE: Profile['device'] = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
}
const DESKTOP: Profile['device'] = {
  viewport: { width: 1350, height: 940 },
  deviceScaleFactor: 1,
  isMobile: false,
  hasTouch: false,
}

/** The profiles that come with the tool, a row each. The throttles are Lighthouse's "slow 4G" and "dense 4G" (same source
 * as the screens); Lighthouse leaves the desktop's upload unlimited, here it is as fast as the download. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  mobile: {
    name: 'mobile',
    formFactor: 'mobile',
    throttle: { rttMs: 150, downKbps: 1638, upKbps: 750, cpuRate: 4 },
    device: PHONE,
  },
  desktop: {
    name: 'desktop',
    formFactor: 'desktop',
    throttle: { rttMs: 40, downKbps: 10_240, upKbps: 10_240, cpuRate: 1 },
    device: DESKTOP,
  },
  'desktop-unthrottled': {
    name: 'desktop-unthrottled',
    formFactor: 'desktop',
    throttle: { rttMs: 0, downKbps: 0, upKbps: 0, cpuRate: 1 },
    device: DESKTOP,
  },
}

/** What each figure of a throttle may be. */
const RANGES: Record<keyof Throttle, { low: number; high: number; unit: string; none: string }> = {
  rttMs: { low: 0, high: 10_000, unit: 'ms', none: '0 is no delay' },
  downKbps: { low: 0, high: 10_000_000, unit: 'kbit/s', none: '0 is no limit' },
  upKbps: { low: 0, high: 10_000_000, unit: 'kbit/s', none: '0 is no limit' },
  cpuRate: { low: 1, high: 100, unit: 'times slower', none: '1 is full speed' },
}

/** A built-in profile by name, or the config's own row on top of one.
 * @throws ConfigMistake that names everything that is wrong with it. */
export function resolveProfile(profile: string | ProfileInput): Profile {
  if (typeof profile === 'string') return builtIn(profile, 'a profile')
  const base = builtIn(profile.from, `profile "${profile.name}": from`)
  const throttle = { ...base.throttle, ...profile.throttle }
  const mistakes = throttleInputMistakes(throttle).map((mistake) => `profile "${profile.name}": ${mistake}`)
  if (profile.name.trim() === '') mistakes.push('a profile from "' + profile.from + '" has no name; give it one.')
  if (mistakes.length > 0) throw new ConfigMistake(mistakes)
  return { ...base, name: profile.name, throttle }
}

/** All profiles of a config.
 * @throws ConfigMistake when two share a name: their runs could not be told apart. */
export function resolveProfiles(profiles: readonly (string | ProfileInput)[]): Profile[] {
  const resolved = profiles.map(resolveProfile)
  const twice = resolved.find(({ name }, i) => resolved.findIndex((other) => other.name === name) !== i)
  if (twice) throw new ConfigMistake([`two profiles are named "${twice.name}", give each a name of its own.`])
  return resolved
}

function builtIn(name: string, where: string): Profile {
  const found = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined
  if (found) return found
  const known = Object.keys(PROFILES)
    .map((key) => `"${key}"`)
    .join(', ')
  throw new ConfigMistake([
    `${where} is "${name}", expected one of ${known}. For figures of your own write ` +
      `{ name: 'slow-phone', from: 'mobile', throttle: { rttMs: 300 } }.`,
  ])
}

function throttleInputMistakes(throttle: Throttle): string[] {
  return Object.entries(throttle).flatMap(([figure, value]) => {
    const range = Object.hasOwn(RANGES, figure) ? RANGES[figure as keyof Throttle] : undefined
    if (!range) return [`throttle.${figure} is not known, expected ${Object.keys(RANGES).join(', ')}.`]
    if (typeof value === 'number' && value >= range.low && value <= range.high) return []
    return [
      `throttle.${figure} is ${JSON.stringify(value)}, expected ${range.low} to ${range.high} ${range.unit}; ${range.none}.`,
    ]
  })
}

/** The platform part of Chrome's reduced user agent: https://www.chromium.org/updates/ua-reduction/ */
const DESKTOP_PLATFORMS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Macintosh; Intel Mac OS X 10_15_7',
  win32: 'Windows NT 10.0; Win64; x64',
}
const OTHER_DESKTOP = 'X11; Linux x86_64'
const ANDROID = 'Linux; Android 10; K'

/** The user agent that a visitor's Chrome of this version sends on such a device: never 'HeadlessChrome', which some sites
 * answer differently.
 * @param browserVersion as Playwright's `browser.version()`: '156.0.7000.12'. */
export function userAgentFor(profile: Profile, browserVersion: string, platform = process.platform): string {
  if (profile.device.userAgent) return profile.device.userAgent
  const onPhone = profile.device.isMobile
  const device = onPhone ? ANDROID : (DESKTOP_PLATFORMS[platform] ?? OTHER_DESKTOP)
  const major = browserVersion.split('.')[0]
  const mobile = onPhone ? ' Mobile' : ''
  return `Mozilla/5.0 (${device}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0${mobile} Safari/537.36`
}

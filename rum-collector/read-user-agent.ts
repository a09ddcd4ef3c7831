import Bowser from 'bowser'
import { isbot } from 'isbot'
import type { FormFactor } from '../measurement/page-view.ts'
import { remember } from '../measurement/remember.ts'

/** All that is kept of a user agent: families, never its text. */
export type UserAgent = {
  formFactor: FormFactor
  /** 'Chrome', 'Safari'; absent for one that Bowser does not know. */
  browser?: string
  /** 'Android', 'iOS', 'Windows'. */
  os?: string
  /** A robot, a headless or scripted browser, or no browser at all. */
  automated: boolean
}

const MAX_LENGTH = 1000
const MOST_REMEMBERED = 1000
/** Browsers inside apps tell much about themselves. */
const LONGEST_REMEMBERED = 600

/** Visitors share few user agents, and reading one takes 10 µs. */
const readText = remember(MOST_REMEMBERED, (text) => parse(text, false), LONGEST_REMEMBERED)
const readMobile = remember(MOST_REMEMBERED, (text) => parse(text, true), LONGEST_REMEMBERED)

/** @param mobileHint the header Sec-CH-UA-Mobile, `?1` or `?0`, which Chromium sends: it knows better than the text. */
export function readUserAgent(userAgent: string | undefined, mobileHint?: string): UserAgent {
  const text = (userAgent ?? '').slice(0, MAX_LENGTH)
  return mobileHint === '?1' ? readMobile(text) : readText(text)
}

function parse(text: string, hintsMobile: boolean): UserAgent {
  if (text === '') return { formFactor: hintsMobile ? 'mobile' : 'desktop', automated: true }
  const { browser, os, platform } = Bowser.parse(text)
  return {
    formFactor: hintsMobile ? 'mobile' : formFactorOf(platform.type),
    ...familyIn(BROWSERS, 'browser', browser.name),
    ...familyIn(SYSTEMS, 'os', os.name),
    automated: isbot(text),
  }
}

/** A television and everything unknown are wide screens. */
const formFactorOf = (type: string | undefined): FormFactor =>
  type === 'mobile' || type === 'tablet' ? type : 'desktop'

const BROWSERS = new Set(Object.values(Bowser.BROWSER_MAP))
const SYSTEMS = new Set(Object.values(Bowser.OS_MAP))

/** Of a browser that it does not know, Bowser gives a piece of the header itself: that is not kept. */
const familyIn = (families: ReadonlySet<string>, key: 'browser' | 'os', name: string | undefined) =>
  name !== undefined && families.has(name) ? { [key]: name } : {}

import type { Beacon } from '../measurement/beacon.ts'
import { explainBeacon } from './explain-beacon.ts'
import { quietly } from './quietly.ts'
import type { StartOptions } from './start-options.ts'
import type { Voice } from './voice.ts'
import { whySilent } from './why-silent.ts'

const SILENCES = {
  frame: 'it is inside another page, and only the outer one is a page view',
  gpc: 'the browser asks not to be tracked (Global Privacy Control); where the visitor has consented, set data-gpc="ignore"',
  sample: 'this visit is not in the sample; set data-sample="1", or clear sessionStorage to draw again',
} as const satisfies Record<NonNullable<ReturnType<typeof whySilent>>, string>

/** Changes come in flocks; one beacon for each flock; ms. */
const FLOCK = 300

const say = (...what: unknown[]): void => console.info('fieldlab:', ...what)

/** Tells whether and why a page is not measured, now and when the visitor allows it.
 * @param voice of a beacon that has been started; it goes through here from now on */
export function narrate(options: StartOptions, voice: Voice): Voice {
  const { consent } = voice
  const tellSilence = quietly(() => {
    const silence = whySilent(options)
    if (silence) say(`this page is not measured: ${SILENCES[silence]}.`)
  })
  if (Symbol.for('fieldlab.probe') in globalThis) say("the lab's probe measures this page: nothing is sent.")
  else if (options.consent === undefined) tellSilence()
  else say('waiting until the page calls fieldlab.consent(): nothing is measured, stored or sent before.')
  voice.consent = () => {
    consent()
    tellSilence()
  }
  return voice
}

/** Hands a page view over as soon as it has changed, and tells what was sent and what the collector has answered. Takes the place
 * of `sendChanges`. */
export function sendAtOnce(view: Beacon, url: string): () => void {
  let soon = false
  let last = ''
  const send = () => {
    soon = false
    if (JSON.stringify(view) === last) return
    view.sequence++
    last = JSON.stringify(view)
    say(explainBeacon(view), JSON.parse(last))
    void post(url, last).then((answer) => say(`page view ${view.id}, state ${view.sequence}: ${answer}`))
  }
  addEventListener(
    'visibilitychange',
    quietly(() => {
      if (document.visibilityState === 'hidden') send()
    }),
  )
  return () => {
    if (!soon) setTimeout(quietly(send), FLOCK)
    soon = true
  }
}

/** @returns what came of it, for people */
async function post(url: string, body: string): Promise<string> {
  try {
    const response = await fetch(url, { method: 'POST', body, keepalive: true })
    return response.status === 204 ? '204, stored' : `${response.status}, ${await response.text()}`
  } catch {
    return (
      `no answer from ${url}. The collector is not there, the page's Content-Security-Policy lacks it in connect-src, ` +
      `${location.origin} is not among the site's origins, or an extension blocks it.`
    )
  }
}

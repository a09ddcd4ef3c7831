// `fieldlab/beacon`: the beacon as a module, for sites that bundle it.
import { narrate, sendAtOnce } from './debug.ts'
import { start } from './start.ts'
import type { StartOptions } from './start-options.ts'
import type { Voice } from './voice.ts'

export type { StartOptions, Voice }
/** For `data-debug` of the script tag. */
export { narrate, sendAtOnce }

/** Measures the page views of this document and posts them. Once in a page, however often it is called, and beside a script tag.
 * On a server, where there is no page, it does nothing.
 * @returns what the page can say about itself; it is `window.fieldlab`, too */
export const startFieldlab = (options: StartOptions): Voice => once(() => start(options))

/** As `startFieldlab`, but each page view is sent as soon as it has changed, and the console tells what was sent, why something
 * is missing, and what the collector has answered. Bundlers leave it out where it is not called. */
export const debugFieldlab = (options: StartOptions): Voice => once(() => narrate(options, start(options, sendAtOnce)))

function once(how: () => Voice): Voice {
  if (typeof document === 'undefined') return { convert() {}, route() {}, release() {}, consent() {} }
  // An element may have the id "fieldlab", so that alone is no sign of a second call.
  if (!window.fieldlab?.convert) window.fieldlab = how()
  return window.fieldlab
}

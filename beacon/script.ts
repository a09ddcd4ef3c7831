import { quietly } from './quietly.ts'
import { start, type StartOptions } from './start.ts'
import type { Voice } from './voice.ts'

declare global {
  interface Window {
    fieldlab?: Voice
  }
}

// The file that a site's `<script async src="…/fieldlab.js" data-site="shop">` loads. The attributes are the options; the
// beacons go to `…/beacon`, beside the script.
quietly(() => {
  const { dataset, src } = document.currentScript as HTMLScriptElement
  // An element may have the id "fieldlab", so that alone is no sign of a second tag.
  if (window.fieldlab?.convert) return
  window.fieldlab = start(Object.assign({}, dataset, { url: new URL('beacon', src).href }) as unknown as StartOptions)
})()

import { quietly } from './quietly.ts'
import { start } from './start.ts'
import type { StartOptions } from './start-options.ts'

type Beacons = typeof import('./index.ts')

// The file that a site's `<script async src="…/fieldlab.js" data-site="shop">` loads. The attributes are the options; the
// beacons go to `…/beacon`, beside the script, unless `data-beacon` names another URL.
quietly(() => {
  const { dataset, src } = document.currentScript as HTMLScriptElement
  // An element may have the id "fieldlab", so that alone is no sign of a second tag.
  if (window.fieldlab?.convert) return
  const url = new URL(dataset.beacon ?? 'beacon', src).href
  const options = Object.assign({}, dataset, { url }) as unknown as StartOptions
  if (dataset.debug === undefined) window.fieldlab = start(options)
  else {
    // What only debugging needs comes with the module, from beside the script, so that visitors need not load it.
    const module: Promise<Beacons> = import(new URL('fieldlab-beacon.js', src).href)
    window.fieldlab = start(options, (view) => {
      const changed = module.then(({ sendAtOnce }) => sendAtOnce(view, url))
      return () => void changed.then((tell) => tell())
    })
    void module.then(({ narrate }) => narrate(options, window.fieldlab!))
  }
})()

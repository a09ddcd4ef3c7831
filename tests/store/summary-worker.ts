// Run by long-window.test.ts, with little memory.
import { parentPort, workerData } from 'node:worker_threads'
import { fieldSummary } from '../../store/field-summary.ts'
import { openStore } from '../../store/open-store.ts'

const { file, since, until } = workerData as { file: string; since: number; until: number }
const store = openStore(file, { readOnly: true })
parentPort!.postMessage(fieldSummary(store, { site: 'shop', since, until, includeAutomated: false }).pageViews)
store.close()

import type { PageView } from '../measurement/page-view.ts'
import { markConverted } from '../store/mark-converted.ts'
import type { Store } from '../store/open-store.ts'
import { putPageViews } from '../store/put-page-views.ts'

/** Too many page views wait, or the writer is closed: this one is lost, because no browser sends a beacon again. */
export class QueueFull extends Error {
  override name = 'QueueFull'
}

export type BatchWriter = {
  /** Resolves once the page view is on disk; rejects where it is lost.
   * @param converted ids of the visit's page views, where it has converted. */
  write(view: PageView, converted?: readonly string[]): Promise<void>
  /** Page views that wait to be written. */
  waiting(): number
  /** Whether the latest transaction went through. */
  healthy(): boolean
  /** Writes what waits, and takes no more. */
  close(): void
}

type Entry = {
  view: PageView
  converted: readonly string[] | undefined
  resolve: () => void
  reject: (reason: unknown) => void
}

/** Group commit: one transaction, and so one sync of the disk, for all page views that come within `maxWaitMs`. */
export function createBatchWriter({
  store,
  maxWaitMs = 5,
  maxQueue = 10_000,
  log = () => {},
}: {
  store: Store
  maxWaitMs?: number
  maxQueue?: number
  log?: (message: string) => void
}): BatchWriter {
  let queue: Entry[] = []
  let timer: NodeJS.Timeout | undefined
  let healthy = true
  let closed = false

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const batch = queue
    queue = []
    if (batch.length === 0) return
    try {
      store.transaction(() => putBatch(store, batch))
      healthy = true
    } catch (error) {
      healthy = false
      log(`${store.file}: ${batch.length} page views lost: ${error instanceof Error ? error.message : String(error)}`)
      for (const { reject } of batch) reject(error)
      return
    }
    for (const { resolve } of batch) resolve()
  }

  return {
    write(view, converted) {
      if (closed || queue.length >= maxQueue) return Promise.reject(new QueueFull('The queue of page views is full.'))
      timer ??= setTimeout(flush, maxWaitMs)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      queue.push({ view, converted, resolve, reject })
      return promise
    },
    waiting: () => queue.length,
    healthy: () => healthy,
    close() {
      closed = true
      flush()
    },
  }
}

function putBatch(store: Store, batch: readonly Entry[]): void {
  putPageViews(
    store,
    batch.map(({ view }) => view),
  )
  for (const { view, converted } of batch) {
    if (converted && converted.length > 0) markConverted(store, view.site, converted, view.at)
  }
}

import type { CDPSession, Page } from '@playwright/test'
import type { Frame } from '../measurement/diagnosis.ts'

/** A picture of every change that a page shows, from `film` to `cut`. */
export type Film = {
  /** Ends it. @param from ms since the epoch: where the time of the pictures begins. @param to pictures after it are left out */
  cut(from: number, to: number): Promise<Frame[]>
}

/** Small enough that a report with many of them can be sent by mail: about 6 kB each. */
const PICTURE = { format: 'jpeg', quality: 55, maxWidth: 160, maxHeight: 320 } as const

/** How many pictures of a step are kept. */
const MOST = 10

/** Films a page, in colour and small. The browser sends a picture whenever it has drawn a new one. */
export async function film(page: Page): Promise<Film> {
  const session: CDPSession = await page.context().newCDPSession(page)
  const frames: { at: number; jpeg: string }[] = []
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ at: (metadata.timestamp ?? Date.now() / 1000) * 1000, jpeg: data })
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {}) // the page has gone
  })
  await session.send('Page.startScreencast', PICTURE)
  return {
    async cut(from, to) {
      await session.send('Page.stopScreencast').catch(() => {})
      await session.detach().catch(() => {})
      return pickFrames(
        frames.filter(({ at }) => at <= to),
        from,
        to,
      )
    },
  }
}

/** What the page looked like at the start and at the end of each of up to nine equal parts of the time in which it changed.
 * @param frames in the order of time; those from before `from` show what was there already */
export function pickFrames(frames: readonly Frame[], from: number, to: number): Frame[] {
  const distinct = frames.filter(({ jpeg }, i) => jpeg !== frames[i - 1]?.jpeg)
  const before = distinct.findLast(({ at }) => at <= from) ?? distinct[0]
  if (!before) return []
  const changes = distinct.filter(({ at }) => at > from && at <= to)
  const last = changes.at(-1)?.at ?? from
  const parts = MOST - 1
  const ends = Array.from({ length: parts }, (_, i) => from + ((last - from) * (i + 1)) / parts)
  const picked = new Set(ends.map((end) => changes.findLast(({ at }) => at <= end) ?? before))
  picked.delete(before)
  return [{ ...before, at: 0 }, ...[...picked].map(({ at, jpeg }) => ({ at: at - from, jpeg }))]
}

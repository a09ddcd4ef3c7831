const DAY = 86_400_000

/** The windows that a page offers, in days. */
export const WINDOWS = [1, 7, 28, 90] as const

export const windowText = (days: number): string => (days === 1 ? '24 hours' : `${days} days`)

/** Up to `days` the points of a timeline are hours: more of them would be thinner than a phone's pixels. */
const HOURS_UP_TO = 7

export const stepFor = (days: number): 'hour' | 'day' => (days <= HOURS_UP_TO ? 'hour' : 'day')
export const STEP_MS = { hour: DAY / 24, day: DAY }

export const since = (now: number, days: number): number => now - days * DAY

/** '3 minutes ago', '2 days ago'; 'just now' for what is younger than a minute. */
export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return counted(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'} ago`

/** Hours and days are UTC's: every one is as long as the others, and a day is 24 hours, wherever the collector stands. */
export const HOUR = 3_600_000
export const DAY = 86_400_000

export const hourOf = (at: number): number => Math.floor(at / HOUR) * HOUR
export const dayOf = (at: number): number => Math.floor(at / DAY) * DAY

export type Tier = 'hour' | 'day'
export const LENGTH: Record<Tier, number> = { hour: HOUR, day: DAY }

/** The time before `at` that no other lies between: windows begin after their start, hours at theirs. A REAL tells times of our
 * century no finer. */
export const justBefore = (at: number): number => at - 2 ** -12

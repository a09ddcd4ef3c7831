/** What a page that has the snippet of `early-snippet.ts` in its head has gathered before the beacon came. */
export type Early = {
  /** Event entries of 40 ms or more, oldest first. */
  entries: PerformanceEventTiming[]
  /** Uncaught errors and rejections. */
  errors: number
}

declare global {
  var fieldlabEarly: Early | undefined
}

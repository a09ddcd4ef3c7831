/** What a page can say about itself. None of it ever throws; where nothing is measured it does nothing. */
export type Voice = {
  /** The visit has reached its goal: marks all of its page views. */
  convert(): void
  /** Names the route of the current URL, `/product/:id`. In a single-page app, call it after the URL has changed. */
  route(name: string): void
  /** Names the release of the site that this document came from. */
  release(name: string): void
  /** The visitor allows being measured: begins what has waited for it. Otherwise it does nothing. */
  consent(): void
}

declare global {
  interface Window {
    fieldlab?: Voice
  }
}

/** What the attributes of the script tag say, for a beacon that a bundler brings. */
export type StartOptions = {
  /** The site's name in the collector's config. */
  site: string
  /** Where page views are posted: `https://rum.example.com/beacon`. */
  url: string
  /** The release of the site that this document came from. */
  release?: string
  /** The route of this page, `/product/:id`, where the collector cannot tell it from the path. */
  route?: string
  /** The share of visits that is measured, 0.0001 to 1; 1 unless given. Decided once per visit. Nothing is measured when it is
   * 0, or no number. The same share belongs into the collector's config, which weighs the page views by it. */
  sample?: number
  /** 'ignore' where the site has the visitor's consent; otherwise nothing is measured under Global Privacy Control. */
  gpc?: 'ignore'
  /** Given, it waits: nothing is measured, stored in the browser or sent until `consent()` is called. Any text will do, as in
   * `data-consent`. */
  consent?: string
}

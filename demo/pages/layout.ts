import { BUNDLE, CONSENT, FAVICON, STYLESHEET } from '../assets.ts'
import { CATEGORIES } from '../catalogue.ts'
import { faultQuery } from '../faults.ts'
import { fileURL, link, type Front } from '../front.ts'
import { html, type Html } from '../html.ts'

export const SHOP = 'Unhurried'

export type Page = {
  title: string
  description?: string
  main: Html
  /** The visit has reached its aim on this page. */
  converts?: true
}

const beaconTag = ({ rum }: Front): Html | undefined =>
  rum && html`<script async src="${rum.url}/fieldlab.js" data-site="shop" data-release="${rum.release ?? ''}"></script>`

const blockingTag = (front: Front): Html | undefined =>
  front.faults['blocking-script']
    ? html`<script src="${fileURL(front, CONSENT, ['blocking-script'])}"></script>`
    : undefined

/** Waits for load, because the beacon's script is async and may come after this line. */
const CONVERSION = html`<script>
  addEventListener('load', () => window.fieldlab?.convert?.())
</script>`

const header = (front: Front): Html => html`
  <a class="skip" href="#main">Skip to content</a>
  <header class="top">
    <a class="brand" href="${link(front, '/')}">${SHOP}</a>
    <nav aria-label="Categories">
      ${CATEGORIES.map(({ slug, name }) => html`<a href="${link(front, `/category/${slug}`)}">${name}</a>`)}
    </nav>
    <a class="to-cart" href="${link(front, '/cart')}"
      >Cart <span class="badge" data-cart-count>${front.inCart}</span></a
    >
  </header>
`

const FOOTER = html`<footer class="bottom">
  <p><strong>${SHOP}</strong> is a demo. Nothing here is for sale, and no order is ever sent.</p>
  <p>Mornings should be slow. Shops should not.</p>
</footer>`

/** The whole document around a page's matter. The faults that the script acts out stand on <body>. */
export const layout = (front: Front, { title, description, main, converts }: Page): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} · ${SHOP}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content="${description ?? `${title}: things for slow mornings.`}" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="${fileURL(front, FAVICON)}" type="image/svg+xml" />
        ${blockingTag(front)}
        <link rel="stylesheet" href="${fileURL(front, STYLESHEET)}" />
        ${beaconTag(front)}
        <script defer src="${fileURL(front, BUNDLE, ['heavy-bundle'])}"></script>
        <script
          async
          src="${front.thirdParty}/reviews.js${faultQuery(front.faults, ['heavy-third-party'])}"
          crossorigin="anonymous"
        ></script>
        ${converts && CONVERSION}
      </head>
      <body
        data-busy-handler="${front.faults['busy-handler'] ?? 0}"
        data-late-banner="${front.faults['late-banner'] ?? 0}"
      >
        ${header(front)}
        <main id="main">${main}</main>
        ${FOOTER}
        <div class="toast" role="status" aria-live="polite"></div>
      </body>
    </html>`

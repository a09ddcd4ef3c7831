import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { html, type Markup } from '../../reports/html/markup.ts'
import { PAGE_STYLE } from './style.ts'

/** What every page knows of whoever asks. */
export type Asker = {
  /** Where the pages are mounted, without a slash at its end: '/site', '/rum/site'. */
  base: string
  /** ms since the epoch. */
  now: number
  /** There is a session to end. */
  mayEnd: boolean
}

type Crumb = { text: string; href?: string }

/** One page, whole. Everything in it is escaped as it is rendered; text from strangers must have been through `visibleText`. */
export function pageOf(asker: Asker, crumbs: readonly Crumb[], content: Markup): string {
  const title = [...crumbs.map(({ text }) => text).toReversed(), 'Fieldlab'].join(' – ')
  const all: Crumb[] = [{ text: 'Fieldlab', href: `${asker.base}/` }, ...crumbs]
  return documentOf(
    title,
    html`<header class="bar">
        <nav aria-label="Where you are">
          <ol>
            ${all.map(
              ({ text, href }, index) =>
                html`<li>
                  ${
                    href !== undefined && index < all.length - 1
                      ? html`<a href=${href}><bdi>${text}</bdi></a>`
                      : html`<strong aria-current="page"><bdi>${text}</bdi></strong>`
                  }
                </li>`,
            )}
          </ol>
        </nav>
        ${asker.mayEnd && html`<form method="post" action="${asker.base}/sign-out"><button>Sign out</button></form>`}
      </header>
      <main>${content}</main>`,
  )
}

export function documentOf(title: string, body: Markup | VNode): string {
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>${title}</title>
      <style dangerouslySetInnerHTML=${{ __html: PAGE_STYLE }} />
    </head>
    <body>
      ${body}
    </body>
  </html>`
  return `<!doctype html>\n${renderToString(page)}\n`
}

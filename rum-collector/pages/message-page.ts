import { html } from '../../reports/html/markup.ts'
import { documentOf } from './layout.ts'

/** What went wrong and what to do, and nothing else.
 * @param back where to go from here */
export const messagePage = (title: string, message: string, back?: string): string =>
  documentOf(
    `${title} – Fieldlab`,
    html`<main class="sign-in">
      <h1>${title}</h1>
      <p class="note">${message}</p>
      ${back !== undefined && html`<p><a href=${back}>Back to the sites</a></p>`}
    </main>`,
  )

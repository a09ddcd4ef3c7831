import { html } from '../../reports/html/markup.ts'
import { documentOf } from './layout.ts'

/** @param to a path of ours, to go to afterwards */
export const signInPage = ({ action, to, wasWrong }: { action: string; to: string; wasWrong: boolean }): string =>
  documentOf(
    'Sign in – Fieldlab',
    html`<main class="sign-in">
      <h1>Fieldlab</h1>
      <p class="note">The token that the collector was started with: FIELDLAB_TOKEN, where it was started.</p>
      <form method="post" action=${action}>
        <input type="hidden" name="to" value=${to} />
        <label>
          Access token
          <input
            name="token"
            type="password"
            autocomplete="current-password"
            required
            autofocus
            aria-invalid=${wasWrong ? 'true' : undefined}
            aria-describedby=${wasWrong ? 'wrong' : undefined}
          />
        </label>
        ${wasWrong && html`<p id="wrong" class="wrong" role="alert">This is not the token.</p>`}
        <button class="main">Sign in</button>
      </form>
    </main>`,
  )

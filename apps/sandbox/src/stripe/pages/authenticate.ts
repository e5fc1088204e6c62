import { html } from 'hono/html'
import type { Markup } from '../../pages/layout.ts'
import { document } from './document.ts'

/** Where the bank's own page would ask the card's holder who they are. */
export function authenticationPage(what: string, lastFour: string): Markup {
  return document(
    'Your bank asks: is it you?',
    html`
      <p>
        The bank of the card ending in <strong>${lastFour}</strong> wants to be sure that it is you: ${what}.
      </p>
      <form method="post" class="choices">
        <button name="answer" value="complete">Yes, it is me</button>
        <button name="answer" value="fail" class="quiet">Fail the authentication</button>
      </form>
    `,
  )
}

export function overPage(sentence: string, back: string | null): Markup {
  return document(
    'Nothing to do here',
    html`<p>${sentence}</p>
      ${back && html`<p><a href="${back}">Go back</a></p>`}`,
  )
}

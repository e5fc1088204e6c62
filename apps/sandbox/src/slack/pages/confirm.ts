import { html } from 'hono/html'
import type { Markup } from '../blocks/markup.ts'
import type { Confirm } from '../blocks/schema.ts'
import { banner, document } from './document.ts'
import { paragraph } from './text.ts'

/** Asks once more before a press that its app wants confirmed. The form is sent again as it was, and `confirmed`. */
export const confirmPage = (
  asked: Confirm,
  given: { readonly action: string; readonly back: string; readonly zone: string; readonly form: FormData },
): Markup =>
  document(
    asked.title.text,
    html`${banner()}
      <main class="narrow">
        <form class="confirm" method="post" action="${given.action}">
          <h1>${asked.title.text}</h1>
          ${paragraph(asked.text, given.zone)}
          ${[...given.form].map(([name, value]) =>
            typeof value === 'string' ? html`<input type="hidden" name="${name}" value="${value}" />` : '',
          )}
          <p class="row">
            <button
              class="button ${asked.style === 'danger' ? 'danger' : 'primary'}"
              name="confirmed"
              value="yes"
            >
              ${asked.confirm.text}
            </button>
            <a class="button" href="${given.back}">${asked.deny.text}</a>
          </p>
        </form>
      </main>`,
  )

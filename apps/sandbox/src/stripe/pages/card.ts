import { html } from 'hono/html'
import type { Markup } from '../../pages/layout.ts'
import { TEST_CARDS } from '../cards.ts'
import { document } from './document.ts'

export interface CardForm {
  readonly customer: string
  readonly cancelUrl: string | null
  readonly number?: string
  readonly fault?: string
}

/** Where the processor's page for a card would be. */
export function cardPage({ customer, cancelUrl, number = '', fault }: CardForm): Markup {
  const year = new Date().getUTCFullYear() + 3
  return document(
    'Enter a card',
    html`
      <p>For <strong>${customer}</strong>. It is kept for later charges; nothing is charged now.</p>
      ${fault && html`<p class="fault" role="alert" id="fault">${fault}</p>`}
      <form method="post">
        <label for="number">Card number</label>
        <input
          id="number"
          name="number"
          inputmode="numeric"
          autocomplete="off"
          required
          value="${number}"
          list="cards"
          ${fault ? html`aria-invalid="true" aria-describedby="fault"` : ''}
        />
        <div class="row">
          <div>
            <label for="expiry">Expires (month/year)</label>
            <input
              id="expiry"
              name="expiry"
              required
              pattern="\\s*\\d{1,2}\\s*/\\s*\\d{2,4}\\s*"
              value="12/${year % 100}"
            />
          </div>
          <div>
            <label for="cvc">Security code</label>
            <input id="cvc" name="cvc" inputmode="numeric" required pattern="\\d{3,4}" value="123" />
          </div>
        </div>
        <button>Save card</button>
        ${cancelUrl && html`<a class="back" href="${cancelUrl}">Back without a card</a>`}
      </form>
      <datalist id="cards">
        ${TEST_CARDS.map(({ number, about }) => html`<option value="${number}">${about}</option>`)}
      </datalist>
      <h2>Test cards</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">What its bank says</th>
          </tr>
        </thead>
        <tbody>
          ${TEST_CARDS.map(
            ({ number, about }) =>
              html`<tr>
                <td class="number">${inGroups(number)}</td>
                <td>${about}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    `,
  )
}

function inGroups(number: string): string {
  return number.length === 15
    ? `${number.slice(0, 4)} ${number.slice(4, 10)} ${number.slice(10)}`
    : number.replaceAll(/(\d{4})(?=\d)/g, '$1 ')
}

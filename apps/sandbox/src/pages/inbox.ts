import { html } from 'hono/html'
import type { DatedMail } from '../mail/business-times.ts'
import { layout, type Markup } from './layout.ts'
import { mailTime } from './date-time.ts'

/** The list of mails, newest first. `words` is what the list was narrowed by. */
export function inboxPage(mails: readonly DatedMail[], words: string): Markup {
  return layout(
    'Mail inbox',
    html`
      <div class="bar">
        <h1>${words === '' ? 'Inbox' : 'Found'} <span class="count">${mails.length}</span></h1>
        <form role="search" action="/">
          <label class="visually-hidden" for="q">Search by recipient or subject</label>
          <input id="q" name="q" type="search" value="${words}" placeholder="Recipient or subject" />
          <button>Search</button>
        </form>
        <a class="button" href="/" data-refresh>Refresh</a>
      </div>
      ${mails.length === 0 ? empty(words) : list(mails)}
    `,
  )
}

function list(mails: readonly DatedMail[]): Markup {
  return html`<ol class="mails">
    ${mails.map(
      (mail) =>
        html`<li>
          <a href="/mails/${mail.id}">
            <span class="subject">${mail.subject}</span>
            <span class="to">${mail.to}</span>
            ${mailTime(mail)}
          </a>
        </li>`,
    )}
  </ol>`
}

function empty(words: string): Markup {
  return words === ''
    ? html`<div class="empty">
        <h2>No mail yet</h2>
        <p>Add a user in the portal: the invitation arrives here a moment later.</p>
      </div>`
    : html`<div class="empty">
        <h2>Nothing found</h2>
        <p>No mail’s recipient or subject holds “${words}”. <a href="/">Show all</a></p>
      </div>`
}

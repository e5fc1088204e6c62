import { html } from 'hono/html'
import type { DatedMail } from '../mail/business-times.ts'
import type { Mail } from '../mail/mailbox.ts'
import { mailTime } from './date-time.ts'
import { layout, type Markup } from './layout.ts'

export type View = 'html' | 'text' | 'source'

/** One mail: as a mail program would show it, as plain text, or as it came over the wire. */
export function mailPage(mail: DatedMail, view: View, source: string): Markup {
  return layout(
    mail.subject,
    html`
      <p><a href="/">← Inbox</a></p>
      <h1>${mail.subject}</h1>
      <dl>
        <div>
          <dt>To</dt>
          <dd>${mail.to}</dd>
        </div>
        <div>
          <dt>From</dt>
          <dd>${mail.from}</dd>
        </div>
        <div>
          <dt>Received</dt>
          <dd>${mailTime(mail)}</dd>
        </div>
        ${
          mail.attachments.length > 0
            ? html`<div>
                <dt>Attached</dt>
                <dd>${mail.attachments.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join(', ')}</dd>
              </div>`
            : ''
        }
      </dl>
      <nav class="views" aria-label="Show as">
        ${mail.html === undefined ? '' : tab(mail, 'html', view, 'Mail')}
        ${tab(mail, 'text', view, 'Plain text')} ${tab(mail, 'source', view, 'Source')}
      </nav>
      ${
        view === 'html'
          ? html`<iframe
              title="The mail “${mail.subject}”"
              src="/mails/${mail.id}/html"
              sandbox="allow-popups allow-popups-to-escape-sandbox"
            ></iframe>`
          : html`<pre tabindex="0" aria-label="${view === 'text' ? 'Plain text' : 'Source'}">
${view === 'text' ? withLinks(mail.text) : source}</pre>`
      }
    `,
  )
}

function tab(mail: Mail, view: View, shown: View, label: string): Markup {
  return html`<a href="/mails/${mail.id}?as=${view}" ${view === shown ? html`aria-current="page"` : ''}
    >${label}</a
  >`
}

/** Plain text with its addresses clickable, as mail programs show it. */
function withLinks(text: string): readonly (string | Markup)[] {
  return text
    .split(/(https?:\/\/[^\s<>]+)/)
    .map((part, i) =>
      i % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>` : part,
    )
}

export function notFoundPage(): Markup {
  return layout(
    'Not found',
    html`<div class="empty">
      <h1>There is no such mail</h1>
      <p>It may have gone with a reset. <a href="/">Back to the inbox</a></p>
    </div>`,
  )
}

import type { MailSample, RenderedMail } from '@seatkeeper/mail/samples'
import { html } from 'hono/html'
import { layout, type Markup } from './layout.ts'

/** MAIL-06: every kind of mail, made up with invented facts, to be looked at while one works on it. */
export function previewsPage(samples: readonly MailSample[]): Markup {
  return layout(
    'Mail previews',
    html`
      <p><a href="/">← Inbox</a></p>
      <h1>Mail previews</h1>
      <p class="soft">Every kind of mail that goes out, made of invented facts. None of these was sent.</p>
      <ul class="previews">
        ${samples.map(({ id, title }) => html`<li><a href="/previews/${id}">${title}</a></li>`)}
      </ul>
    `,
  )
}

/** Zones to read a mail in: UTC alone, west of it, east of it, and one that is not whole hours off. */
const ZONES = ['UTC', 'America/New_York', 'Europe/Vienna', 'Asia/Kolkata'] as const

export interface PreviewView {
  readonly as: 'html' | 'text'
  readonly zone: string
}

/** What an address asks for; what makes no sense in it is left out. */
export function previewView(as: string | undefined, zone: string | undefined): PreviewView {
  return {
    as: as === 'text' ? 'text' : 'html',
    zone: ZONES.find((one) => one === zone) ?? 'America/New_York',
  }
}

export function previewPage({ id, title }: MailSample, mail: RenderedMail, view: PreviewView): Markup {
  const attached = (mail.attachments ?? []).map(({ filename }) => filename)
  return layout(
    title,
    html`
      <p><a href="/previews">← Mail previews</a></p>
      <h1>${title}</h1>
      <dl>
        <div>
          <dt>Subject</dt>
          <dd>${mail.subject}</dd>
        </div>
        ${
          attached.length > 0
            ? html`<div>
                <dt>Attached</dt>
                <dd>${attached.join(', ')}</dd>
              </div>`
            : ''
        }
      </dl>
      <nav class="views" aria-label="Show as">
        ${(['html', 'text'] as const).map((as) =>
          tab(
            `/previews/${id}?as=${as}&zone=${view.zone}`,
            as === view.as,
            as === 'html' ? 'Mail' : 'Plain text',
          ),
        )}
      </nav>
      <nav class="views" aria-label="Reader’s time zone">
        ${ZONES.map((zone) => tab(`/previews/${id}?as=${view.as}&zone=${zone}`, zone === view.zone, zone))}
      </nav>
      ${
        view.as === 'html'
          ? html`<iframe
              title="The mail “${mail.subject}”"
              src="/previews/${id}/html?zone=${view.zone}"
              sandbox="allow-popups allow-popups-to-escape-sandbox"
            ></iframe>`
          : html`<pre tabindex="0" aria-label="Plain text">${mail.text}</pre>`
      }
    `,
  )
}

function tab(href: string, shown: boolean, label: string): Markup {
  return html`<a href="${href}" ${shown ? html`aria-current="page"` : ''}>${label}</a>`
}

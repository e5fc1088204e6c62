import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** The frame of every page of the sandbox. */
export function layout(title: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} – Seatkeeper sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/sandbox.css" />
        <script src="/sandbox.js" defer></script>
      </head>
      <body>
        <header>
          <a class="name" href="/">${mark()}<span>Mail inbox</span></a>
          <p class="soft">Every mail that this Seatkeeper sends ends here. None leaves this machine.</p>
          <nav aria-label="Sandbox">
            <a href="/previews">Previews</a> <a href="/clock">Clock</a> <a href="/slack">Slack console</a>
          </nav>
        </header>
        <main>${content}</main>
      </body>
    </html>`
}

function mark() {
  return html`<svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
    <rect class="mark-tile" width="28" height="28" rx="7.5" />
    <path class="mark-line" d="M7 9.5h14v9.5H7zM7 10l7 5.5 7-5.5" />
  </svg>`
}

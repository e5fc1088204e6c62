import { html } from 'hono/html'
import type { Markup } from '../../pages/layout.ts'

/** The frame of the pages that stand in for the processor's own: plain, and plainly not ours. */
export function document(title: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} – payment sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/pay/pay.css" />
      </head>
      <body>
        <p class="ribbon">
          <strong>Payment sandbox.</strong> Nothing here is real: no bank is asked, no money moves.
        </p>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`
}

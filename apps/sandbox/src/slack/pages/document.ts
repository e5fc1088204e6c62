import { html } from 'hono/html'
import type { Markup } from '../blocks/markup.ts'

/** A page of the console. `watch` is the version that it was drawn at; with scripts it follows from there. */
export const document = (
  title: string,
  content: Markup,
  watch?: { readonly url: string; readonly version: number },
): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Slack console</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/slack/console.css" />
        <script type="module" src="/slack/console.js"></script>
      </head>
      <body ${watch ? html`data-watch="${watch.url}" data-version="${watch.version}"` : ''}>
        ${content}
      </body>
    </html>`

/** What stands above every page: that this is a stand-in, and where the neighbours are. */
export const banner = (): Markup =>
  html`<header class="banner">
    <a class="name" href="/slack">
      <svg width="24" height="24" viewBox="0 0 28 28" aria-hidden="true">
        <rect class="mark-tile" width="28" height="28" rx="7.5" />
        <path class="mark-line" d="M7.5 8.5h13v9h-7l-4 3.5v-3.5h-2z" />
      </svg>
      <span>Slack console</span>
    </a>
    <p class="soft">A local stand-in. The bot that answers is the real one.</p>
    <nav aria-label="Sandbox">
      <a href="/slack/wire">Wire</a>
      <a href="/">Mail inbox</a>
    </nav>
  </header>`

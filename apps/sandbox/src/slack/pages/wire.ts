import { html } from 'hono/html'
import type { Markup } from '../blocks/markup.ts'
import type { Exchange } from '../workspace/workspace.ts'
import { banner, document } from './document.ts'

/** What went between the stand-in and the bot, for whoever builds or doubts it. */
export const wirePage = (exchanges: readonly Exchange[]): Markup =>
  document(
    'Wire',
    html`${banner()}
      <main class="narrow">
        <h1>Wire</h1>
        <p class="soft">
          The last ${exchanges.length} requests between Slack’s stand-in and the bot, newest first.
          <a href="/slack/wire">Refresh</a>
        </p>
        <ol class="wire">
          ${exchanges.map(exchange)}
        </ol>
      </main>`,
  )

const exchange = (given: Exchange): Markup =>
  html`<li>
    <details>
      <summary>
        <span class="direction">${given.direction === 'to-app' ? 'To the bot' : 'From the bot'}</span>
        <code>${given.what}</code>
        <span class="${given.went === 'wrong' ? 'wrong' : 'soft'}">${given.outcome}</span>
        <span class="soft">${given.took} ms</span>
      </summary>
      <h2 class="small">Sent</h2>
      <pre tabindex="0">${JSON.stringify(given.sent, null, 2)}</pre>
      <h2 class="small">Answered</h2>
      <pre tabindex="0">
${given.answered === undefined ? '(empty)' : JSON.stringify(given.answered, null, 2)}</pre>
    </details>
  </li>`

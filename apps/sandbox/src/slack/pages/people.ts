import { html } from 'hono/html'
import type { Markup } from '../blocks/markup.ts'
import { cast } from '../workspace/cast.ts'
import type { CastMember } from '../workspace/cast.ts'
import { banner, document } from './document.ts'

/** The first page: who do you want to be? */
export const peoplePage = (bot: { readonly url: string; readonly reachable: boolean }): Markup =>
  document(
    'Who are you?',
    html`${banner()}
      <main class="narrow">
        <h1>Who are you?</h1>
        <p class="soft">
          Choose somebody of the workspace, then type a command such as <code>/seats</code>. Open a second
          window for a second person.
        </p>
        ${
          bot.reachable
            ? ''
            : html`<p class="notice" role="status">
                Nothing answers at <code>${bot.url}</code> yet. <code>npm start</code> starts the bot with
                everything else.
              </p>`
        }
        <ul class="people">
          ${cast.map(
            (person) =>
              html`<li>
                <a href="/slack/as/${person.id}">
                  ${avatar(person)}
                  <strong>${person.name}</strong>
                  <span class="soft">${person.who}</span>
                </a>
              </li>`,
          )}
        </ul>
      </main>`,
  )

/** A face made of initials. It carries no meaning of its own: the name always stands beside it. */
export const avatar = ({ name }: Pick<CastMember, 'name'>): Markup =>
  html`<span class="avatar" aria-hidden="true"
    >${name
      .split(' ')
      .map((part) => part[0])
      .join('')
      .slice(0, 2)}</span
  >`

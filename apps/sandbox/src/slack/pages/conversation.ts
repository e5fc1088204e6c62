import { html } from 'hono/html'
import type { Markup } from '../blocks/markup.ts'
import { carriedValues } from '../blocks/values.ts'
import { app, channels } from '../workspace/cast.ts'
import type { CastMember } from '../workspace/cast.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { blocks } from './blocks.ts'
import { banner, document } from './document.ts'
import { messages } from './message.ts'
import { modal } from './modal.ts'
import { avatar } from './people.ts'
import { versionOf } from './version.ts'

/** A place in the workspace: a channel, the direct messages with the app, or the app's Home tab. */
export interface Place {
  readonly id: string
  /** As Slack names it to the app. */
  readonly name: string
  readonly title: string
  readonly topic: string
}

/** Everywhere that this person can go. The Home tab has no conversation of its own. */
export const placesOf = (directMessageId: string): readonly Place[] => [
  ...channels.map(({ id, name, topic }) => ({ id, name, title: `#${name}`, topic })),
  {
    id: directMessageId,
    name: 'directmessage',
    title: app.name,
    topic: `Messages between you and the ${app.name} app`,
  },
]

interface Shown {
  readonly person: CastMember
  readonly workspace: Workspace
  readonly places: readonly Place[]
  /** The address of the page. */
  readonly here: string
}

/** A conversation as one person sees it, with the modal that is open for them. */
export function conversationPage(given: Shown & { readonly place: Place }): Markup {
  const { person, workspace, place, here } = given
  const seen = workspace.seenBy(person.id, place.id)
  return frame(
    given,
    place.id,
    place.title,
    html`<header class="place">
        <h1>${place.title}</h1>
        <p class="soft">${place.topic}</p>
        <noscript><a class="small" href="${here}">Refresh</a></noscript>
      </header>
      <div class="log" tabindex="0" role="log" aria-label="Messages" data-follow>
        <ol data-list="log">
          ${messages(person, here, seen)}
        </ol>
        <p class="empty" id="latest" data-live="empty" data-version="${versionOf(seen.length === 0)}">
          ${
            seen.length === 0
              ? html`Nothing here yet. Type <code>/seats</code> to ask how many seats are left.`
              : ''
          }
        </p>
      </div>
      <form class="composer" method="post" action="${here}/line" data-composer>
        <label class="visually-hidden" for="line">Command in ${place.title}</label>
        <input
          id="line"
          name="line"
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          placeholder="Type a command, such as /seats"
          enterkeyhint="send"
        />
        <button class="button primary">Send</button>
        <p class="ready">
          ${['/seats', '/seats add', '/seats share', '/seats help'].map(
            (line) => html`<button name="line" value="${line}">${line}</button>`,
          )}
        </p>
      </form>`,
  )
}

/** The app's Home tab. */
export function homePage(given: Shown): Markup {
  const { person, workspace } = given
  const home = workspace.home(person.id)
  return frame(
    given,
    'home',
    `${app.name} · Home`,
    html`<header class="place">
        <h1>${app.name} · Home</h1>
        <p class="soft">What the app shows you on its own tab</p>
      </header>
      <div class="log" data-live="home" data-version="${versionOf(home)}">
        ${
          home
            ? html`<form method="post" action="${given.here}/press" novalidate>
                ${blocks(
                  {
                    kind: 'home',
                    id: home.id,
                    zone: person.timeZone,
                    values: carriedValues(home.blocks),
                    errors: {},
                    offers: new Map(),
                  },
                  home.blocks,
                )}
              </form>`
            : html`<p class="empty">The app has not published anything for you.</p>`
        }
      </div>`,
  )
}

function frame(given: Shown, current: string, title: string, content: Markup): Markup {
  const { person, workspace, here } = given
  const top = workspace.top(person.id)
  const depth = workspace.stack(person.id).length
  return document(
    `${title} as ${person.name}`,
    html`<a class="skip" href="${current === 'home' ? '#content' : '#line'}"
        >${current === 'home' ? 'To the content' : 'To the command line'}</a
      >
      ${banner()}
      <div class="desk">
        ${rail(given, current)}
        <main class="room" id="content" tabindex="-1">${content}</main>
      </div>
      <div data-live="modal" data-version="${top ? `${top.id}/${top.revision}` : 'none'}">
        ${top ? modal(person, here, top, depth) : ''}
      </div>`,
    { url: `/slack/as/${person.id}/version`, version: workspace.version },
  )
}

function rail({ person, workspace, places, here }: Shown, current: string): Markup {
  const link = (id: string, label: string, unread: number) =>
    html`<li>
      <a href="/slack/as/${person.id}/in/${id}" ${id === current ? html`aria-current="page"` : ''}
        >${label}${unread > 0 ? html` <span class="unread">${unread}<span class="visually-hidden"> new</span></span>` : ''}</a
      >
    </li>`
  const unread = (id: string) => (id === current ? 0 : workspace.unread(person.id, id))
  return html`<aside class="rail">
    <div class="me">
      ${avatar(person)}
      <div>
        <strong>${person.name}</strong>
        <p class="soft small">${person.who}</p>
        <a class="small" href="/slack">Be somebody else</a>
      </div>
    </div>
    <nav
      aria-label="Conversations"
      data-live="places"
      data-version="${versionOf(places.map(({ id }) => unread(id)))}"
    >
      <ul>
        ${places.map(({ id, title }) => link(id, title, unread(id)))} ${link('home', `${app.name} · Home`, 0)}
      </ul>
    </nav>
    <form class="shortcuts" method="post" action="${here}/shortcut" aria-labelledby="shortcuts">
      <p class="small soft" id="shortcuts">Shortcuts</p>
      ${app.shortcuts.map(
        ({ callbackId, name }) =>
          html`<button class="button" name="callback" value="${callbackId}">${name}</button>`,
      )}
    </form>
  </aside>`
}

import { html } from 'hono/html'
import { controlsOf } from '../blocks/controls.ts'
import { join } from '../blocks/markup.ts'
import type { Markup } from '../blocks/markup.ts'
import { mrkdwn } from '../blocks/mrkdwn.ts'
import { carriedValues } from '../blocks/values.ts'
import { app } from '../workspace/cast.ts'
import type { CastMember } from '../workspace/cast.ts'
import type { Message } from '../workspace/workspace.ts'
import { blocks } from './blocks.ts'
import { avatar } from './people.ts'
import type { Surface } from './surface.ts'

/** One entry of a conversation, as this person sees it. `here` is the address of the conversation. */
export function message(person: CastMember, here: string, given: Message): Markup {
  const time = clock(given.at, person.timeZone)
  const key = html`data-id="${given.id}" data-version="${given.revision}"`
  switch (given.from.kind) {
    case 'typed':
      return html`<li class="message typed" ${key}>
        <p><span class="soft">You typed</span> <code>${given.text}</code> ${time}</p>
      </li>`
    case 'stand-in':
      return html`<li class="message aside" ${key}>
        <p class="soft small">Slack console · Only visible to you ${time}</p>
        <div class="text">${mrkdwn(given.text, person.timeZone)}</div>
      </li>`
    case 'bot':
      return html`<li class="message" ${key}>
        <div class="sender">
          ${avatar(app)}<strong>${app.name}</strong><span class="app-mark">App</span>${time}
          ${given.edited ? html`<span class="soft small">(edited)</span>` : ''}
        </div>
        ${given.onlyFor === undefined ? '' : html`<p class="only soft small">Only visible to you</p>`}
        ${body(person, here, given)}
      </li>`
  }
}

function body(person: CastMember, here: string, given: Message): Markup {
  if (given.blocks.length === 0) return html`<div class="text">${mrkdwn(given.text, person.timeZone)}</div>`
  const surface: Surface = {
    kind: 'message',
    id: given.id,
    zone: person.timeZone,
    values: carriedValues(given.blocks),
    errors: {},
    offers: new Map(),
  }
  const shown = html`${blocks(surface, given.blocks)}${given.text === '' ? silent() : ''}`
  return controlsOf(given.blocks).length === 0
    ? shown
    : html`<form method="post" action="${here}/messages/${given.id}" novalidate>${shown}</form>`
}

/** Notifications and screen readers speak the top-level text alone (SLK-10). */
const silent = (): Markup =>
  html`<p class="notice small">
    This message has no top-level text: a notification of it would say nothing.
  </p>`

const clock = (at: number, zone: string): Markup =>
  html`<time class="soft small" datetime="${new Date(at).toISOString()}"
    >${new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)}</time
  >`

export const messages = (person: CastMember, here: string, given: readonly Message[]): Markup =>
  join(given.map((entry) => message(person, here, entry)))

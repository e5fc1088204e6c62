import { html } from 'hono/html'
import { castMember, channels } from '../workspace/cast.ts'
import type { Markup } from './markup.ts'

export function mention(userId: string): Markup {
  return html`<span class="mention">@${castMember(userId)?.name ?? userId}</span>`
}

export function channelMention(channelId: string, label?: string): Markup {
  const name = channels.find(({ id }) => id === channelId)?.name ?? label ?? channelId
  return html`<span class="mention">#${name}</span>`
}

/** Only web and mail addresses become links; anything else is shown as text. */
export function link(address: string, label?: string): Markup {
  const shown = label ?? address.replace(/^mailto:/, '')
  return /^(https?:|mailto:)/i.test(address)
    ? html`<a href="${address}" target="_blank" rel="noreferrer noopener">${shown}</a>`
    : html`${shown}`
}

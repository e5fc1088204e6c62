import { html } from 'hono/html'
import type { Markup } from '../blocks/markup.ts'
import { mrkdwn, plainText } from '../blocks/mrkdwn.ts'
import type { Text } from '../blocks/schema.ts'

/** A text object as its reader sees it. */
export const shown = (text: Text, zone: string): Markup =>
  text.type === 'mrkdwn' ? mrkdwn(text.text, zone) : plainText(text.text, text.emoji !== false)

export const paragraph = (text: Text, zone: string): Markup =>
  text.type === 'mrkdwn'
    ? html`<div class="text">${mrkdwn(text.text, zone)}</div>`
    : html`<p class="text">${plainText(text.text, text.emoji !== false)}</p>`

/** The first line of a text without its markup, for a name that is only read out. */
export const spoken = ({ text }: Text): string =>
  (text.split('\n')[0] ?? '').replaceAll(/<[^|>]*\|([^>]*)>/g, '$1').replaceAll(/[*_~`<>]/g, '')

import { html, raw } from 'hono/html'
import { slackDate } from '../blocks/date.ts'
import { picture } from '../blocks/emoji.ts'
import { join } from '../blocks/markup.ts'
import type { Markup } from '../blocks/markup.ts'
import { channelMention, link, mention } from '../blocks/references.ts'
import type { RichLeaf, RichPart } from '../blocks/schema.ts'

/** One part of a rich text block: a paragraph, a list, a quotation or code. */
export function richPart(part: RichPart, zone: string): Markup {
  switch (part.type) {
    case 'rich_text_section':
      return html`<p class="text">${leaves(part.elements, zone)}</p>`
    case 'rich_text_quote':
      return html`<blockquote>${leaves(part.elements, zone)}</blockquote>`
    case 'rich_text_preformatted':
      return html`<pre><code>${leaves(part.elements, zone)}</code></pre>`
    case 'rich_text_list': {
      const items = part.elements.map(({ elements }) => html`<li>${leaves(elements, zone)}</li>`)
      return part.style === 'ordered'
        ? html`<ol class="points" start="${(part.offset ?? 0) + 1}">
            ${items}
          </ol>`
        : html`<ul class="points">
            ${items}
          </ul>`
    }
  }
}

const leaves = (elements: readonly RichLeaf[], zone: string): Markup =>
  join(elements.map((leaf) => styled(leaf, bare(leaf, zone))))

function bare(leaf: RichLeaf, zone: string): Markup {
  switch (leaf.type) {
    case 'text':
      return join(leaf.text.split('\n').map((line, index) => html`${index > 0 ? raw('<br>') : ''}${line}`))
    case 'link':
      return link(leaf.url, leaf.text)
    case 'user':
      return mention(leaf.user_id)
    case 'channel':
      return channelMention(leaf.channel_id)
    case 'emoji':
      return picture(leaf.name)
    case 'broadcast':
      return html`<span class="mention">@${leaf.range}</span>`
    case 'date':
      return slackDate({
        at: leaf.timestamp * 1000,
        format: leaf.format,
        link: leaf.url,
        fallback: leaf.fallback,
        zone,
      })
  }
}

function styled({ style }: RichLeaf, inner: Markup): Markup {
  let outer = inner
  if (style?.code) outer = html`<code>${outer}</code>`
  if (style?.strike) outer = html`<s>${outer}</s>`
  if (style?.underline) outer = html`<u>${outer}</u>`
  if (style?.italic) outer = html`<em>${outer}</em>`
  if (style?.bold) outer = html`<strong>${outer}</strong>`
  return outer
}

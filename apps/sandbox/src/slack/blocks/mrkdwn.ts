import { html, raw } from 'hono/html'
import { slackDate } from './date.ts'
import { emoji } from './emoji.ts'
import { join } from './markup.ts'
import type { Markup } from './markup.ts'
import { channelMention, link, mention } from './references.ts'

/** Slack's markup as HTML, for a reader in this zone. Whatever is not markup is shown as it was written. */
export function mrkdwn(source: string, zone: string): Markup {
  return join(paragraphs(source).map((part) => wrap(part, zone)))
}

/** Plain text: only line ends and, unless switched off, emoji names mean something. */
export function plainText(source: string, withEmoji = true): Markup {
  const lines = decoded(source).split('\n')
  return join(
    lines.map((line, index) => html`${index > 0 ? raw('<br>') : ''}${withEmoji ? emoji(line) : line}`),
  )
}

interface Part {
  readonly kind: 'text' | 'quote' | 'code'
  readonly source: string
}

/** Cuts into fenced code, runs of quoted lines and the rest. */
function paragraphs(source: string): Part[] {
  return source.split(/```\n?([\s\S]*?)\n?```/).flatMap((piece, index): Part[] => {
    if (index % 2 === 1) return [{ kind: 'code', source: piece }]
    const parts: Part[] = []
    let lines: string[] = []
    let quoted = false
    const close = () => {
      const text = lines.join('\n')
      if (lines.length > 0 && !(parts.length === 0 && text === ''))
        parts.push({ kind: quoted ? 'quote' : 'text', source: text })
      lines = []
    }
    for (const line of piece.split('\n')) {
      const quote = /^(?:&gt;|>)\s?(.*)$/.exec(line)
      if ((quote !== null) !== quoted) close()
      quoted = quote !== null
      lines.push(quote?.[1] ?? line)
    }
    close()
    return parts
  })
}

function wrap({ kind, source }: Part, zone: string): Markup {
  switch (kind) {
    case 'code':
      return html`<pre><code>${decoded(source)}</code></pre>`
    case 'quote':
      return html`<blockquote>${lines(source, zone)}</blockquote>`
    case 'text':
      return lines(source, zone)
  }
}

const lines = (source: string, zone: string): Markup =>
  join(source.split('\n').map((line, index) => html`${index > 0 ? raw('<br>') : ''}${inline(line, zone)}`))

/** Each style: what opens and closes it, and the element that it becomes. The order is the order of trying. */
const styles = [
  { mark: '`', open: '<code>', close: '</code>', literal: true },
  { mark: '*', open: '<strong>', close: '</strong>', literal: false },
  { mark: '_', open: '<em>', close: '</em>', literal: false },
  { mark: '~', open: '<s>', close: '</s>', literal: false },
] as const

function inline(source: string, zone: string): Markup {
  const pieces: Markup[] = []
  let text = ''
  const flush = () => {
    if (text !== '') pieces.push(emoji(decoded(text)))
    text = ''
  }
  let at = 0
  while (at < source.length) {
    const rest = source.slice(at)
    const angled = /^<([^<>\n]+)>/.exec(rest)
    if (angled?.[1] !== undefined) {
      flush()
      pieces.push(reference(angled[1], zone))
      at += angled[0].length
      continue
    }
    const styled = startsWord(source, at) ? styledAt(rest) : undefined
    if (styled) {
      flush()
      const inner = styled.style.literal ? html`${decoded(styled.inner)}` : inline(styled.inner, zone)
      pieces.push(html`${raw(styled.style.open)}${inner}${raw(styled.style.close)}`)
      at += styled.length
      continue
    }
    text += source[at]
    at += 1
  }
  flush()
  return join(pieces)
}

/** A style opens only where no word is running, so that snake_case and 2*3*4 stay themselves. */
const startsWord = (source: string, at: number): boolean =>
  at === 0 || !/[\p{L}\p{N}]/u.test(source[at - 1] ?? '')

function styledAt(rest: string) {
  for (const style of styles) {
    if (!rest.startsWith(style.mark)) continue
    const end = closing(rest, style.mark)
    if (end !== undefined) return { style, inner: rest.slice(1, end), length: end + 1 }
  }
  return undefined
}

/** Where the mark closes again: not after a space, and not before a letter. */
function closing(rest: string, mark: string): number | undefined {
  if (/\s/.test(rest[1] ?? ' ') || rest[1] === mark) return undefined
  for (let end = rest.indexOf(mark, 2); end !== -1; end = rest.indexOf(mark, end + 1)) {
    if (!/\s/.test(rest[end - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(rest[end + 1] ?? '')) return end
  }
  return undefined
}

/** What stands in angle brackets: a person, a channel, a date, a call to everyone or a link. */
function reference(content: string, zone: string): Markup {
  const [target = '', ...labels] = content.split('|')
  const label = labels.length > 0 ? decoded(labels.join('|')) : undefined
  if (target.startsWith('@')) return mention(target.slice(1))
  if (target.startsWith('#')) return channelMention(target.slice(1), label)
  const date = /^!date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(target)
  if (date)
    return slackDate({
      at: Number(date[1]) * 1000,
      format: decoded(date[2] ?? ''),
      link: date[3],
      fallback: label,
      zone,
    })
  if (target.startsWith('!'))
    return html`<span class="mention">@${label ?? target.slice(1).split('^')[0]}</span>`
  return link(decoded(target), label)
}

/** Slack has three characters escaped, and no others. */
const decoded = (source: string): string =>
  source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

import type { KnownBlock, ModalView, PlainTextElement, RichTextBlock } from '@slack/types'
import { cut, plain } from './mrkdwn.ts'

/** SLK-10: every message says all of it in `text`, which screen readers and notifications read. */
export interface Message {
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** Something to say that fits a channel as well as a modal. */
export interface Notice extends Message {
  /** Heading of the modal, at most 24 characters. */
  readonly title: string
}

/** A notice of one paragraph. */
export function sentenceNotice(title: string, sentence: string, more: readonly KnownBlock[] = []): Notice {
  return { title, text: plain(sentence), blocks: [paragraph(sentence), ...more] }
}

/** Words that stand out. */
export interface Bold {
  readonly bold: string
}

/**
 * What may hold names, which people choose freely: shown to the letter. Slack's markup (mrkdwn) has no way to write a literal
 * asterisk, so text with a name in it never goes through that.
 */
export function paragraph(...runs: readonly (string | Bold)[]): RichTextBlock {
  const elements = runs.map((run) =>
    typeof run === 'string'
      ? { type: 'text' as const, text: cut(run, 3000) }
      : { type: 'text' as const, text: cut(run.bold, 3000), style: { bold: true } },
  )
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}

/** Small print; shown to the letter, too. */
export function context(text: string): KnownBlock {
  return { type: 'context', elements: [label(text, 3000)] }
}

/** Headings, choices and the like: no `:name:` becomes a picture. */
export function label(text: string, longest: number): PlainTextElement & { readonly emoji: false } {
  return { type: 'plain_text', text: cut(text, longest), emoji: false }
}

/** Slack's markup: for words of ours alone. */
export function markup(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, 3000), verbatim: true } }
}

/** A notice as a modal that can only be closed. */
export function noticeView(notice: Notice): ModalView {
  return {
    type: 'modal',
    title: label(notice.title, 24),
    close: { type: 'plain_text', text: 'Close' },
    blocks: notice.blocks,
  }
}

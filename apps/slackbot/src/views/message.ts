import type { KnownBlock, ModalView } from '@slack/types'
import { cut } from './mrkdwn.ts'

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
export function sentenceNotice(title: string, text: string, more: readonly KnownBlock[] = []): Notice {
  return { title, text, blocks: [section(text), ...more] }
}

export function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, 3000) } }
}

export function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: cut(text, 3000) }] }
}

/** A notice as a modal that can only be closed. */
export function noticeView(notice: Notice): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: cut(notice.title, 24) },
    close: { type: 'plain_text', text: 'Close' },
    blocks: notice.blocks,
  }
}

import type { Window } from '@seatkeeper/rules'
import type { Recipient } from './slot.ts'

/**
 * What a mail says, before it looks like anything. HTML and plain text are rendered from the same blocks, so
 * the two can't come to say different things (MAIL-06).
 */
export interface MailContent {
  readonly subject: string
  /** What a list of mails shows beside the subject. */
  readonly preview: string
  readonly heading: string
  readonly blocks: readonly Block[]
  /** Why the reader gets this mail. */
  readonly reason: string
  /** Who sends it: the product's name. */
  readonly sender: string
  /** What goes into the reader's calendar. */
  readonly calendar?: readonly CalendarEvent[]
  /** What only this reader's copy says, in the places that `slot` holds for it. */
  readonly recipient?: Recipient
}

/** A stay in which the reader can sign in. */
export interface CalendarEvent {
  /** The same stay has the same one in every mail, so that a calendar moves the entry instead of adding another. */
  readonly id: string
  readonly title: string
  readonly window: Window
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'facts'; readonly groups: readonly FactGroup[] }

/** A name and what belongs to it: a season and its dates, an invoice and its sums. */
export interface FactGroup {
  readonly title: string
  readonly facts: readonly Fact[]
}

export interface Fact {
  readonly label: string
  readonly value: string
  /** The same in the reader's own time, where it differs. */
  readonly aside?: string
}

/** A mail ready to be sent. */
export interface RenderedMail {
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly attachments?: readonly Attachment[]
}

export interface Attachment {
  readonly filename: string
  readonly contentType: string
  readonly content: string | Buffer
}

import type { ClaimedEvent, Em, NoticeMail, OutboxPayload, OutboxType } from '@seatkeeper/db'
import type { OutgoingMail } from '@seatkeeper/mail'
import type { Instant } from '@seatkeeper/rules'

/** What every job knows of the installation it works for. */
export interface Installation {
  readonly productName: string
  readonly portalUrl: string
  readonly appSecret: string
  /** Where people log in to the vendor's product. */
  readonly productUrl: string
}

export interface JobContext {
  readonly em: Em
  /** Business clock: seasons and invitations. */
  readonly now: Instant
  /** Links and retries. */
  readonly wallNow: Instant
  readonly installation: Installation
  /** The facts of a notice's mail; those that are asked for side by side are read together. */
  readonly noticeMail: (payload: OutboxPayload<'notice'>) => Promise<NoticeMail>
}

export type Prepared =
  | { readonly kind: 'send'; readonly mail: OutgoingMail }
  /** It has become pointless (MAIL-04). */
  | { readonly kind: 'skip'; readonly reason: string }
  /** It is not to be sent for now. */
  | { readonly kind: 'wait'; readonly reason: string }

/** Turns an event into the mail that it calls for as things stand now. Changes nothing. */
export type Job<T extends OutboxType> = (
  context: JobContext,
  event: Extract<ClaimedEvent, { type: T }>,
) => Promise<Prepared>

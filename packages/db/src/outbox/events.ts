import { z } from 'zod'

/** What can change of how somebody signs in. */
const securityChanges = [
  'password-changed',
  'password-reset',
  'app-added',
  'app-removed',
  'passkey-added',
  'passkey-removed',
  'recovery-codes-made',
  'recovery-code-used',
  'factors-reset',
  'factors-taken-back',
] as const
export type SecurityChange = (typeof securityChanges)[number]

/**
 * What can stand in the outbox. Payloads carry identities, not facts: the worker reads the facts when it sends, so that
 * a season changed or a person removed meanwhile sends nothing wrong (MAIL-04).
 */
export const outboxPayloads = {
  invitation: z.object({
    invitationId: z.uuid(),
    /** The link's issue; a later one makes this mail pointless. */
    issue: z.int().positive(),
    memberId: z.uuid(),
    why: z.enum(['added', 're-sent', 'reactivated']),
  }),
  notice: z.object({
    /** The notice, whose first mail has the same id. */
    noticeId: z.uuid(),
    memberId: z.uuid(),
    kind: z.enum(['opened', 'continues', 'closed']),
    /** The mail that a person has decided to send again. */
    resends: z.uuid().optional(),
  }),
  'password-reset': z.object({ resetId: z.uuid() }),
  /** Somebody's way to sign in was changed at that moment of the wall clock (USER-12). */
  'security-notice': z.object({
    personId: z.uuid(),
    what: z.enum(securityChanges),
    at: z.iso.datetime(),
  }),
  /** Admins are asked for a second factor, or not any more (USER-07). */
  'second-factor-rule': z.object({ memberId: z.uuid(), required: z.boolean() }),
  /** A new address: the link to it, and word to the old one, before and after. */
  'email-change': z.object({ changeId: z.uuid(), mail: z.enum(['confirm', 'asked', 'done']) }),
  /** To the nth of the addresses that the invoice was issued to (BILL-07). */
  'invoice-issued': z.object({ invoiceId: z.uuid(), address: z.int().nonnegative() }),
  /** To the nth of the account's invoicing addresses (MAIL-05). */
  'billing-notice': z.object({ noticeId: z.uuid(), address: z.int().nonnegative() }),
  /** Somebody who was named has given up their seat, since there are fewer (D-23). */
  'seat-given-up': z.object({ memberId: z.uuid() }),
  /** A seat has come free for somebody who waits (SEAT-12). */
  waiting: z.object({ entryId: z.uuid(), memberId: z.uuid() }),
} as const

export type OutboxType = keyof typeof outboxPayloads
export const outboxTypes = Object.keys(outboxPayloads) as readonly OutboxType[]
export const isOutboxType = (type: string): type is OutboxType => Object.hasOwn(outboxPayloads, type)
export type OutboxPayload<T extends OutboxType> = z.infer<(typeof outboxPayloads)[T]>

/** `unknown`: the server may have accepted it and we could not write that down; a person decides (D-41). */
export type OutboxState = 'pending' | 'sending' | 'delivered' | 'retry' | 'unknown' | 'failed' | 'skipped'

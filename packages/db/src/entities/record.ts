import { defineEntity } from '@mikro-orm/postgresql'
import type { Channel } from '../context.ts'
import type { OutboxState, OutboxType } from '../outbox/events.ts'
import { instant, oneOf, p } from './columns.ts'

/** What is to be delivered, committed with the change that caused it. `dueAt` and all that follows: wall clock. */
export const OutboxEvent = defineEntity({
  name: 'OutboxEvent',
  tableName: 'outbox',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    type: oneOf<OutboxType>(),
    payload: p.json<Readonly<Record<string, unknown>>>(),
    state: oneOf<OutboxState>(),
    attempts: p.integer(),
    dueAt: instant(),
    lease: p.uuid().nullable(),
    leasedUntil: instant().nullable(),
    /** From here on the mail server may have it. */
    sendingSince: instant().nullable(),
    doneAt: instant().nullable(),
    messageId: p.text().nullable(),
    /** The last fault, or why it was skipped. */
    note: p.text().nullable(),
    createdAt: instant(),
  },
})

/** Who did what to what; no role of the application can change or delete it (USER-10). */
export const AuditEntry = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid().nullable(),
    accountId: p.uuid().nullable(),
    at: instant(),
    actorKind: oneOf<'member' | 'person' | 'staff' | 'job' | 'api-key'>(),
    actorId: p.text(),
    channel: oneOf<Channel>(),
    action: p.text(),
    subjectId: p.uuid(),
    before: p.json<Readonly<Record<string, unknown>>>().nullable(),
    after: p.json<Readonly<Record<string, unknown>>>().nullable(),
    /** Wall clock; `at` is the business clock. */
    notedAt: instant(),
  },
})

/** An audit entry's place in its organization's hash chain; outlives the entry, to show that there was one (USER-10). */
export const AuditSeal = defineEntity({
  name: 'AuditSeal',
  tableName: 'audit_seal',
  properties: {
    auditId: p.uuid().primary(),
    organizationId: p.uuid().nullable(),
    position: p.bigint('number'),
    /** Keyed SHA-256 of the entry. */
    content: p.blob(),
    /** Keyed SHA-256 of the link before, the position and the content. */
    link: p.blob(),
    sealedAt: instant(),
  },
})

/** The first result of a request that may be repeated. */
export const Idempotency = defineEntity({
  name: 'Idempotency',
  tableName: 'idempotency',
  properties: {
    organizationId: p.uuid().primary(),
    key: p.text().primary(),
    requestHash: p.blob(),
    result: p.json<Readonly<Record<string, unknown>>>(),
    createdAt: instant(),
  },
})

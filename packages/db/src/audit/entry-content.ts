import { createHmac } from 'node:crypto'

/** An audit entry as it is sealed: every column, each as PostgreSQL writes it, so that no driver's reading comes between. */
export interface SealedEntry {
  readonly auditId: string
  readonly organizationId: string | null
  readonly accountId: string | null
  readonly at: string
  readonly notedAt: string
  readonly actorKind: string
  readonly actorId: string
  readonly channel: string
  readonly action: string
  readonly subjectId: string
  readonly before: string | null
  readonly after: string | null
}

/** SQL: the columns of `SealedEntry` for audit row `a`. */
export const SEALED_COLUMNS = /* sql */ `
a.id as "auditId", a.organization_id as "organizationId", a.account_id as "accountId", a.at::text as at,
a.noted_at::text as "notedAt", a.actor_kind as "actorKind", a.actor_id as "actorId", a.channel, a.action,
a.subject_id as "subjectId", a.before::text as before, a.after::text as after`

/** The key of the chain, made of the installation's secret: whoever has the database alone cannot reckon it anew. */
export function chainKey(secret: string): Buffer {
  return createHmac('sha256', secret).update('audit chain, 1').digest()
}

/** What an entry says, as 32 bytes. */
export function contentOf(key: Buffer, entry: SealedEntry): Buffer {
  const { auditId, organizationId, accountId, at, notedAt } = entry
  const { actorKind, actorId, channel, action, subjectId, before, after } = entry
  const who = [auditId, organizationId, accountId, at, notedAt, actorKind, actorId, channel]
  return createHmac('sha256', key)
    .update(JSON.stringify(['entry', ...who, action, subjectId, before, after]))
    .digest()
}

/** Ties an entry to all before it in its chain. */
export function linkOf(key: Buffer, previous: Buffer | null, position: number, content: Buffer): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(['link', previous?.toString('hex') ?? null, position, content.toString('hex')]))
    .digest()
}

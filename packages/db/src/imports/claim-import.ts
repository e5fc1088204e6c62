import { randomUUID } from 'node:crypto'
import { type Instant, type Role, addMilliseconds } from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import type { ImportMode } from './import.ts'

/** A committed file in the hands of one worker, until its lease ends (wall clock). */
export interface ImportClaim {
  readonly importId: string
  readonly mode: ImportMode
  readonly lease: string
  /** How often it was begun, this time included. */
  readonly attempts: number
  /** In whose name it is carried out; use cases read their rights anew. */
  readonly actor: Actor
}

interface ClaimRow {
  readonly importId: string
  readonly mode: ImportMode
  readonly attempts: number
  readonly organizationId: string
  readonly accountId: string
  readonly memberId: string
  readonly personId: string
  readonly role: Role
}

const claim = statement<ClaimRow, [lease: string, wallNow: string, leasedUntil: string]>(/* sql */ `
with next as (
  select id from user_import
  where state in ('queued', 'running') and (leased_until is null or leased_until <= $2::timestamptz)
  order by committed_at, id limit 1 for update skip locked
)
update user_import i set state = 'running', lease = $1::uuid, leased_until = $3::timestamptz, attempts = i.attempts + 1
from next join user_import n on n.id = next.id join member m on m.id = n.member_id
where i.id = next.id
returning i.id as "importId", i.mode, i.attempts, i.organization_id as "organizationId", i.account_id as "accountId",
  i.member_id as "memberId", m.person_id as "personId", m.role
`)

/** The committed file that has waited longest and that nobody works on; null: none. @param em `database.worker()`. */
export async function claimImport(
  em: Em,
  { wallNow, leaseMs }: { readonly wallNow: Instant; readonly leaseMs: number },
): Promise<ImportClaim | null> {
  const lease = randomUUID()
  const [row] = await claim(em.getKysely() as Db, lease, iso(wallNow), iso(addMilliseconds(wallNow, leaseMs)))
  if (!row) return null
  const { importId, mode, attempts, organizationId, accountId, memberId, personId, role } = row
  const actor: Actor = {
    kind: 'member',
    organizationId,
    accountId,
    memberId,
    personId,
    role,
    channel: 'job',
  }
  return { importId, mode, lease, attempts, actor }
}

const extend = statement<
  { readonly id: string },
  [id: string, lease: string, leasedUntil: string, progress: number]
>(/* sql */ `
update user_import set leased_until = $3::timestamptz, progress = greatest(progress, $4::integer)
where id = $1::uuid and lease = $2::uuid and state = 'running'
returning id
`)

/** Goes on holding it, and says how far it is. False: the lease ran out and somebody else has it; leave it alone. */
export async function renewImport(
  em: Em,
  { importId, lease }: ImportClaim,
  {
    wallNow,
    leaseMs,
    progress,
  }: { readonly wallNow: Instant; readonly leaseMs: number; readonly progress: number },
): Promise<boolean> {
  const until = iso(addMilliseconds(wallNow, leaseMs))
  return (await extend(em.getKysely() as Db, importId, lease, until, progress)).length === 1
}

import type { Instant, RefusalOf, Role } from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow, actingMember, actingRole, whyNot } from '../tenant-facts.ts'

/** The role in which the actor changes settings of their organization now, or why they may not. */
export async function settingsRole(
  db: Db,
  actor: Actor,
  now: Instant,
): Promise<{ readonly kind: 'grant'; readonly role: Role } | RefusalOf<'not-permitted' | 'account-locked'>> {
  const [facts] = await readFacts(db, actor.accountId, actingMember(actor))
  const role = facts ? actingRole(actor, facts.role) : null
  if (!facts || role === null) return { kind: 'refuse', reason: 'not-permitted' }
  const refusal = whyNot(role, 'settings.manage', facts.account, 'everything-else', now)
  return refusal ?? { kind: 'grant', role }
}

const readFacts = statement<
  { readonly role: Role | null; readonly account: AccountRow },
  [accountId: string, memberId: string | null]
>(/* sql */ `
select ${ACCOUNT_FACTS} as account,
  (select m.role from member m
   where m.id = $2::uuid and m.removed_at is null and m.deactivated_at is null) as role
from account a where a.id = $1::uuid
`)

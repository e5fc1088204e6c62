import type { Decision, Instant, Role } from '@seatkeeper/rules'
import type { Actor, UseCaseContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import {
  ACCOUNT_FACTS,
  type AccountRow,
  actingMember,
  actingRole,
  signatureOf,
  whyNot,
} from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'

type UnlinkRefusal = 'not-permitted' | 'account-locked' | 'not-found'

/**
 * Lets go of a workspace and of every link in it: `/seats` answers nobody there until it is bound again. Needs
 * `settings.manage`.
 */
export async function unbindSlackWorkspace(
  { em, actor, now }: UseCaseContext,
  input: { readonly teamId: string },
): Promise<Decision<{ readonly teamName: string }, UnlinkRefusal>> {
  return inTenant(em, actor, async (db) => {
    const refusal = await whyNotHere(db, actor, now)
    if (refusal) return refusal
    const { kind, id, channel } = signatureOf(actor)
    const [gone] = await unbind(db, input.teamId, kind, id, channel, iso(now))
    return gone ? { kind: 'grant', teamName: gone.name } : { kind: 'refuse', reason: 'not-found' }
  })
}

/** Ends the link of anybody's Slack account. Needs `settings.manage`; one's own ends through `endOwnSlackLink`. */
export async function unlinkSlackPerson(
  { em, actor, now }: UseCaseContext,
  input: { readonly teamId: string; readonly slackUserId: string },
): Promise<Decision<object, UnlinkRefusal>> {
  return inTenant(em, actor, async (db) => {
    const refusal = await whyNotHere(db, actor, now)
    if (refusal) return refusal
    const { kind, id, channel } = signatureOf(actor)
    const gone = await unlink(db, input.teamId, input.slackUserId, kind, id, channel, iso(now))
    return gone.length > 0 ? { kind: 'grant' } : { kind: 'refuse', reason: 'not-found' }
  })
}

async function whyNotHere(db: Db, actor: Actor, now: Instant) {
  const [facts] = await readFacts(db, actor.accountId, actingMember(actor))
  if (!facts) return { kind: 'refuse', reason: 'not-permitted' } as const
  return whyNot(actingRole(actor, facts.role), 'settings.manage', facts.account, 'everything-else', now)
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

const unbind = statement<
  { readonly name: string },
  [teamId: string, actorKind: string, actorId: string, channel: string, now: string]
>(/* sql */ `
with gone as (
  delete from slack_workspace where team_id = $1::text returning *
), audited as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before)
  select organization_id, account_id, $5::timestamptz, $2::text, $3::text, $4::text, 'slack-workspace.unbound',
    organization_id, jsonb_build_object('teamId', team_id, 'name', name)
  from gone
)
select name from gone
`)

const unlink = statement<
  { readonly memberId: string },
  [teamId: string, slackUserId: string, actorKind: string, actorId: string, channel: string, now: string]
>(/* sql */ `
with gone as (
  delete from slack_link
  where team_id = $1::text and slack_user_id = $2::text
  returning *
), audited as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before)
  select organization_id, account_id, $6::timestamptz, $3::text, $4::text, $5::text, 'slack-person.unlinked', member_id,
    jsonb_build_object('teamId', team_id, 'slackUserId', slack_user_id, 'slackName', slack_name)
  from gone
)
select member_id as "memberId" from gone
`)

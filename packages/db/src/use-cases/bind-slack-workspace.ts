import type { Decision, Role } from '@seatkeeper/rules'
import type { Actor, IdentityContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow, whyNot } from '../tenant-facts.ts'
import { inTransaction, rollBackWith } from '../transaction.ts'
import { linkAccount } from './link-slack-person.ts'
import { readTicket, type SlackTicketRefusal, useTicket } from './slack-ticket.ts'

export type BindRefusal = SlackTicketRefusal | 'not-permitted' | 'account-locked' | 'workspace-taken'

/**
 * SLK-07: claims a workspace for the actor's organization, through a link that the bot sent, and links the Slack account that
 * asked for it to the actor, who has just proved both ends. Needs `settings.manage`.
 *
 * Refused: a link that is unknown, used or over; no right; the account's standing locks; a workspace that another organization
 * has claimed. Other writers of `slack_workspace`: `unbindSlackWorkspace` and the demo data.
 */
export async function bindSlackWorkspace(
  context: IdentityContext & {
    readonly secret: string
    readonly actor: Extract<Actor, { kind: 'member' }>
  },
  token: string,
): Promise<Decision<{ readonly teamName: string }, BindRefusal>> {
  const { em, now, wallNow, secret, actor } = context
  return inTransaction(em, async (db) => {
    const found = await readTicket(db, { token, secret, wallNow, lock: true })
    if (found.kind === 'refuse') return found
    const { ticket } = found
    if (ticket.kind !== 'workspace') return { kind: 'refuse', reason: 'not-found' }
    const [facts] = await readFacts(db, actor.memberId, actor.organizationId, actor.personId)
    if (!facts) return { kind: 'refuse', reason: 'not-permitted' }
    const refusal = whyNot(facts.role, 'settings.manage', facts.account, 'everything-else', now)
    if (refusal) return refusal

    await useTicket(db, ticket.id, iso(wallNow))
    const bound = await bind(
      db,
      ticket.teamId,
      actor.organizationId,
      actor.accountId,
      ticket.teamName,
      iso(now),
      actor.memberId,
      actor.channel,
    )
    if (bound.length === 0 && ticket.organization?.id !== actor.organizationId) {
      return rollBackWith({ kind: 'refuse', reason: 'workspace-taken' })
    }
    await linkAccount(db, ticket, actor, now)
    return { kind: 'grant', teamName: ticket.teamName }
  })
}

const readFacts = statement<
  { readonly role: Role; readonly account: AccountRow },
  [memberId: string, organizationId: string, personId: string]
>(/* sql */ `
select m.role, ${ACCOUNT_FACTS} as account
from member m join account a on a.id = m.account_id
where m.id = $1::uuid and m.organization_id = $2::uuid and m.person_id = $3::uuid
  and m.removed_at is null and m.deactivated_at is null
`)

const bind = statement<
  { readonly teamId: string },
  [
    teamId: string,
    organizationId: string,
    accountId: string,
    name: string,
    now: string,
    memberId: string,
    channel: string,
  ]
>(/* sql */ `
with bound as (
  insert into slack_workspace (team_id, organization_id, account_id, name, bound_at, bound_by)
  values ($1::text, $2::uuid, $3::uuid, $4::text, $5::timestamptz, $6::uuid)
  on conflict (team_id) do nothing
  returning team_id
), audited as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
  select $2::uuid, $3::uuid, $5::timestamptz, 'member', $6::uuid::text, $7::text, 'slack-workspace.bound', $2::uuid,
    jsonb_build_object('teamId', team_id, 'name', $4::text)
  from bound
)
select team_id as "teamId" from bound
`)

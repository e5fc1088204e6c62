import type { Decision, Instant } from '@seatkeeper/rules'
import type { Channel, IdentityContext, Tenant } from '../context.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { readTicket, type SlackTicket, type SlackTicketRefusal, useTicket } from './slack-ticket.ts'

export type LinkRefusal = SlackTicketRefusal | 'workspace-not-bound' | 'not-permitted'

/**
 * SLK-07, D-33: links the Slack account for which the bot made this link to the member that the signed-in person is in the
 * workspace's organization. The link proves the Slack end, the sign-in the other; e-mail addresses prove nothing.
 *
 * Refused: a link that is unknown, used or over; a workspace that nobody has claimed (any more); a person who is no active member
 * of its organization (`not-permitted`). An earlier link of the same account or the same member gives way.
 * Other writers of `slack_link`: `bindSlackWorkspace`, `unlinkSlackPerson`, `unbindSlackWorkspace` and the demo data.
 */
export async function linkSlackPerson(
  context: IdentityContext & { readonly secret: string },
  input: { readonly token: string; readonly personId: string },
): Promise<Decision<{ readonly organization: string; readonly teamName: string }, LinkRefusal>> {
  const { em, now, wallNow, secret } = context
  return inTransaction(em, async (db) => {
    const found = await readTicket(db, { token: input.token, secret, wallNow, lock: true })
    if (found.kind === 'refuse') return found
    const { ticket } = found
    if (ticket.kind !== 'person') return { kind: 'refuse', reason: 'not-found' }
    if (ticket.organization === null) return { kind: 'refuse', reason: 'workspace-not-bound' }
    const [member] = await findMember(db, ticket.organization.id, input.personId)
    if (!member) return { kind: 'refuse', reason: 'not-permitted' }
    await useTicket(db, ticket.id, iso(wallNow))
    await linkAccount(db, ticket, { ...member, channel: 'portal' }, now)
    return { kind: 'grant', organization: ticket.organization.name, teamName: ticket.teamName }
  })
}

/** Writes the link and its audit entry; what stood in its way gives way. */
export async function linkAccount(
  db: Db,
  ticket: SlackTicket,
  member: Tenant & { readonly memberId: string; readonly channel: Channel },
  now: Instant,
): Promise<void> {
  await dropOthers(db, ticket.teamId, member.memberId, ticket.userId)
  await link(
    db,
    ticket.teamId,
    ticket.userId,
    member.organizationId,
    member.accountId,
    member.memberId,
    ticket.userName,
    iso(now),
    member.channel,
  )
}

const findMember = statement<
  { readonly memberId: string; readonly organizationId: string; readonly accountId: string },
  [organizationId: string, personId: string]
>(/* sql */ `
select id as "memberId", organization_id as "organizationId", account_id as "accountId"
from member
where organization_id = $1::uuid and person_id = $2::uuid and removed_at is null and deactivated_at is null
`)

const dropOthers = statement<never, [teamId: string, memberId: string, slackUserId: string]>(/* sql */ `
delete from slack_link where team_id = $1::text and member_id = $2::uuid and slack_user_id <> $3::text
`)

const link = statement<
  never,
  [
    teamId: string,
    slackUserId: string,
    organizationId: string,
    accountId: string,
    memberId: string,
    slackName: string,
    now: string,
    channel: string,
  ]
>(/* sql */ `
with linked as (
  insert into slack_link (team_id, slack_user_id, organization_id, account_id, member_id, slack_name, linked_at)
  values ($1::text, $2::text, $3::uuid, $4::uuid, $5::uuid, $6::text, $7::timestamptz)
  on conflict (team_id, slack_user_id) do update
    set member_id = excluded.member_id, slack_name = excluded.slack_name, linked_at = excluded.linked_at
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
values ($3::uuid, $4::uuid, $7::timestamptz, 'member', $5::uuid::text, $8::text, 'slack-person.linked', $5::uuid,
  jsonb_build_object('teamId', $1::text, 'slackUserId', $2::text, 'slackName', $6::text))
`)

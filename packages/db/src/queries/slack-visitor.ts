import type { AccessDecision, Decision, Role } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { type Db, statement } from '../statement.ts'
import { organizationsOf } from './memberships.ts'

/** Whom a Slack account acts for. */
export interface SlackVisitor {
  readonly organization: { readonly id: string; readonly accountId: string; readonly name: string }
  readonly person: {
    readonly id: string
    readonly name: string
    readonly timeZone: string
    readonly locale: string
  }
  readonly member: { readonly id: string; readonly role: Role; readonly access: AccessDecision }
}

/**
 * The member behind a Slack account, as the portal would see them if they signed in now (SLK-07). Refused: a workspace that
 * no organization has claimed; an account that is linked to nobody, or to somebody who has left. Two statements, through the
 * identity door; whether the account is eligible at all, only Slack can tell.
 */
export async function slackVisitor(
  context: Pick<IdentityContext, 'em' | 'now'>,
  who: { readonly teamId: string; readonly userId: string },
): Promise<Decision<SlackVisitor, 'workspace-not-bound' | 'slack-person-not-linked'>> {
  const [row] = await findLink(context.em.getKysely() as Db, who.teamId, who.userId)
  if (!row) return { kind: 'refuse', reason: 'workspace-not-bound' }
  const { person, organization } = row
  const memberships = person ? await organizationsOf(context, person.id) : []
  const membership = memberships.find((candidate) => candidate.memberId === row.memberId)
  if (!person || !membership) return { kind: 'refuse', reason: 'slack-person-not-linked' }
  const { memberId: id, role, access } = membership
  return { kind: 'grant', organization, person, member: { id, role, access } }
}

const findLink = statement<
  {
    readonly organization: SlackVisitor['organization']
    readonly memberId: string | null
    readonly person: SlackVisitor['person'] | null
  },
  [teamId: string, slackUserId: string]
>(/* sql */ `
select
  jsonb_build_object('id', o.id, 'accountId', o.account_id, 'name', o.name) as organization,
  m.id as "memberId",
  case when p.id is not null then
    jsonb_build_object('id', p.id, 'name', p.name, 'timeZone', p.time_zone, 'locale', p.locale)
  end as person
from slack_workspace w
join organization o on o.id = w.organization_id
left join slack_link l on l.team_id = w.team_id and l.slack_user_id = $2::text
left join member m on m.id = l.member_id and m.removed_at is null
left join person p on p.id = m.person_id
where w.team_id = $1::text
`)

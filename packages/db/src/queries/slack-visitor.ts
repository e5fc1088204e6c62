import type { AccessDecision, Decision, Role } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow } from '../tenant-facts.ts'
import { MEMBER_COLUMNS, type MemberRow, standingOf } from './member-row.ts'

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
 * no organization has claimed; an account that is linked to nobody, or to somebody who has left. One statement, through the
 * identity door; whether the account is eligible at all, only Slack can tell.
 */
export async function slackVisitor(
  context: Pick<IdentityContext, 'em' | 'now'>,
  who: { readonly teamId: string; readonly userId: string },
): Promise<Decision<SlackVisitor, 'workspace-not-bound' | 'slack-person-not-linked'>> {
  const [row] = await findLinked(context.em.getKysely() as Db, who.teamId, who.userId)
  if (!row) return { kind: 'refuse', reason: 'workspace-not-bound' }
  const { person, organization, accountFacts, ...member } = row
  if (!isLinked(member) || !person) return { kind: 'refuse', reason: 'slack-person-not-linked' }
  const { access } = standingOf(member, accountFacts, context.now)
  return { kind: 'grant', organization, person, member: { id: member.memberId, role: member.role, access } }
}

/** The columns of a member who is not there are null. */
type NoMember = { readonly [K in keyof MemberRow]: null }

function isLinked(member: MemberRow | NoMember): member is MemberRow {
  return member.memberId !== null
}

const findLinked = statement<
  (MemberRow | NoMember) & {
    readonly organization: SlackVisitor['organization']
    readonly person: SlackVisitor['person'] | null
    readonly accountFacts: AccountRow
  },
  [teamId: string, slackUserId: string]
>(/* sql */ `
select ${MEMBER_COLUMNS},
  jsonb_build_object('id', o.id, 'accountId', o.account_id, 'name', o.name) as organization,
  case when p.id is not null then
    jsonb_build_object('id', p.id, 'name', p.name, 'timeZone', p.time_zone, 'locale', p.locale)
  end as person,
  ${ACCOUNT_FACTS} as "accountFacts"
from slack_workspace w
join organization o on o.id = w.organization_id
join account a on a.id = o.account_id
left join slack_link l on l.team_id = w.team_id and l.slack_user_id = $2::text
left join member m on m.id = l.member_id and m.removed_at is null
left join person p on p.id = m.person_id
where w.team_id = $1::text
`)

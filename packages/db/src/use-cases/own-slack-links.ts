import type { Decision, Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** A Slack account that acts for the person, in one of their organizations. */
export interface OwnSlackLink {
  readonly teamId: string
  readonly workspace: string
  readonly slackUserId: string
  readonly slackName: string
  readonly organization: string
  readonly linkedAt: Instant
}

/** The Slack accounts that act for a person, by organization (SLK-07). One statement. */
export async function ownSlackLinks(
  { em }: Pick<IdentityContext, 'em'>,
  personId: string,
): Promise<readonly OwnSlackLink[]> {
  return selectOwn(em.getKysely() as Db, personId)
}

/** Ends the link of one's own Slack account: nobody's right is needed for that. */
export async function endOwnSlackLink(
  { em, now }: Pick<IdentityContext, 'em' | 'now'>,
  input: { readonly personId: string; readonly teamId: string; readonly slackUserId: string },
): Promise<Decision<object, 'not-found'>> {
  const { personId, teamId, slackUserId } = input
  const gone = await deleteOwn(em.getKysely() as Db, personId, teamId, slackUserId, iso(now))
  return gone.length > 0 ? { kind: 'grant' } : { kind: 'refuse', reason: 'not-found' }
}

const selectOwn = statement<OwnSlackLink, [personId: string]>(/* sql */ `
select l.team_id as "teamId", w.name as workspace, l.slack_user_id as "slackUserId", l.slack_name as "slackName",
  o.name as organization, l.linked_at as "linkedAt"
from member m
join slack_link l on l.member_id = m.id
join slack_workspace w on w.team_id = l.team_id
join organization o on o.id = m.organization_id
where m.person_id = $1::uuid and m.removed_at is null
order by o.name, w.name, l.team_id
`)

const deleteOwn = statement<
  { readonly memberId: string },
  [personId: string, teamId: string, slackUserId: string, now: string]
>(/* sql */ `
with gone as (
  delete from slack_link l using member m
  where m.id = l.member_id and m.person_id = $1::uuid and l.team_id = $2::text and l.slack_user_id = $3::text
  returning l.*
), audited as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before)
  select organization_id, account_id, $4::timestamptz, 'member', member_id::text, 'portal', 'slack-person.unlinked',
    member_id, jsonb_build_object('teamId', team_id, 'slackUserId', slack_user_id, 'slackName', slack_name)
  from gone
)
select member_id as "memberId" from gone
`)

import type { Instant } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { statement } from '../statement.ts'
import { inTenant } from '../transaction.ts'

export interface SlackSettings {
  readonly workspaces: readonly {
    readonly teamId: string
    readonly name: string
    readonly boundAt: Instant
    readonly boundBy: string
  }[]
  /** By workspace, then by the member's name; the first 500. */
  readonly links: readonly {
    readonly teamId: string
    readonly slackUserId: string
    readonly slackName: string
    readonly member: { readonly id: string; readonly name: string; readonly email: string }
    readonly linkedAt: Instant
  }[]
}

/** Settings → Slack: the organization's workspaces, and who acts from them for whom. Two statements. */
export async function slackSettings({ em, actor }: QueryContext): Promise<SlackSettings> {
  return inTenant(em, actor, async (db) => ({
    workspaces: await workspaces(db, actor.organizationId),
    links: await links(db, actor.organizationId),
  }))
}

const workspaces = statement<SlackSettings['workspaces'][number], [organizationId: string]>(/* sql */ `
select w.team_id as "teamId", w.name, w.bound_at as "boundAt", m.name as "boundBy"
from slack_workspace w join member m on m.id = w.bound_by
where w.organization_id = $1::uuid order by w.name, w.team_id
`)

const links = statement<SlackSettings['links'][number], [organizationId: string]>(/* sql */ `
select l.team_id as "teamId", l.slack_user_id as "slackUserId", l.slack_name as "slackName",
  jsonb_build_object('id', m.id, 'name', m.name, 'email', m.email) as member, l.linked_at as "linkedAt"
from slack_link l
join slack_workspace w on w.team_id = l.team_id
join member m on m.id = l.member_id
where l.organization_id = $1::uuid
order by w.name, w.team_id, m.sort_name, m.id
limit 500
`)

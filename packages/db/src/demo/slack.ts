import type { Instant } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { asVendor } from '../vendor.ts'

/** The workspace of the local Slack console, and who of its people is linked to whom; the others are not. */
const WORKSPACE = { teamId: 'T000000001', name: 'larkspur', organization: 'Larkspur Outfitters' } as const
const LINKS = [
  { userId: 'U0OWNER001', email: 'marta.lindqvist@larkspur.example' },
  { userId: 'U0LEAD0001', email: 'tomas.ferreira@larkspur.example' },
  { userId: 'U0LEAD0002', email: 'noor.haddad@larkspur.example' },
  { userId: 'U0MEMBER01', email: 'freya.hallstrom@larkspur.example' },
  { userId: 'U0UNCONF01', email: 'lena.vogel@larkspur.example' },
] as const

/**
 * SLK-07: binds the demo's workspace to its first organization and links its people, after `loadDemo`. Gives how many were
 * linked; a workspace that is bound already is left as it is.
 */
export async function loadDemoSlack(url: string, { now }: { readonly now: Instant }): Promise<number> {
  return asVendor(url, async (db) => {
    const { teamId, name, organization } = WORKSPACE
    const linked = await bindAndLink(db, teamId, name, organization, JSON.stringify(LINKS), iso(now))
    return linked.length
  })
}

const bindAndLink = statement<
  { readonly memberId: string },
  [teamId: string, name: string, organization: string, links: string, now: string]
>(/* sql */ `
with bound as (
  insert into slack_workspace (team_id, organization_id, account_id, name, bound_at, bound_by)
  select $1::text, o.id, o.account_id, $2::text, $5::timestamptz, m.id
  from organization o join member m on m.organization_id = o.id and m.role = 'owner' and m.removed_at is null
  where o.name = $3::text
  on conflict (team_id) do nothing
  returning organization_id, account_id
)
insert into slack_link (team_id, slack_user_id, organization_id, account_id, member_id, slack_name, linked_at)
select $1::text, l."userId", b.organization_id, b.account_id, m.id, m.name, $5::timestamptz
from bound b
cross join jsonb_to_recordset($4::jsonb) as l("userId" text, email text)
join member m on m.organization_id = b.organization_id and m.email_key = l.email and m.person_id is not null
returning member_id as "memberId"
`)

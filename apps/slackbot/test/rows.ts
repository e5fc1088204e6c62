/** A workspace that an organization has claimed: team, organization, account, who bound it. */
export const BOUND_WORKSPACE = /* sql */ `
insert into slack_workspace (team_id, organization_id, account_id, name, bound_at, bound_by)
values ($1, $2, $3, 'acme', now(), $4)
`

/**
 * A member who has signed up, with a Slack account that is linked: organization, account, e-mail, name (and Slack
 * identity), role, team, since when.
 */
export const LINKED_PERSON = /* sql */ `
with person as (
  insert into person (id, email, email_key, name, password_hash, time_zone, locale, created_at)
  values (uuidv7(), $3, $3, $4, 'none', 'America/New_York', 'en-GB', $7) returning id
), member as (
  insert into member (id, organization_id, account_id, person_id, email, email_key, name, type, role,
    invited_at, joined_at, created_at)
  select uuidv7(), $1, $2, id, $3, $3, $4, 'full-time', $5, $7, $7, $7 from person
  returning id, person_id
), link as (
  insert into slack_link (team_id, slack_user_id, organization_id, account_id, member_id, slack_name, linked_at)
  select $6, $4, $1, $2, id, $4, $7 from member
)
select id as "memberId", person_id as "personId" from member
`

/** A full-time seat for every full-time member of an account, as the invariants want it. */
export const SEATS_FOR_EVERYBODY = /* sql */ `
with people as (
  select id, organization_id, row_number() over (order by id) as n
  from member where account_id = $1 and type = 'full-time'
), seats as (
  select s.id, s.pool_id, row_number() over (order by s.id) as n
  from seat s where s.account_id = $1 and s.kind = 'full-time' and s.holder_id is null
), taken as (
  update seat s set holder_id = p.id from seats f join people p using (n) where s.id = f.id
)
insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
select $1, p.organization_id, f.pool_id, f.id, p.id, now() - interval '1 minute', 'test'
from seats f join people p using (n)
`

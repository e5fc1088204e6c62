import type { Instant } from '@seatkeeper/rules'
import type { SecurityChange } from '../outbox/events.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

const noteInEach = statement<
  never,
  [personId: string, now: string, action: string, after: string | null]
>(/* sql */ `
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
select organization_id, account_id, $2::timestamptz, 'person', $1::text, 'portal', $3::text, $1::uuid, $4::jsonb
from member where person_id = $1::uuid and removed_at is null
`)

/** The mail goes out in the name of an organization that they belong to; who belongs to none gets none. */
const mailOnce = statement<never, [personId: string, what: string, at: string]>(/* sql */ `
insert into outbox (organization_id, account_id, type, payload)
select organization_id, account_id, 'security-notice', jsonb_build_object('personId', $1::text, 'what', $2::text, 'at', $3::text)
from member where person_id = $1::uuid and removed_at is null
order by deactivated_at is not null, last_signed_in_at desc nulls last, id limit 1
`)

/** Every organization to which they belong notes what a person changed of how they sign in. Business clock. */
export async function noteSecurity(
  db: Db,
  change: {
    readonly personId: string
    readonly now: Instant
    readonly action: string
    readonly after?: object
  },
): Promise<void> {
  const { personId, now, action, after } = change
  await noteInEach(db, personId, iso(now), action, after === undefined ? null : JSON.stringify(after))
}

/** USER-12: the person hears of it by mail, so that a change that was not theirs does not stay unseen. Wall clock. */
export async function mailSecurity(
  db: Db,
  notice: { readonly personId: string; readonly what: SecurityChange; readonly wallNow: Instant },
): Promise<void> {
  await mailOnce(db, notice.personId, notice.what, iso(notice.wallNow))
}

import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import type { StepOfTerm } from './run.ts'

const end = statement<never, [contractId: string, now: string]>(/* sql */ `
with ended as (
  update contract set ended_at = $2::timestamptz where id = $1::uuid returning id, account_id, ends_on
), lapsed as (
  update scheduled_change set state = 'lapsed', ended_at = $2::timestamptz
  where contract_id = $1::uuid and state in ('requested', 'scheduled') returning id
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
select (select o.id from organization o where o.account_id = e.account_id order by o.kind, o.created_at, o.id limit 1),
  e.account_id, $2::timestamptz, 'job', 'billing', 'job', 'billing.contract-ended', e.id,
  jsonb_build_object('endedOn', e.ends_on, 'lapsed', (select count(*) from lapsed))
from ended e
`)

/**
 * BILL-08: a cancelled contract is over. That access ends at that instant follows from the contract, not from this: here
 * it is written down, what still waited lapses, and nothing is deleted.
 */
export async function endTerm(db: Db, { accountId, term, now }: StepOfTerm): Promise<void> {
  await end(db, term.contractId, iso(now))
  await refreshStanding(db, accountId, now)
}

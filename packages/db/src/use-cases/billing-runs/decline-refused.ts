import {
  type ContractFacts,
  type Day,
  type Instant,
  type ScheduledChange,
  withoutRefused,
} from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { catalogFor } from '../billing/facts.ts'
import type { BilledAccount } from './billed-account.ts'

/** The rules say no, so nobody is asked; the audit log says why, for staff and the customer. */
const decline = statement<
  never,
  [contractId: string, organizationId: string, now: string, refused: string]
>(/* sql */ `
with declined as (
  update scheduled_change c set state = 'declined', ended_at = $3::timestamptz, decided_at = $3::timestamptz,
    decided_by = 'billing'
  from jsonb_to_recordset($4::jsonb) as g(kind text, item text, effective_on date, reason text)
  where c.contract_id = $1::uuid and c.state = 'scheduled' and c.kind = g.kind and c.item is not distinct from g.item
    and c.effective_on = g.effective_on
  returning c.id, c.account_id, c.kind, c.item, c.from_value, c.to_value, c.from_plan, c.to_plan, g.reason
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select $2::uuid, d.account_id, $3::timestamptz, 'job', 'billing', 'job', 'billing.change-declined', d.id,
  case d.kind when 'plan' then jsonb_build_object('plan', d.from_plan) else jsonb_build_object(d.item, d.from_value) end,
  case d.kind when 'plan' then jsonb_build_object('plan', d.to_plan) else jsonb_build_object(d.item, d.to_value) end
    || jsonb_build_object('reason', d.reason)
from declined d
`)

export async function declineChanges(
  db: Db,
  { contract, organizationId }: BilledAccount,
  refused: readonly { readonly change: ScheduledChange; readonly reason: string }[],
  now: Instant,
): Promise<void> {
  const rows = refused.map(({ change, reason }) => {
    const { kind, effectiveOn } = change
    return { kind, item: kind === 'quantity' ? change.item : null, effective_on: effectiveOn, reason }
  })
  await decline(db, contract.id, organizationId, iso(now), JSON.stringify(rows))
}

/**
 * What was scheduled and cannot be made any more is declined, and the contract goes on without it: a run that threw over it would
 * throw at every look, and the account would be served and never invoiced again.
 */
export async function withoutImpossible(
  db: Db,
  row: BilledAccount,
  facts: ContractFacts,
  { on, now }: { readonly on: Day; readonly now: Instant },
): Promise<ContractFacts> {
  const { contract, refused } = withoutRefused(facts, catalogFor(row.contract), on)
  if (refused.length > 0) await declineChanges(db, row, refused, now)
  return contract
}

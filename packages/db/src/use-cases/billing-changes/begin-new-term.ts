import { type Day, dayAt, type Instant, type Quote } from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import type { ContractRow } from '../billing/facts.ts'
import { applyTerms, lockSeatsOf } from '../billing-runs/apply-terms.ts'
import { moveToTerm } from '../billing-runs/move-to-term.ts'

// Not what was agreed for the term before: its anchor, its length, its prices. Whether reductions need agreement stays.
const insert = statement<
  never,
  [id: string, before: string, interval: string, startsOn: Day, endsOn: Day, now: string]
>(/* sql */ `
insert into contract (id, account_id, plan, policy, billing_interval, payment, currency, self_service, starts_on,
  ends_on, net_days, reductions, created_at)
select $1::uuid, account_id, plan, policy, $3::text, payment, currency, self_service, $4::date, $5::date, net_days,
  reductions, $6::timestamptz
from contract where id = $2::uuid
`)

/**
 * BILL-08, D-21: the term that was quoted begins: a contract of its own that takes the pools along, so that everybody is where they
 * were. Nobody gives up a seat by it: a quote with fewer seats than people hold was refused (D-23), and while the account is
 * ended nobody takes one. In the caller's transaction, which holds the lock of the account's money. Gives the contract's id.
 */
export async function beginNewTerm(
  db: Db,
  { accountId, before }: { readonly accountId: string; readonly before: ContractRow },
  { contract: after }: Quote,
  now: Instant,
): Promise<string> {
  const id = randomUUIDv7()
  const { term, interval } = after
  if (typeof interval !== 'string') throw new Error('A new term is billed by the month, quarter or year')
  const on = dayAt(now)
  await lockSeatsOf(db, before.id)
  await insert(db, id, before.id, interval, term.start, term.end, iso(now))
  await moveToTerm(db, { from: before.id, to: id, seasonsFrom: on })
  const by = { kind: 'job', id: 'payments', channel: 'job' } as const
  await applyTerms(db, { accountId, contractId: id, before, after, releases: [], on, now, by })
  return id
}

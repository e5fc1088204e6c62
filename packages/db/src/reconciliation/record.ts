import { type Difference, DIFFERENCES, type Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'

const write = statement<
  never,
  [
    accountId: string,
    runId: string,
    now: string,
    withProcessor: boolean,
    differences: string,
    repaired: string,
  ]
>(/* sql */ `
with found as (
  select * from jsonb_to_recordset($5::jsonb) as f(kind text, subject text, details jsonb, concerns_customer boolean)
), mended as (
  select * from jsonb_to_recordset($6::jsonb) as m(kind text, subject text)
), compared as (
  insert into account_reconciliation (account_id, run_id, reconciled_at, with_processor)
  values ($1::uuid, $2::uuid, $3::timestamptz, $4::boolean)
  on conflict (account_id) do update set run_id = excluded.run_id, reconciled_at = excluded.reconciled_at,
    with_processor = excluded.with_processor
), over as (
  update reconciliation_difference d set ended_at = $3::timestamptz,
    ended_how = case when exists (select from mended m where m.kind = d.kind and m.subject = d.subject)
      then 'repaired' else 'gone' end
  where d.account_id = $1::uuid and d.ended_at is null
    and not exists (select from found f where f.kind = d.kind and f.subject = d.subject)
), brief as (
  -- Found and repaired in one go: it is on record all the same.
  insert into reconciliation_difference (id, account_id, kind, subject, details, concerns_customer, found_at, seen_at,
    ended_at, ended_how)
  select uuidv7(), $1::uuid, m.kind, m.subject, m.details, m.concerns_customer, $3::timestamptz, $3::timestamptz,
    $3::timestamptz, 'repaired'
  from jsonb_to_recordset($6::jsonb) as m(kind text, subject text, details jsonb, concerns_customer boolean)
  where not exists (select from found f where f.kind = m.kind and f.subject = m.subject)
    and not exists (select from reconciliation_difference d where d.account_id = $1::uuid and d.ended_at is null
      and d.kind = m.kind and d.subject = m.subject)
)
insert into reconciliation_difference (id, account_id, kind, subject, details, concerns_customer, found_at, seen_at)
select uuidv7(), $1::uuid, f.kind, f.subject, f.details, f.concerns_customer, $3::timestamptz, $3::timestamptz from found f
on conflict (account_id, kind, subject) where ended_at is null
do update set seen_at = excluded.seen_at, details = excluded.details
`)

export interface Comparison {
  readonly accountId: string
  readonly runId: string
  readonly now: Instant
  readonly withProcessor: boolean
  /** What disagrees still. */
  readonly differences: readonly Difference[]
  /** What disagreed and was repaired. */
  readonly repaired: readonly Difference[]
}

/** Writes down what a comparison of one account has found: what is new, what is there still, what is over and how. */
export async function recordComparison(em: Em, comparison: Comparison): Promise<void> {
  const { accountId, runId, now, withProcessor, differences, repaired } = comparison
  await inTransaction(em, (db) =>
    write(db, accountId, runId, iso(now), withProcessor, json(differences), json(repaired)),
  )
}

const json = (differences: readonly Difference[]): string =>
  JSON.stringify(
    differences.map((difference) => {
      const { kind, subject } = difference
      return { kind, subject, details: difference, concerns_customer: DIFFERENCES[kind].concernsCustomer }
    }),
  )

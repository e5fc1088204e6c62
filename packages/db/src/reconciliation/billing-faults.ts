import { DIFFERENCES, type Difference, type Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { billingDueOf } from '../use-cases/billing-runs/terms.ts'
import type { BillingFault } from '../use-cases/billing-runs/run.ts'

/** Accounts in the order of their ids: two workers wait for each other, and never in a ring. What says the same is not written again. */
const write = statement<never, [now: string, faults: string, concerns: boolean]>(/* sql */ `
insert into reconciliation_difference (id, account_id, kind, subject, details, concerns_customer, found_at, seen_at)
select uuidv7(), f.account_id, 'not-billed', f.details ->> 'subject', f.details, $3::boolean, $1::timestamptz, $1::timestamptz
from jsonb_to_recordset($2::jsonb) as f(account_id uuid, details jsonb) order by f.account_id
on conflict (account_id, kind, subject) where ended_at is null
do update set seen_at = greatest(reconciliation_difference.seen_at, excluded.seen_at), details = excluded.details
where reconciliation_difference.seen_at < excluded.seen_at or reconciliation_difference.details <> excluded.details
`)

const open = statement<{ readonly accountId: string }, [failed: readonly string[]]>(/* sql */ `
select distinct account_id as "accountId" from reconciliation_difference
where kind = 'not-billed' and ended_at is null and account_id <> all($1::uuid[])
`)

const over = statement<never, [accountIds: readonly string[], now: string]>(/* sql */ `
with gone as (
  select id from reconciliation_difference
  where account_id = any($1::uuid[]) and kind = 'not-billed' and ended_at is null order by account_id for update
)
update reconciliation_difference d set ended_at = greatest(d.found_at, $2::timestamptz), ended_how = 'gone'
from gone where d.id = gone.id
`)

/** Longer than anything that PostgreSQL or the rules say in one sentence. */
const LONGEST = 300

/**
 * PAY-09: who could not be billed is a difference that staff sees, from the first try on; it is over by itself once nothing of the account is
 * due any more. `upTo`: what was to be billed by then. As many statements for a thousand accounts as for one.
 */
export async function noteBillingFaults(
  em: Em,
  faults: readonly BillingFault[],
  upTo: Instant,
): Promise<void> {
  const differences = new Map(
    faults.map(({ accountId, cause }) => {
      const why = (cause instanceof Error ? cause.message : String(cause)).slice(0, LONGEST)
      return [accountId, { kind: 'not-billed', subject: 'billing', why } satisfies Difference]
    }),
  )
  if (differences.size > 0) {
    const rows = [...differences].map(([account_id, details]) => ({ account_id, details }))
    const { concernsCustomer } = DIFFERENCES['not-billed']
    await inTransaction(em, (db) => write(db, iso(upTo), JSON.stringify(rows), concernsCustomer))
  }
  const db = em.getKysely() as Db
  const noted = (await open(db, [...differences.keys()])).map(({ accountId }) => accountId)
  if (noted.length === 0) return
  const due = await billingDueOf(db, noted, upTo)
  const done = noted.filter((accountId) => !due.has(accountId))
  if (done.length > 0) await inTransaction(em, (tx) => over(tx, done, iso(upTo)))
}

import { DIFFERENCES, type Difference, type Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { isBillingDue } from '../use-cases/billing-runs/terms.ts'
import type { BillingFault } from '../use-cases/billing-runs/run.ts'

const write = statement<
  never,
  [accountId: string, now: string, details: string, concerns: boolean]
>(/* sql */ `
insert into reconciliation_difference (id, account_id, kind, subject, details, concerns_customer, found_at, seen_at)
values (uuidv7(), $1::uuid, 'not-billed', $3::jsonb ->> 'subject', $3::jsonb, $4::boolean, $2::timestamptz,
  $2::timestamptz)
on conflict (account_id, kind, subject) where ended_at is null
do update set seen_at = greatest(reconciliation_difference.seen_at, excluded.seen_at), details = excluded.details
`)

const open = statement<{ readonly accountId: string }, [kind: string]>(/* sql */ `
select account_id as "accountId" from reconciliation_difference where kind = $1::text and ended_at is null
`)

const over = statement<never, [accountId: string, now: string]>(/* sql */ `
update reconciliation_difference set ended_at = greatest(found_at, $2::timestamptz), ended_how = 'gone'
where account_id = $1::uuid and kind = 'not-billed' and ended_at is null
`)

/** Longer than anything that PostgreSQL or the rules say in one sentence. */
const LONGEST = 300

/**
 * PAY-09: who could not be billed is a difference that staff sees, from the first try on; it is over by itself once nothing of the account is
 * due any more. `upTo`: what was to be billed by then.
 */
export async function noteBillingFaults(
  em: Em,
  faults: readonly BillingFault[],
  upTo: Instant,
): Promise<void> {
  for (const { accountId, cause } of faults) {
    const why = (cause instanceof Error ? cause.message : String(cause)).slice(0, LONGEST)
    const difference: Difference = { kind: 'not-billed', subject: 'billing', why }
    const { concernsCustomer } = DIFFERENCES['not-billed']
    await inTransaction(em, (db) =>
      write(db, accountId, iso(upTo), JSON.stringify(difference), concernsCustomer),
    )
  }
  const failed = new Set(faults.map(({ accountId }) => accountId))
  for (const { accountId } of await open(em.getKysely() as Db, 'not-billed')) {
    if (failed.has(accountId)) continue
    await inTransaction(em, async (db) => {
      if (!(await isBillingDue(db, accountId, upTo))) await over(db, accountId, iso(upTo))
    })
  }
}

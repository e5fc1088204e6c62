import type { Currency, Decision, Difference, Instant } from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { statement } from '../../statement.ts'
import { actingRole, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { billingOf } from '../../use-cases/billing/facts.ts'

/** PAY-09: how our books and the processor's stand, as a customer may know it. */
export interface BooksView {
  /** When both were compared last. */
  readonly comparedAt: Instant
  readonly withProcessor: boolean
  readonly currency: Currency
  /** What disagrees and concerns the customer. */
  readonly differences: readonly Difference[]
  /** How many more there are, which are ours alone to look at. */
  readonly others: number
}

interface BooksRow {
  readonly comparedAt: Instant
  readonly withProcessor: boolean
  readonly differences: readonly Difference[]
  readonly others: number
}

const select = statement<BooksRow, [accountId: string]>(/* sql */ `
select r.reconciled_at as "comparedAt", r.with_processor as "withProcessor",
  (select coalesce(jsonb_agg(d.details order by d.found_at, d.id), '[]') from reconciliation_difference d
    where d.account_id = r.account_id and d.ended_at is null and d.concerns_customer) as differences,
  (select count(*)::integer from reconciliation_difference d
    where d.account_id = r.account_id and d.ended_at is null and not d.concerns_customer) as others
from account_reconciliation r where r.account_id = $1::uuid
`)

/** Null: nobody has compared them yet. Needs `billing.read`; open also while the account is locked. */
export async function booksView({
  em,
  actor,
  now,
}: QueryContext): Promise<
  Decision<{ readonly books: BooksView | null }, 'not-permitted' | 'account-locked'>
> {
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.read', row.account, 'billing', now)
    if (refusal) return refusal
    const [books] = await select(db, actor.accountId)
    return {
      kind: 'grant',
      books: books ? { ...books, currency: row.contract?.currency ?? 'USD' } : null,
    }
  })
}

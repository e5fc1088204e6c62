import { type Currency, dayAt, type Decision, type Instant } from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { actingRole, epochMs, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { statement } from '../../statement.ts'
import { billingOf } from '../../use-cases/billing/facts.ts'

/** What an account has to pay now. Minor units of `currency`. */
export interface Owed {
  readonly amount: number
  readonly currency: Currency
  readonly invoices: number
  /** When the first of them was issued. */
  readonly since: Instant
  /** The id of the one invoice; null: they are several. */
  readonly only: string | null
}

const select = statement<{ readonly owed: Owed | null }, [accountId: string, today: string]>(/* sql */ `
select (select jsonb_build_object('amount', sum(i.due), 'currency', min(i.currency), 'invoices', count(*),
    'since', ${epochMs('min(i.issued_at)')}, 'only', case when count(*) = 1 then min(i.id::text) end)
  from invoice_collection n join invoice i on i.id = n.invoice_id
  where n.account_id = $1::uuid and n.state not in ('paid', 'void') and i.due > 0
    and (n.method = 'card' or i.due_on < $2::date)
  having count(*) > 0) as owed
`)

/**
 * ACC-04, ACC-05: what is open and should be paid by now, null where nothing is. An invoice that is paid by wire is so from the day
 * after it was due. Needs `billing.read`; open also while the account is locked.
 */
export function accountOwes({
  em,
  actor,
  now,
}: QueryContext): Promise<Decision<{ readonly owed: Owed | null }, 'not-permitted' | 'account-locked'>> {
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.read', row.account, 'billing', now)
    if (refusal) return refusal
    const [found] = await select(db, actor.accountId, dayAt(now))
    return { kind: 'grant', owed: found?.owed ?? null }
  })
}

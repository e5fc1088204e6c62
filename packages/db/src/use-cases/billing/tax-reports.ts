import type { Currency, Instant } from '@seatkeeper/rules'
import type { Em } from '../../orm.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'

/** What the tax service is to be told now. Its id is the key and the reference there (PAY-05). */
export interface TaxReportWork {
  readonly id: string
  readonly kind: 'sale' | 'reversal'
  readonly calculationId: string | null
  /** The transaction there that is taken back from. */
  readonly reversedTransactionId: string | null
  readonly amount: number
  readonly currency: Currency
  /** 1 at the first try. */
  readonly attempt: number
}

/** What takes a sale back waits until the sale itself was told; it is pointless where that was refused. */
const claim = statement<TaxReportWork, [wallNow: string, limit: number, leasedUntil: string]>(/* sql */ `
with due as (
  select r.id, s.transaction_id from tax_report r left join tax_report s on s.id = r.reverses
  where r.next_try_at <= $1::timestamptz and (r.kind = 'sale' or s.transaction_id is not null)
  order by r.next_try_at, r.id limit $2::integer for update of r skip locked
)
update tax_report t set attempts = t.attempts + 1, next_try_at = $3::timestamptz
from due where t.id = due.id
returning t.id, t.kind, t.calculation_id as "calculationId", due.transaction_id as "reversedTransactionId", t.amount,
  t.currency, t.attempts as attempt
`)

/** Reports that are due, oldest first; a try that dies is due again when `leaseMs` is over. Wall clock. */
export function claimTaxReports(
  em: Em,
  {
    wallNow,
    limit,
    leaseMs,
  }: { readonly wallNow: Instant; readonly limit: number; readonly leaseMs: number },
): Promise<readonly TaxReportWork[]> {
  return claim(em.getKysely() as Db, iso(wallNow), limit, iso((wallNow + leaseMs) as Instant))
}

const told = statement<never, [id: string, transactionId: string]>(/* sql */ `
update tax_report set transaction_id = $2::text, next_try_at = null where id = $1::uuid and next_try_at is not null
`)

const refuse = statement<never, [id: string, why: string]>(/* sql */ `
with refused as (
  update tax_report set refused = $2::text, next_try_at = null where id = $1::uuid and next_try_at is not null
  returning id
)
update tax_report set refused = 'The sale was refused', next_try_at = null
where reverses in (select id from refused) and next_try_at is not null
`)

const again = statement<never, [id: string, at: string]>(/* sql */ `
update tax_report set next_try_at = $2::timestamptz where id = $1::uuid and next_try_at is not null
`)

export type TaxReportOutcome =
  | { readonly kind: 'told'; readonly transactionId: string }
  /** The service will not have it: a person looks, and nothing is tried again. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'again'; readonly at: Instant }

export async function settleTaxReport(em: Em, reportId: string, outcome: TaxReportOutcome): Promise<void> {
  const db = em.getKysely() as Db
  switch (outcome.kind) {
    case 'told':
      return void (await told(db, reportId, outcome.transactionId))
    case 'refused':
      return void (await refuse(db, reportId, outcome.why.slice(0, 500)))
    case 'again':
      return void (await again(db, reportId, iso(outcome.at)))
  }
}

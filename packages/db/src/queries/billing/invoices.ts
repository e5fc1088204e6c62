import type { Currency, Day, Decision, Instant, InvoiceLine } from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { isUuid } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { actingRole, epochMs, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { billingOf } from '../../use-cases/billing/facts.ts'
import type { BillTo } from '../../use-cases/billing/issue-invoice.ts'
import type { SellerFacts } from '../../use-cases/billing/seller.ts'

export interface InvoiceRow {
  readonly id: string
  readonly number: number
  readonly kind: 'invoice' | 'credit-note'
  readonly issuedAt: Instant
  readonly dueOn: Day | null
  readonly periodStart: Day | null
  readonly periodEnd: Day | null
  readonly currency: Currency
  readonly net: number
  readonly tax: number
  readonly creditApplied: number
  readonly toBalance: number
  readonly due: number
  readonly paidAt: Instant | null
  /** Of a credit note: the invoice that it takes back as a whole (D-02). */
  readonly voids: DocumentReference | null
  /** Of an invoice: the credit note that took it back. */
  readonly voidedBy: DocumentReference | null
  /** How it is collected (BILL-07, PAY-03, PAY-06); null: with the purchase that it is of, or a credit note. */
  readonly collection: InvoiceCollection | null
}

/** Another document of the account's. */
export interface DocumentReference {
  readonly id: string
  readonly number: number
}

export interface InvoiceCollection {
  readonly method: 'card' | 'wire'
  readonly state: 'due' | 'requires-action' | 'no-card' | 'declined' | 'sent' | 'paid' | 'void'
  readonly declinedAt: Instant | null
  /** PAY-08: where the bank asks. */
  readonly actionUrl: string | null
  /** When the card is tried again by itself. */
  readonly nextTryAt: Instant | null
  /** Until when access is kept (D-06). */
  readonly deadline: Instant | null
}

export interface InvoiceView extends InvoiceRow {
  /** Who sold, as it was then; null: issued before there was anything to say. */
  readonly seller: SellerFacts | null
  readonly billTo: BillTo
  /** With all that each was reckoned from (BILL-09). */
  readonly lines: readonly InvoiceLine[]
  /** Names of the seasons that lines are about, by id. */
  readonly seasons: Readonly<Record<string, string>>
}

/** SQL: the invoice that credit note `i` takes back, and the credit note that takes invoice `i` back. */
export const VOIDED = /* sql */ `(select jsonb_build_object('id', v.id, 'number', v.number) from invoice v where v.id = i.voids) as voids,
(select jsonb_build_object('id', v.id, 'number', v.number) from invoice v where v.voids = i.id) as "voidedBy"`

const COLUMNS = /* sql */ `
i.id, i.number, i.kind, i.issued_at as "issuedAt", i.due_on as "dueOn", i.period_start as "periodStart",
i.period_end as "periodEnd", i.currency, i.net, i.tax, i.credit_applied as "creditApplied",
i.to_balance as "toBalance", i.due, i.paid_at as "paidAt", ${VOIDED},
(select jsonb_build_object('method', n.method, 'state', n.state, 'declinedAt', ${epochMs('n.declined_at')},
    'actionUrl', n.action_url, 'nextTryAt', ${epochMs('n.next_try_at')},
    'deadline', (select ${epochMs('a.grace_deadline')} from account a where a.id = i.account_id))
  from invoice_collection n where n.invoice_id = i.id) as collection`

const MOST = 200

const list = statement<InvoiceRow, [accountId: string]>(/* sql */ `
select ${COLUMNS} from invoice i where i.account_id = $1::uuid order by i.number desc limit ${MOST}
`)

const one = statement<InvoiceView, [id: string]>(/* sql */ `
select ${COLUMNS}, i.bill_to as "billTo", i.seller,
  (select coalesce(jsonb_agg(l.line order by l.position), '[]') from invoice_line l where l.invoice_id = i.id) as lines,
  (select coalesce(jsonb_object_agg(s.id, s.name), '{}') from season s where s.account_id = i.account_id) as seasons
from invoice i where i.id = $1::uuid
`)

type Refused = 'not-permitted' | 'account-locked'

/** BILL-01: the account's invoices, the latest first, up to two hundred. Needs `billing.read`. */
export function accountInvoices(
  context: QueryContext,
): Promise<Decision<{ readonly invoices: readonly InvoiceRow[] }, Refused>> {
  return reading<Decision<{ readonly invoices: readonly InvoiceRow[] }, Refused>>(context, async (db) => {
    return { kind: 'grant', invoices: await list(db, context.actor.accountId) }
  })
}

/** BILL-10: one invoice as it was issued. Needs `billing.read`. */
export function invoiceView(
  context: QueryContext,
  invoiceId: string,
): Promise<Decision<{ readonly invoice: InvoiceView }, Refused | 'not-found'>> {
  type Answer = Decision<{ readonly invoice: InvoiceView }, Refused | 'not-found'>
  return reading<Answer>(context, async (db) => {
    const [invoice] = isUuid(invoiceId) ? await one(db, invoiceId) : []
    return invoice ? { kind: 'grant', invoice } : { kind: 'refuse', reason: 'not-found' }
  })
}

async function reading<T>(
  { em, actor, now }: QueryContext,
  work: (db: Db) => Promise<T>,
): Promise<T | Extract<Decision<object, Refused>, { kind: 'refuse' }>> {
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.read', row.account, 'billing', now)
    return refusal ?? work(db)
  })
}

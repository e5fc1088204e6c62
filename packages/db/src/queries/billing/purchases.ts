import type {
  Currency,
  Decision,
  Instant,
  PurchaseFailure,
  PurchaseState,
  Quote,
  TaxBasis,
} from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { isUuid } from '../../parameters.ts'
import { statement } from '../../statement.ts'
import { actingRole, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { billingOf } from '../../use-cases/billing/facts.ts'

export interface PurchaseView {
  readonly id: string
  readonly state: PurchaseState
  readonly due: number
  readonly currency: Currency
  readonly quote: Quote
  readonly submittedAt: Instant
  readonly settledAt: Instant | null
  readonly failure: PurchaseFailure | null
  /** PAY-08: where the bank asks; only while it does. */
  readonly actionUrl: string | null
  readonly actUntil: Instant | null
  readonly givenUp: boolean
  readonly invoiceId: string | null
  readonly invoiceNumber: number | null
}

export interface QuoteView {
  readonly quoteId: string
  readonly quote: Quote
  /** It was submitted already. */
  readonly purchaseId: string | null
  /** How its taxes came about; null: there is no tax service. */
  readonly taxBasis: TaxBasis | null
}

const purchase = statement<PurchaseView, [id: string]>(/* sql */ `
select p.id, p.state, p.due, p.currency, q.quote, p.submitted_at as "submittedAt", p.settled_at as "settledAt",
  p.failure, p.action_url as "actionUrl", p.act_until as "actUntil", p.given_up_at is not null as "givenUp",
  i.id as "invoiceId", i.number as "invoiceNumber"
from purchase p join billing_quote q on q.id = p.quote_id
left join invoice i on i.purchase_id = p.id and i.kind = 'invoice'
where p.id = $1::uuid
`)

const quote = statement<QuoteView, [id: string]>(/* sql */ `
select q.id as "quoteId", q.quote, p.id as "purchaseId", q.tax_basis as "taxBasis"
from billing_quote q left join purchase p on p.quote_id = q.id where q.id = $1::uuid
`)

type Refused = 'not-permitted' | 'account-locked' | 'not-found'

/** BILL-13: a purchase and what became of it. Needs `billing.read`. */
export async function purchaseView(
  context: QueryContext,
  purchaseId: string,
): Promise<Decision<{ readonly purchase: PurchaseView }, Refused>> {
  const { em, actor, now } = context
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.read', row.account, 'billing', now)
    if (refusal) return refusal
    const [found] = isUuid(purchaseId) ? await purchase(db, purchaseId) : []
    return found ? { kind: 'grant', purchase: found } : { kind: 'refuse', reason: 'not-found' }
  })
}

/** BILL-02: a quote, for the page on which it is reviewed. Needs `billing.buy`. */
export async function quoteView(
  context: QueryContext,
  quoteId: string,
): Promise<Decision<QuoteView, Refused>> {
  const { em, actor, now } = context
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
    if (refusal) return refusal
    const [found] = isUuid(quoteId) ? await quote(db, quoteId) : []
    return found ? { kind: 'grant', ...found } : { kind: 'refuse', reason: 'not-found' }
  })
}

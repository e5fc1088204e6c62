import { randomUUIDv7 } from 'node:crypto'
import {
  acceptQuote,
  awaitsInvoiceSince,
  dayAt,
  type Decision,
  holdPostings,
  type Instant,
  type PurchaseState,
  type Quote,
  type Tax,
  type TaxBasis,
  taxesHold,
} from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { isUuid, iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { actingRole, signatureOf, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { type OfferRefusal, whyNoOffer } from '../billing-changes/season-offers.ts'
import { billingOf, contractFacts, lockMoney, quoteFacts } from './facts.ts'
import { grantPurchase } from './grant-purchase.ts'
import { post } from './ledger.ts'
import { askedOf, placeOf } from './taxes.ts'

export type SubmitRefusal =
  | OfferRefusal
  | 'not-permitted'
  | 'account-locked'
  | 'not-found'
  | 'quote-expired'
  | 'quote-stale'
  | 'self-service-off'
  | 'no-payment-method'
  | 'purchase-in-progress'
  | 'period-not-invoiced'

export type SubmittedPurchase = Decision<
  { readonly purchaseId: string; readonly state: PurchaseState },
  SubmitRefusal
>

/**
 * BILL-02, BILL-13: submits a quote; what it says is what will be charged. In one transaction: the quote is accepted, the
 * purchase waits, what it uses of credit is put aside, and the outbox tells the worker to charge the card. Where nothing
 * is to be collected now (nothing is due, or the account pays by wire, D-28) it is granted at once. A quote is bought once:
 * a second submit of the same gives the first purchase. Needs `billing.buy`.
 *
 * Refused: a quote that is unknown, expired, or no longer what the same change costs; no card; another purchase on its way; before
 * the running period is invoiced, for that invoice would charge it again.
 * Other writers of `purchase`: the worker's steps (`purchase-steps.ts`).
 */
export async function submitPurchase(
  context: QueryContext,
  { quoteId }: { readonly quoteId: string },
): Promise<SubmittedPurchase> {
  const { em, actor, now } = context
  if (!isUuid(quoteId)) return { kind: 'refuse', reason: 'not-found' }
  return inTenant(em, actor, async (db): Promise<SubmittedPurchase> => {
    await lockMoney(db, actor.accountId)
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
    if (refusal) return refusal
    const [stored] = await find(db, quoteId)
    if (!stored) return { kind: 'refuse', reason: 'not-found' }
    if (stored.purchaseId !== null) {
      return { kind: 'grant', purchaseId: stored.purchaseId, state: stored.state! }
    }
    if (row.openPurchase !== null) {
      return { kind: 'refuse', reason: 'purchase-in-progress', purchaseId: row.openPurchase }
    }
    const { contract, card } = row
    if (contract === null || contract.id !== stored.contractId) return { kind: 'refuse', reason: 'not-found' }
    const facts = contractFacts(contract)
    // What the vendor has offered, and a new term at list price, are for everybody.
    if (!facts.selfService && !stored.quote.subject) return { kind: 'refuse', reason: 'self-service-off' }
    const gone = await whyNoOffer(db, stored.quote.subject, now)
    if (gone) return gone
    const { quote, taxBasis } = stored
    const { billedUntil } = contract
    const since = quote.subject ? null : awaitsInvoiceSince({ ...facts, billedUntil }, dayAt(now))
    if (since !== null) return { kind: 'refuse', reason: 'period-not-invoiced', since }
    // Another address, or another tax id: other taxes.
    if (!taxesHold(taxBasis, placeOf(row), askedOf(quote))) {
      const quoted = { amount: quote.dueToday.due, currency: quote.currency }
      return { kind: 'refuse', reason: 'quote-stale', quoted, now: null }
    }
    const accepted = acceptQuote(stored.quote, quoteFacts(row, contract, stored.taxes), now)
    if (accepted.kind === 'refuse') return accepted
    const wire = facts.payment === 'wire'
    const collects = quote.dueToday.due > 0 && !wire
    if (collects && (card === null || card.paymentMethodId === null))
      return { kind: 'refuse', reason: 'no-payment-method' }

    const purchaseId = randomUUIDv7()
    await write(db, context, { purchaseId, quoteId, quote, collects })
    await hold(db, { purchaseId, accountId: actor.accountId, quote, now })
    if (!collects) {
      const purchase = {
        id: purchaseId,
        accountId: actor.accountId,
        organizationId: actor.organizationId,
        quote,
      }
      await grantPurchase(db, { ...row, contract }, purchase, { now, wire, held: true })
    }
    return { kind: 'grant', purchaseId, state: collects ? 'pending' : 'paid' }
  })
}

const find = statement<
  {
    readonly contractId: string
    readonly quote: Quote
    readonly taxes: readonly Tax[] | null
    readonly taxBasis: TaxBasis | null
    readonly purchaseId: string | null
    readonly state: PurchaseState | null
  },
  [quoteId: string]
>(/* sql */ `
select q.contract_id as "contractId", q.quote, q.taxes, q.tax_basis as "taxBasis", p.id as "purchaseId", p.state
from billing_quote q left join purchase p on p.quote_id = q.id where q.id = $1::uuid
`)

const insert = statement<
  never,
  [
    id: string,
    quoteId: string,
    organizationId: string,
    accountId: string,
    due: number,
    currency: string,
    now: string,
    actorKind: string,
    actorId: string,
    channel: string,
    changes: string,
    collects: boolean,
  ]
>(/* sql */ `
with queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select $3::uuid, $4::uuid, 'purchase', jsonb_build_object('purchaseId', $1::uuid) where $12::boolean
  returning id
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
  values ($3::uuid, $4::uuid, $7::timestamptz, $8::text, $9::text, $10::text, 'billing.purchase-submitted', $1::uuid,
    jsonb_build_object('due', $5::bigint, 'currency', $6::text, 'changes', $11::jsonb))
)
insert into purchase (id, account_id, organization_id, quote_id, state, due, currency, submitted_at, submitted_by, outbox_id)
values ($1::uuid, $4::uuid, $3::uuid, $2::uuid, 'pending', $5::bigint, $6::text, $7::timestamptz, $9::text,
  (select id from queued))
`)

async function write(
  db: Db,
  { actor, now }: QueryContext,
  {
    purchaseId,
    quoteId,
    quote,
    collects,
  }: { purchaseId: string; quoteId: string; quote: Quote; collects: boolean },
): Promise<void> {
  const by = signatureOf(actor)
  const { dueToday, currency, changes } = quote
  await insert(
    db,
    purchaseId,
    quoteId,
    actor.organizationId,
    actor.accountId,
    dueToday.due,
    currency,
    iso(now),
    by.kind,
    by.id,
    by.channel,
    JSON.stringify(changes),
    collects,
  )
}

function hold(
  db: Db,
  {
    purchaseId,
    accountId,
    quote,
    now,
  }: { purchaseId: string; accountId: string; quote: Quote; now: Instant },
): Promise<void> {
  const postings = holdPostings({ creditsUsed: quote.creditsUsed, carriedIn: quote.dueToday.carriedIn })
  return post(db, { accountId, at: now, kind: 'hold', currency: quote.currency, purchaseId }, postings)
}

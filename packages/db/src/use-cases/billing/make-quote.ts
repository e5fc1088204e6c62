import { randomUUIDv7 } from 'node:crypto'
import {
  type Decision,
  quoteAgain,
  type Quote,
  type QuoteSubject,
  type SubjectRefusal,
  type SubscriptionChange,
  type Tax,
  type TaxBasis,
  taxesHold,
  type TaxPlace,
} from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { iso } from '../../parameters.ts'
import { statement } from '../../statement.ts'
import { signatureOf, whyNot, actingRole } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { type OfferRefusal, whyNoOffer } from '../billing-changes/season-offers.ts'
import { billingOf, quoteFacts } from './facts.ts'
import { askedOf, placeOf } from './taxes.ts'

export interface QuoteInput {
  readonly changes: readonly SubscriptionChange[]
  /** What is priced instead of changes of the running contract. */
  readonly subject?: QuoteSubject | undefined
  /** What the processor's tax service reckoned for the net of these changes; the table of rates where it did not. */
  readonly taxes?: readonly Tax[] | undefined
  /** Where there is a tax service: what it was asked, or why it did not say. */
  readonly basis?: TaxBasis | undefined
}

export type MadeQuote = Decision<
  {
    readonly quoteId: string
    readonly quote: Quote
    /** By what taxes are reckoned; null: there is no billing address yet. */
    readonly place: TaxPlace | null
    /** What a tax service would be asked about. */
    readonly asked: { readonly net: number; readonly credited: number }
  },
  SubjectRefusal | OfferRefusal | 'not-permitted' | 'account-locked' | 'changed-meanwhile'
>

const insert = statement<
  never,
  [
    id: string,
    accountId: string,
    contractId: string,
    madeAt: string,
    expiresAt: string,
    by: string,
    quote: string,
    taxes: string | null,
    basis: string | null,
  ]
>(/* sql */ `
insert into billing_quote (id, account_id, contract_id, made_at, expires_at, made_by, quote, taxes, tax_basis)
values ($1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::timestamptz, $6::text, $7::jsonb, $8::jsonb,
  $9::jsonb)
`)

/**
 * BILL-02: prices a purchase of several changes and writes it down, so that submitting it charges exactly this. Needs
 * `billing.buy`. Refused: as `quoteAgain` does; taxes that were asked for another charge or place; an offer of a season that does not stand any more. Nothing else changes.
 */
export function makeQuote(context: QueryContext, input: QuoteInput): Promise<MadeQuote> {
  return priced(context, input, true)
}

/** The same, not written down: for figures while one types, and for the tax service, which asks for the net. */
export function previewQuote(context: QueryContext, input: QuoteInput): Promise<MadeQuote> {
  return priced(context, input, false)
}

function priced(
  context: QueryContext,
  { changes, subject, taxes, basis }: QuoteInput,
  keep: boolean,
): Promise<MadeQuote> {
  const { em, actor, now } = context
  return inTenant(em, actor, async (db): Promise<MadeQuote> => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
    if (refusal) return refusal
    const { contract } = row
    if (contract === null) return { kind: 'refuse', reason: 'not-permitted' }
    const gone = await whyNoOffer(db, subject, now)
    if (gone) return gone
    const decision = quoteAgain(
      quoteFacts(row, contract, taxes),
      { changes, ...(subject && { subject }) },
      now,
    )
    if (decision.kind === 'refuse') return decision
    const { kind: _, ...quote } = decision
    const place = placeOf(row)
    const asked = askedOf(quote)
    if (!taxesHold(basis ?? null, place, asked)) return { kind: 'refuse', reason: 'changed-meanwhile' }
    const quoteId = randomUUIDv7()
    if (keep) {
      await insert(
        db,
        quoteId,
        actor.accountId,
        contract.id,
        iso(now),
        iso(quote.expiresAt),
        signatureOf(actor).id,
        JSON.stringify(quote),
        taxes ? JSON.stringify(taxes) : null,
        basis ? JSON.stringify(basis) : null,
      )
    }
    return { kind: 'grant', quoteId, quote, place, asked }
  })
}

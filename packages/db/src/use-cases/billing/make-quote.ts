import { randomUUIDv7 } from 'node:crypto'
import {
  type Decision,
  quoteChange,
  type Quote,
  type QuoteRefusal,
  type SubscriptionChange,
  type Tax,
} from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { iso } from '../../parameters.ts'
import { statement } from '../../statement.ts'
import { signatureOf, whyNot, actingRole } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { billingOf, quoteFacts } from './facts.ts'

export interface QuoteInput {
  readonly changes: readonly SubscriptionChange[]
  /** What the processor's tax service reckoned for the net of these changes; the table of rates where it is off. */
  readonly taxes?: readonly Tax[]
}

export type MadeQuote = Decision<
  { readonly quoteId: string; readonly quote: Quote },
  QuoteRefusal | 'not-permitted' | 'account-locked'
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
  ]
>(/* sql */ `
insert into billing_quote (id, account_id, contract_id, made_at, expires_at, made_by, quote, taxes)
values ($1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::timestamptz, $6::text, $7::jsonb, $8::jsonb)
`)

/**
 * BILL-02: prices a purchase of several changes and writes it down, so that submitting it charges exactly this. Needs
 * `billing.buy`. Refused: as `quoteChange` does. Nothing else changes.
 */
export function makeQuote(context: QueryContext, input: QuoteInput): Promise<MadeQuote> {
  return priced(context, input, true)
}

/** The same, not written down: for figures while one types, and for the tax service, which asks for the net. */
export function previewQuote(context: QueryContext, input: QuoteInput): Promise<MadeQuote> {
  return priced(context, input, false)
}

function priced(context: QueryContext, { changes, taxes }: QuoteInput, keep: boolean): Promise<MadeQuote> {
  const { em, actor, now } = context
  return inTenant(em, actor, async (db): Promise<MadeQuote> => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
    if (refusal) return refusal
    const { contract } = row
    if (contract === null) return { kind: 'refuse', reason: 'not-permitted' }
    const decision = quoteChange(quoteFacts(row, contract, taxes), changes, now)
    if (decision.kind === 'refuse') return decision
    const { kind: _, ...quote } = decision
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
      )
    }
    return { kind: 'grant', quoteId, quote }
  })
}

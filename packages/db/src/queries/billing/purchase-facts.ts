import { type Decision, DEFAULT_NET_DAYS, type QuoteFacts } from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { actingRole, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { billingOf, type CardRow, quoteFacts } from '../../use-cases/billing/facts.ts'

export interface PurchaseFormFacts {
  /** What the rules price a purchase from: on the server, and in the browser while one types. JSON-safe. */
  readonly facts: QuoteFacts
  /** As shown to the buyer; null: none that could be charged is on file. */
  readonly card: Pick<CardRow, 'brand' | 'lastFour'> | null
  readonly hasAddress: boolean
  /** PAY-06: for a wire. */
  readonly netDays: number
  readonly openPurchase: string | null
}

/** BILL-02: for the page on which seats are added. Needs `billing.buy`. Not found: an account without a contract. */
export async function purchaseFormFacts({
  em,
  actor,
  now,
}: QueryContext): Promise<Decision<PurchaseFormFacts, 'not-permitted' | 'account-locked' | 'not-found'>> {
  const row = await inTenant(em, actor, (db) => billingOf(db, actor, now))
  const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
  if (refusal) return refusal
  const { contract, card, profile, openPurchase } = row
  if (contract === null) return { kind: 'refuse', reason: 'not-found' }
  return {
    kind: 'grant',
    facts: quoteFacts(row, contract),
    card:
      card === null || card.paymentMethodId === null ? null : { brand: card.brand, lastFour: card.lastFour },
    netDays: contract.netDays ?? DEFAULT_NET_DAYS,
    hasAddress: profile !== null,
    openPurchase,
  }
}

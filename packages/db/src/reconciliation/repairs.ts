import type { CardFacts, Difference, Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { hurryPurchase } from '../use-cases/billing/purchase-steps.ts'

const adopt = statement<
  never,
  [accountId: string, paymentMethodId: string, brand: string, lastFour: string, month: number, year: number]
>(/* sql */ `
update payment_account set card_brand = $3::text, card_last_four = $4::text, card_expiry_month = $5::integer,
  card_expiry_year = $6::integer
where account_id = $1::uuid and payment_method_id = $2::text
`)

/** The bank has renewed the card, and the processor knows: what we show of it is what it says. */
export async function adoptRenewedCard(em: Em, accountId: string, card: CardFacts): Promise<void> {
  const { paymentMethodId, brand, lastFour, expiryMonth, expiryYear } = card
  await inTransaction(em, (db) =>
    adopt(db, accountId, paymentMethodId, brand, lastFour, expiryMonth, expiryYear),
  )
}

const look = statement<never, [invoiceId: string]>(/* sql */ `
update invoice_collection set look = gen_random_uuid()
where invoice_id = $1::uuid and state not in ('paid', 'void')
`)

/** The worker looks at it at its next turn, as after a webhook. */
export async function lookAgain(
  em: Em,
  { kind, id }: { readonly kind: 'purchase' | 'invoice'; readonly id: string },
  wallNow: Instant,
): Promise<void> {
  await inTransaction(em, async (db) => {
    if (kind === 'purchase') await hurryPurchase(db, id, wallNow)
    else await look(db, id)
  })
}

const note = statement<never, [accountId: string, now: string, subject: string, after: string]>(/* sql */ `
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
select (select o.id from organization o where o.account_id = a.id order by o.created_at, o.id limit 1),
  a.id, $2::timestamptz, 'job', 'reconciliation', 'job', 'billing.difference-repaired', a.id,
  $4::jsonb || jsonb_build_object('subject', $3::text)
from account a where a.id = $1::uuid
`)

/** USER-10: what was repaired, and by which repair. */
export async function noteRepair(
  em: Em,
  accountId: string,
  {
    difference,
    repair,
    now,
  }: { readonly difference: Difference; readonly repair: string; readonly now: Instant },
): Promise<void> {
  const after = JSON.stringify({ difference: difference.kind, repair })
  await inTransaction(em, (db) => note(db, accountId, iso(now), difference.subject, after))
}

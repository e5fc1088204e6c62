import { type Currency, type Instant, type InvoiceLine, recomputeLine } from '@seatkeeper/rules'
import { isDeepStrictEqual } from 'node:util'
import { seasonAccount } from '../bench/world.ts'
import { createDatabase, type Database } from '../src/database.ts'
import { checkInvariants } from '../src/invariants/index.ts'
import { type Db, statement } from '../src/statement.ts'
import { inTransaction } from '../src/transaction.ts'
import { makeQuote } from '../src/use-cases/billing/make-quote.ts'
import { settleFailed, settlePaid } from '../src/use-cases/billing/purchase-steps.ts'
import { submitPurchase } from '../src/use-cases/billing/submit-purchase.ts'
import { asVendor } from '../src/vendor.ts'
import { Seeded } from '@seatkeeper/testkit/seeded'

export interface PurchasesResult {
  readonly purchases: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly faults: readonly string[]
  readonly seconds: number
}

const PER_ACCOUNT = 40
const MONEY: readonly { readonly currency: Currency; readonly prices: readonly number[] }[] = [
  { currency: 'USD', prices: [0, 1, 2, 8900] },
  { currency: 'JPY', prices: [0, 1, 3, 1200] },
  { currency: 'KWD', prices: [0, 1, 45, 12_345] },
]
const PLACES = [null, ['US', 'NY'], ['GB', null]] as const

const arrange = statement<
  never,
  [accountId: string, contractId: string, currency: string, price: number, customer: string]
>(/* sql */ `
-- Its period was invoiced elsewhere: nobody buys before the first invoice.
with contract_in as (
  update contract set currency = $3::text, invoiced_until = ends_on where id = $2::uuid),
  priced as (
    insert into contract_item (contract_id, account_id, item, unit_price)
    select $2::uuid, $1::uuid, item, $4::bigint from unnest('{full-time,collaborator}'::text[]) as item)
insert into payment_account (account_id, customer_id, payment_method_id, card_brand, card_last_four, card_expiry_month,
  card_expiry_year, card_since)
values ($1::uuid, $5::text, 'pm_' || $5::text, 'visa', '4242', 12, 2040, now())
`)
const address = statement<never, [accountId: string, country: string, region: string | null]>(/* sql */ `
insert into billing_profile (account_id, company, line1, city, region, postal_code, country, email, further_emails, updated_at)
values ($1::uuid, 'Company', '1 Street', 'City', $3::text, '1', $2::text, 'ap@example.com', '[]', now())
`)
const contractOf = statement<{ id: string }, [accountId: string]>(/* sql */ `
select id from contract where account_id = $1::uuid
`)

interface IssuedRow {
  readonly due: number
  readonly net: number
  readonly tax: number
  readonly carriedIn: number
  readonly carriedOut: number
  readonly creditApplied: number
  readonly lines: readonly InvoiceLine[]
}
const issued = statement<IssuedRow, [purchaseId: string]>(/* sql */ `
select i.due, i.net, i.tax, i.carried_in as "carriedIn", i.carried_out as "carriedOut", i.credit_applied as "creditApplied",
  (select jsonb_agg(l.line order by l.position) from invoice_line l where l.invoice_id = i.id) as lines
from invoice i where i.purchase_id = $1::uuid and i.kind = 'invoice'
`)

/**
 * BILL-02, BILL-09: purchases as the portal and the worker make them, in currencies of none, two and three decimals, with prices
 * of nothing and below what a card takes, with and without tax; some fail. What a quote said is what its invoice says, line by line.
 */
export async function runPurchases(
  url: string,
  { purchases, seed }: { readonly purchases: number; readonly seed: number },
): Promise<PurchasesResult> {
  const began = performance.now()
  const random = new Seeded(seed)
  const database = await createDatabase({ url, applicationName: 'ledger' })
  const outcomes: Record<string, number> = {}
  const faults: string[] = []
  const note = (outcome: string) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + 1)
  try {
    let actor = await openBuyer(url, random, 0)
    for (let nth = 0; nth < purchases; nth++) {
      if (nth > 0 && nth % PER_ACCOUNT === 0) actor = await openBuyer(url, random, nth)
      const { outcome, fault } = await buy(database, actor, random)
      note(outcome)
      if (fault !== null) faults.push(`purchase ${nth} of ${actor.accountId}: ${fault}`)
    }
  } finally {
    await database.close()
  }
  for (const { invariant } of await checkInvariants(url)) faults.push(`broken: ${invariant}`)
  return { purchases, outcomes, faults, seconds: (performance.now() - began) / 1000 }
}

type Buyer = Awaited<ReturnType<typeof seasonAccount>>['actor']

async function openBuyer(url: string, random: Seeded, nth: number): Promise<Buyer> {
  const { actor } = await seasonAccount(url, { seats: 1, taken: 0 }, Date.now() as Instant)
  const { currency, prices } = MONEY[(nth / PER_ACCOUNT) % MONEY.length]!
  const place = random.one(PLACES)
  await asVendor(url, async (db) => {
    const [contract] = await contractOf(db, actor.accountId)
    await arrange(
      db,
      actor.accountId,
      contract!.id,
      currency,
      random.one(prices),
      `cus_${nth}_${actor.accountId}`,
    )
    if (place !== null) await address(db, actor.accountId, place[0], place[1])
  })
  return actor
}

async function buy(
  database: Database,
  actor: Buyer,
  random: Seeded,
): Promise<{ outcome: string; fault: string | null }> {
  const context = { em: database.tenant(), actor, now: Date.now() as Instant }
  const changes = [
    { kind: 'quantity', item: random.one(['full-time', 'collaborator']), by: random.whole(1, 4) },
  ] as const
  const made = await makeQuote(context, { changes })
  if (made.kind === 'refuse') return { outcome: made.reason, fault: made.reason }
  const { quote } = made
  const submitted = await submitPurchase(context, { quoteId: made.quoteId })
  if (submitted.kind === 'refuse') return { outcome: submitted.reason, fault: submitted.reason }
  const purchase = { purchaseId: submitted.purchaseId, accountId: actor.accountId }
  const collects = submitted.state === 'pending'
  if (collects !== quote.dueToday.due > 0)
    return { outcome: 'odd', fault: `due ${quote.dueToday.due}, ${submitted.state}` }
  const outcome = collects
    ? random.next() < 0.25
      ? 'failed'
      : 'paid'
    : quote.dueToday.carriedOut > 0
      ? 'carried'
      : 'free of charge'
  if (outcome === 'failed') {
    await settleFailed(database.worker(), purchase, { failure: 'declined', now: context.now })
  } else if (collects) {
    // As a repeated webhook would have it.
    for (let times = 0; times < 2; times++)
      await settlePaid(database.worker(), purchase, { amount: quote.dueToday.due, now: context.now })
  }
  // Money for a purchase that had failed is credit for a later one.
  if (outcome === 'failed' && random.next() < 0.3)
    await settlePaid(database.worker(), purchase, { amount: quote.dueToday.due, now: context.now })
  const rows = await inTransaction(database.worker(), (db: Db) => issued(db, purchase.purchaseId))
  if (outcome === 'failed') return { outcome, fault: rows.length === 0 ? null : 'failed, and has an invoice' }
  return {
    outcome,
    fault: rows.length === 1 ? difference(quote.dueToday, rows[0]!) : `${rows.length} invoices`,
  }
}

function difference(
  quoted: Omit<IssuedRow, 'lines'> & { lines: readonly InvoiceLine[] },
  row: IssuedRow,
): string | null {
  for (const name of ['due', 'net', 'tax', 'carriedIn', 'carriedOut', 'creditApplied'] as const) {
    if (quoted[name] !== Number(row[name])) return `${name} was ${quoted[name]} and is ${row[name]}`
  }
  const lines = row.lines ?? []
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(quoted.lines)), lines))
    return 'other lines than were quoted'
  const again = lines.reduce((sum, line) => sum + (recomputeLine(line) ?? NaN), 0)
  return again === Number(row.due) ? null : `its lines, reckoned again, give ${again} instead of ${row.due}`
}

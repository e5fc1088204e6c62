import type { Currency, Instant, Quote, TaxBasis, TaxPlace } from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import type { ProfileRow } from './facts.ts'

/** By what an account's taxes are reckoned; null: it has no billing address yet. */
export function placeOf({ profile }: { readonly profile: ProfileRow | null }): TaxPlace | null {
  if (profile === null) return null
  const { line1, line2, city, region, postalCode, country, taxId } = profile
  return { line1, line2, city, region, postalCode, country, taxId }
}

/** What a tax service is asked about: the net of the charges, and of what is given back. */
export function askedOf({ dueToday, creditGranted }: Pick<Quote, 'dueToday' | 'creditGranted'>): {
  readonly net: number
  readonly credited: number
} {
  const credited = creditGranted.lines.reduce(
    (sum, { rule, amount }) => sum + (rule === 'tax' ? 0 : 0 - amount.amount),
    0,
  )
  return { net: dueToday.net, credited }
}

const basis = statement<{ readonly basis: TaxBasis | null }, [purchaseId: string]>(/* sql */ `
select q.tax_basis as basis from purchase p join billing_quote q on q.id = p.quote_id where p.id = $1::uuid
`)

/** How the taxes of a purchase's quote came about; null: by the table, there is no tax service. */
export async function basisOfPurchase(db: Db, purchaseId: string): Promise<TaxBasis | null> {
  return (await basis(db, purchaseId))[0]?.basis ?? null
}

export interface SoldWithTax {
  readonly accountId: string
  readonly invoiceId: string
  readonly basis: TaxBasis | null
  readonly currency: Currency
  readonly at: Instant
}

const insertSale = statement<
  never,
  [
    id: string,
    accountId: string,
    invoiceId: string,
    calculation: string,
    gross: number,
    currency: string,
    at: string,
  ]
>(/* sql */ `
insert into tax_report (id, account_id, invoice_id, kind, calculation_id, amount, currency, made_at, next_try_at)
values ($1::uuid, $2::uuid, $3::uuid, 'sale', $4::text, $5::bigint, $6::text, $7::timestamptz, now())
on conflict do nothing
`)

/**
 * Where the tax service reckoned an invoice's tax, it is told that the invoice was issued: the row that this writes is what the
 * worker tells it later, with the row's id as the key (PAY-05). In the transaction that issues the invoice.
 */
export async function reportSale(db: Db, sold: SoldWithTax): Promise<void> {
  const { accountId, invoiceId, basis, currency, at } = sold
  if (basis?.by !== 'service' || basis.calculationId === null || basis.gross <= 0) return
  await insertSale(
    db,
    randomUUIDv7(),
    accountId,
    invoiceId,
    basis.calculationId,
    basis.gross,
    currency,
    iso(at),
  )
}

/**
 * What is left of each sale, the latest first, is taken back until the credit is used up; of an invoice that is taken back as a whole first its
 * own, and nothing where the service knows nothing of that.
 */
const insertReversals = statement<
  never,
  [
    accountId: string,
    creditNoteId: string,
    gross: number,
    currency: string,
    at: string,
    ofInvoice: string | null,
  ]
>(/* sql */ `
insert into tax_report (id, account_id, invoice_id, kind, reverses, amount, currency, made_at, next_try_at)
select gen_random_uuid(), $1::uuid, $2::uuid, 'reversal', s.id, least(s.rest, $3::bigint - s.before), $4::text,
  $5::timestamptz, now()
from (
  select r.id, r.rest, sum(r.rest) over (order by r.own desc, r.made_at desc, r.id desc) - r.rest as before
  from (
    select t.id, t.made_at, t.invoice_id is not distinct from $6::uuid as own,
      t.amount - coalesce((select sum(b.amount) from tax_report b where b.reverses = t.id), 0) as rest
    from tax_report t
    where t.account_id = $1::uuid and t.kind = 'sale' and t.currency = $4::text and t.refused is null
      and ($6::uuid is null or exists (select from tax_report o where o.invoice_id = $6::uuid and o.kind = 'sale'))
  ) r where r.rest > 0
) s
where s.before < $3::bigint
on conflict do nothing
`)

/**
 * A credit note gives back what was sold with its tax: the service is told by how much of which sales. Sales that the service never
 * knew of are not taken back there. `gross`: the credit with its tax, positive.
 */
export async function reportReversal(
  db: Db,
  note: {
    readonly accountId: string
    readonly creditNoteId: string
    readonly gross: number
    readonly currency: Currency
    readonly at: Instant
    /** The invoice that is taken back; null: it is of no invoice as a whole. */
    readonly ofInvoice: string | null
  },
): Promise<void> {
  const { accountId, creditNoteId, gross, currency, at, ofInvoice } = note
  if (gross > 0) await insertReversals(db, accountId, creditNoteId, gross, currency, iso(at), ofInvoice)
}

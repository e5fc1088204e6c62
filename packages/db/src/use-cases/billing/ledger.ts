import { randomUUIDv7 } from 'node:crypto'
import type { Currency, Instant, Posting } from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'

export interface NewEntry {
  readonly id?: string
  readonly accountId: string
  readonly at: Instant
  readonly kind: 'hold' | 'release' | 'invoice' | 'payment' | 'credit' | 'stray-payment' | 'void'
  readonly currency: Currency
  readonly purchaseId?: string | null
  readonly invoiceId?: string | null
}

const insert = statement<
  never,
  [
    id: string,
    accountId: string,
    at: string,
    kind: string,
    currency: string,
    purchaseId: string | null,
    invoiceId: string | null,
    postings: string,
  ]
>(/* sql */ `
with entry as (
  insert into ledger_entry (id, account_id, at, kind, currency, purchase_id, invoice_id)
  values ($1::uuid, $2::uuid, $3::timestamptz, $4::text, $5::text, $6::uuid, $7::uuid)
  returning id
)
insert into ledger_posting (entry_id, position, account_id, ledger_account, amount, credit_id)
select e.id, p.position, $2::uuid, p.ledger_account, p.amount, p.credit_id
from entry e, jsonb_to_recordset($8::jsonb) as p(
  position integer, ledger_account text, amount bigint, credit_id uuid)
`)

/** Posts one entry; one without postings is nothing, and not written. The database refuses one that does not balance. */
export async function post(db: Db, entry: NewEntry, postings: readonly Posting[]): Promise<void> {
  if (postings.length === 0) return
  const rows = postings.map(({ ledgerAccount, amount, creditId = null }, position) => {
    return { position, ledger_account: ledgerAccount, amount, credit_id: creditId }
  })
  await insert(
    db,
    entry.id ?? randomUUIDv7(),
    entry.accountId,
    iso(entry.at),
    entry.kind,
    entry.currency,
    entry.purchaseId ?? null,
    entry.invoiceId ?? null,
    JSON.stringify(rows),
  )
}

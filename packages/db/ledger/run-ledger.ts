import { randomUUIDv7 } from 'node:crypto'
import type { Currency } from '@seatkeeper/rules'
import { createDatabase } from '../src/database.ts'
import { iso } from '../src/parameters.ts'
import { type Db, statement } from '../src/statement.ts'
import { inTransaction } from '../src/transaction.ts'
import { asVendor } from '../src/vendor.ts'
import { AccountModel, CURRENCIES, type Entry } from './account-model.ts'
import { Seeded } from '@seatkeeper/testkit/seeded'

export interface LedgerResult {
  readonly operations: number
  readonly entries: number
  readonly postings: number
  readonly accounts: number
  readonly faults: readonly string[]
  readonly seconds: number
}

const OPERATIONS_PER_ACCOUNT = 500
/** So many entries go into one transaction, in which the database checks each. */
const BATCH = 1_000
const AT = Date.UTC(2026, 5, 10) as Parameters<typeof iso>[0]

/** As `post` writes one, for many. */
const insert = statement<never, [entries: string, postings: string, at: string]>(/* sql */ `
with entry as (
  insert into ledger_entry (id, account_id, at, kind, currency)
  select e.id, e.account_id, $3::timestamptz, e.kind, e.currency
  from jsonb_to_recordset($1::jsonb) as e(id uuid, account_id uuid, kind text, currency text)
)
insert into ledger_posting (entry_id, position, account_id, ledger_account, amount, credit_id)
select p.entry_id, p.position, p.account_id, p.ledger_account, p.amount, p.credit_id
from jsonb_to_recordset($2::jsonb) as p(
  entry_id uuid, position integer, account_id uuid, ledger_account text, amount bigint, credit_id uuid)
`)

const balances = statement<{ accountId: string; ledgerAccount: string; amount: number }, []>(/* sql */ `
select account_id as "accountId", ledger_account as "ledgerAccount", sum(amount)::bigint as amount
from ledger_posting group by 1, 2
`)
const credits = statement<{ accountId: string; creditId: string; remaining: number }, []>(/* sql */ `
select account_id as "accountId", credit_id as "creditId", -sum(amount)::bigint as remaining
from ledger_posting where ledger_account = 'credit' group by 1, 2
`)
const unbalanced = statement<{ count: number }, []>(/* sql */ `
select count(*)::integer as count from (
  select e.id from ledger_entry e left join ledger_posting p on p.entry_id = e.id
  group by e.id having coalesce(sum(p.amount), 0) <> 0 or count(p.*) < 2) as broken
`)

/**
 * BILL-09, BILL-12: so many random operations on the money of many accounts in four currencies, decided by the rules and written
 * to the real ledger, whose own checks run. In the end every balance and every credit, rebuilt from the log, is what the rules added up.
 */
export async function runLedger(
  url: string,
  { operations, seed }: { readonly operations: number; readonly seed: number },
): Promise<LedgerResult> {
  const began = performance.now()
  const random = new Seeded(seed)
  const accounts = Math.max(CURRENCIES.length, Math.ceil(operations / OPERATIONS_PER_ACCOUNT))
  const models = await openModels(url, accounts, random)
  const database = await createDatabase({ url, applicationName: 'ledger' })
  const em = database.worker()
  const count = { entries: 0, postings: 0 }
  const waiting: [AccountModel, Entry][] = []
  async function write(): Promise<void> {
    await inTransaction(em, (db) => writeAll(db, waiting))
    count.entries += waiting.length
    for (const [, { postings }] of waiting) count.postings += postings.length
    waiting.length = 0
  }
  try {
    for (let nth = 0; nth < operations; nth++) {
      const model = models[nth % models.length]!
      for (const entry of model.operate()) waiting.push([model, entry])
      if (waiting.length >= BATCH) await write()
    }
    await write()
    const faults = [
      ...models.flatMap((model) => model.faults),
      ...(await compare(em.getKysely() as Db, models)),
    ]
    return { operations, accounts, ...count, faults, seconds: (performance.now() - began) / 1000 }
  } finally {
    await database.close()
  }
}

async function openModels(url: string, count: number, random: Seeded): Promise<readonly AccountModel[]> {
  const models = Array.from({ length: count }, (_, nth): AccountModel => {
    return new AccountModel(randomUUIDv7(), CURRENCIES[nth % CURRENCIES.length] as Currency, random)
  })
  const open = statement<never, [ids: string, at: string]>(/* sql */ `
    insert into account (id, name, created_at)
    select id::uuid, 'Account ' || nth, $2::timestamptz from jsonb_array_elements_text($1::jsonb) with ordinality as a(id, nth)`)
  await asVendor(url, (db) => open(db, JSON.stringify(models.map(({ id }) => id)), iso(AT)))
  return models
}

async function writeAll(db: Db, waiting: readonly (readonly [AccountModel, Entry])[]): Promise<void> {
  const entries = waiting.map(([{ id, currency }, entry]) => {
    return { id: entry.id, account_id: id, kind: entry.kind, currency }
  })
  const postings = waiting.flatMap(([{ id }, entry]) =>
    entry.postings.map(({ ledgerAccount, amount, creditId = null }, position) => {
      return {
        entry_id: entry.id,
        position,
        account_id: id,
        ledger_account: ledgerAccount,
        amount,
        credit_id: creditId,
      }
    }),
  )
  await insert(db, JSON.stringify(entries), JSON.stringify(postings), iso(AT))
}

/** What the log says beside what was added up. */
async function compare(db: Db, models: readonly AccountModel[]): Promise<readonly string[]> {
  const faults: string[] = []
  const byAccount = new Map(models.map((model) => [model.id, model]))
  let sums = 0
  for (const { accountId, ledgerAccount, amount } of await balances(db)) {
    const model = byAccount.get(accountId)
    // Of another run in the same database.
    if (!model) continue
    const expected = model.sums.get(ledgerAccount as never)
    if (expected !== Number(amount))
      faults.push(`${accountId} ${ledgerAccount}: ${amount} in the log, ${expected} added up`)
    sums += Number(amount)
  }
  for (const { accountId, creditId, remaining } of await credits(db)) {
    const model = byAccount.get(accountId)
    if (!model) continue
    const expected = model.credits.get(creditId)
    if (expected !== Number(remaining))
      faults.push(`credit ${creditId}: ${remaining} in the log, ${expected} added up`)
    if (Number(remaining) < 0) faults.push(`credit ${creditId} is used beyond what was given`)
  }
  if (sums !== 0) faults.push(`all debits and credits differ by ${sums}`)
  const [broken] = await unbalanced(db)
  if (broken!.count > 0) faults.push(`${broken!.count} entries do not balance`)
  return faults
}

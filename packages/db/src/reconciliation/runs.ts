import { randomUUIDv7 } from 'node:crypto'
import type { Day, Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { accountsAfter } from './our-side.ts'

/** What one comparison of all accounts came to. */
export interface ReconciliationCounts {
  readonly accounts: number
  /** Accounts whose processor did not answer: nothing is said of them. */
  readonly unread: number
  readonly differences: number
  readonly repaired: number
}

/** A comparison that is under way, and ours to go on with. */
export interface ReconciliationInHand extends ReconciliationCounts {
  readonly runId: string
  readonly afterAccount: string | null
}

interface Claim {
  /** The night that it is for; null: somebody asks for it now. */
  readonly night: Day | null
  readonly now: Instant
  readonly wallNow: Instant
  readonly leaseMs: number
}

const insert = statement<never, [id: string, night: string | null, now: string]>(/* sql */ `
insert into reconciliation_run (id, night, begun_at) values ($1::uuid, $2::date, $3::timestamptz) on conflict do nothing
`)

const claim = statement<
  ReconciliationInHand,
  [id: string, night: string | null, wallNow: string, leasedUntil: string]
>(/* sql */ `
update reconciliation_run set leased_until = $4::timestamptz
where (id = $1::uuid or night = $2::date) and finished_at is null
  and (leased_until is null or leased_until <= $3::timestamptz)
returning id as "runId", after_account as "afterAccount", accounts, unread, differences, repaired
`)

const isFinished = statement<{ readonly id: string }, [night: string | null]>(/* sql */ `
select id from reconciliation_run where night = $1::date and finished_at is not null
`)

/** Begins a comparison, or goes on with the one of that night that somebody has left. `busy`: it is in other hands. */
export async function claimReconciliation(
  em: Em,
  { night, now, wallNow, leaseMs }: Claim,
): Promise<ReconciliationInHand | 'done' | 'busy'> {
  const db = em.getKysely() as Db
  const id = randomUUIDv7()
  await insert(db, id, night, iso(now))
  const [run] = await claim(db, id, night, iso(wallNow), iso((wallNow + leaseMs) as Instant))
  if (run) return run
  return (await isFinished(db, night)).length > 0 ? 'done' : 'busy'
}

const moveOn = statement<
  never,
  [
    id: string,
    after: string | null,
    accounts: number,
    unread: number,
    differences: number,
    repaired: number,
    leasedUntil: string | null,
    finishedAt: string | null,
  ]
>(/* sql */ `
update reconciliation_run set after_account = coalesce($2::uuid, after_account), accounts = $3::integer,
  unread = $4::integer, differences = $5::integer, repaired = $6::integer, leased_until = $7::timestamptz,
  finished_at = $8::timestamptz
where id = $1::uuid
`)

/** Notes how far it has come, and keeps it in hand for another `leaseMs`. */
export async function noteProgress(
  em: Em,
  run: ReconciliationInHand,
  { wallNow, leaseMs }: { readonly wallNow: Instant; readonly leaseMs: number },
): Promise<void> {
  const { runId, afterAccount, accounts, unread, differences, repaired } = run
  const until = iso((wallNow + leaseMs) as Instant)
  await moveOn(
    em.getKysely() as Db,
    runId,
    afterAccount,
    accounts,
    unread,
    differences,
    repaired,
    until,
    null,
  )
}

export async function finishReconciliation(em: Em, run: ReconciliationInHand, now: Instant): Promise<void> {
  const { runId, afterAccount, accounts, unread, differences, repaired } = run
  await moveOn(
    em.getKysely() as Db,
    runId,
    afterAccount,
    accounts,
    unread,
    differences,
    repaired,
    null,
    iso(now),
  )
}

/** The accounts that a comparison looks at next. */
export function nextAccounts(
  em: Em,
  { afterAccount }: ReconciliationInHand,
  page: { readonly now: Instant; readonly limit: number },
): Promise<readonly string[]> {
  return accountsAfter(em.getKysely() as Db, afterAccount, page)
}

import { type Day, type Instant, nextBillingStep, type RunFacts } from '@seatkeeper/rules'
import { type Db, statement } from '../../statement.ts'

/** A term that the billing run has not written the end of, and what has become of it. */
export interface LiveTerm {
  readonly contractId: string
  readonly interval: RunFacts['interval']
  readonly startsOn: Day
  readonly endsOn: Day
  readonly signedAt: Instant
  readonly renewal: boolean
  readonly cancelled: boolean
  readonly billedUntil: Day | null
  readonly changesOn: Day | null
}

/** SQL: until when the periods of contract `c` have been invoiced; its invoices say so, or the contract where it was elsewhere. */
export const BILLED_UNTIL = /* sql */ `greatest(c.invoiced_until, (
  select max(i.period_end) from invoice i
  where i.contract_id = c.id and i.kind = 'invoice' and i.period_start is not null and i.voided_at is null
    and (i.purchase_id is null or i.begins_contract)))`

/** SQL: the first day on which something scheduled takes effect in contract `c`. */
const CHANGES_ON = /* sql */ `(
  select min(h.effective_on) from scheduled_change h where h.contract_id = c.id and h.state = 'scheduled')`

/** SQL: the day on which contract `c` needs something next. The rules say what, and from which instant on. */
const NEXT_DAY = /* sql */ `least(coalesce(${BILLED_UNTIL}, c.starts_on), ${CHANGES_ON})`

const TERM = /* sql */ `c.id as "contractId", c.billing_interval as interval, c.starts_on as "startsOn", c.ends_on as "endsOn",
  c.created_at as "signedAt", c.renewed_from is not null as renewal,
  not c.renews or c.cancelled_at is not null as cancelled,
  ${BILLED_UNTIL} as "billedUntil", ${CHANGES_ON} as "changesOn"`

const selectTerms = statement<LiveTerm & { readonly buys: boolean }, [accountId: string]>(/* sql */ `
select ${TERM},
  exists (select from purchase p where p.account_id = c.account_id and p.state in ('pending', 'requires-action')) as buys
from contract c where c.account_id = $1::uuid and c.ended_at is null
order by c.starts_on, c.id
`)

/**
 * The terms of an account that are not dealt with yet; as a rule there is one. None while a purchase is on its way: it was quoted
 * for the contract as it stands, and whatever comes of it belongs on the invoice that comes after it. It takes the bank's hour at
 * most, and longer only while the processor is away; what fell due meanwhile is made then, with its own day.
 */
export const liveTerms = async (db: Db, accountId: string): Promise<LiveTerm[]> =>
  (await selectTerms(db, accountId)).filter(({ buys }) => !buys)

export const runFacts = (term: LiveTerm): RunFacts => ({
  ...term,
  term: { start: term.startsOn, end: term.endsOn },
})

/** Is something of the account due that has not been made? Also while a purchase is on its way. */
export async function isBillingDue(db: Db, accountId: string, upTo: Instant): Promise<boolean> {
  const terms = await selectTerms(db, accountId)
  return terms.some((term) => nextBillingStep(runFacts(term)).dueAt <= upTo)
}

const termsOfAll = statement<
  LiveTerm & { readonly accountId: string },
  [accountIds: readonly string[]]
>(/* sql */ `
select c.account_id as "accountId", ${TERM}
from contract c where c.account_id = any($1::uuid[]) and c.ended_at is null
`)

/** The same of several accounts: of which of them. One statement. */
export async function billingDueOf(
  db: Db,
  accountIds: readonly string[],
  upTo: Instant,
): Promise<ReadonlySet<string>> {
  const terms = await termsOfAll(db, accountIds)
  return new Set(
    terms.flatMap((term) => (nextBillingStep(runFacts(term)).dueAt <= upTo ? [term.accountId] : [])),
  )
}

/**
 * Accounts for which something may be due by a day, in the order of their ids. A year that was signed and not invoiced is
 * among them whenever it begins.
 */
export const accountsDue = statement<
  { readonly accountId: string },
  [after: string | null, today: string, limit: number]
>(/* sql */ `
select distinct c.account_id as "accountId" from contract c
where c.ended_at is null and c.account_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
  and (${NEXT_DAY} <= $2::date
    or c.billing_interval = 'annual' and c.renewed_from is null and ${BILLED_UNTIL} is null)
order by c.account_id limit $3::integer
`)

/** The first day after `today` on which something falls due as things stand. */
export const nextDueDay = statement<{ readonly day: Day | null }, [today: string]>(/* sql */ `
select min(d.day) as day
from contract c cross join lateral (select ${NEXT_DAY} as day) d
where c.ended_at is null and d.day > $1::date
`)

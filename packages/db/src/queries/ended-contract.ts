import { type Day, type Instant, type Reason, type RefusalOf, dayAt } from '@seatkeeper/rules'
import { type Db, statement } from '../statement.ts'
import { runsOn } from '../tenant-facts.ts'

const selectEnd = statement<{ readonly endedOn: Day | null }, [accountId: string, today: string]>(/* sql */ `
select max(c.ends_on) as "endedOn" from contract c
where c.account_id = $1::uuid and c.ends_on <= $2::date
  and not exists (
    select from contract k where k.account_id = $1::uuid and ${runsOn('k', '$2')})
`)

/**
 * The day on which the last term ended, exclusive, where none has followed: then there are no pools, and no seats to give. Null
 * while a contract runs. Asked only where no pool was found, so it costs nobody else anything.
 */
export async function contractEndedOn(db: Db, accountId: string, now: Instant): Promise<Day | null> {
  const [row] = await selectEnd(db, accountId, dayAt(now))
  return row?.endedOn ?? null
}

/** What somebody is told who asks for a seat of a contract that is over: there is no such seat, or no such season. */
const SAID_WITHOUT_POOLS: ReadonlySet<Reason> = new Set([
  'no-full-time-seat',
  'no-collaborator-seat',
  'no-staff-seat',
  'not-found',
])

/** The refusal as it is, or that the contract is over, where that is why. */
export async function orContractEnded<R extends { readonly kind: 'refuse'; readonly reason: Reason }>(
  db: Db,
  accountId: string,
  refusal: R,
  now: Instant,
): Promise<R | RefusalOf<'contract-ended'>> {
  if (!SAID_WITHOUT_POOLS.has(refusal.reason)) return refusal
  const endedOn = await contractEndedOn(db, accountId, now)
  return endedOn === null ? refusal : { kind: 'refuse', reason: 'contract-ended', endedOn }
}

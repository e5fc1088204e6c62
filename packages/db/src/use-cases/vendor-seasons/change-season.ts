import {
  type Currency,
  type Day,
  dayAt,
  decideSeasonChange,
  movedSeasonBilledOn,
  normalizeEmail,
  type Refusal,
  seasonPhase,
} from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { poolsOf } from '../../queries/pools.ts'
import type { Db } from '../../statement.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { untilDecided } from '../../transaction.ts'
import { asVendor } from '../../vendor.ts'
import { settleLines } from '../../waiting-list/line.ts'
import { type SaidTaxes, type TaxesToAsk, withTaxes } from '../billing/asked-taxes.ts'
import { billingOf, type ContractRow, lockMoney } from '../billing/facts.ts'
import { findAccount, type FoundAccount } from '../billing-changes/vendor-account.ts'
import type { VendorContext } from '../billing-changes/vendor-change.ts'
import type { AskTaxes } from '../billing-runs/period-taxes.ts'
import { liveTerms } from '../billing-runs/terms.ts'
import { bookDifference, priceDifference } from './season-money.ts'
import {
  addSeats,
  giveUpSeats,
  lockNamed,
  lockPool,
  retireSeats,
  type SeasonHolder,
  type SeasonRow,
  selectHolders,
  selectSeasons,
  writeSeason,
} from './season-rows.ts'

/** What the vendor makes of a season; what is left out stays. */
export interface SeasonToChange {
  /** Its name or identity. */
  readonly season: string
  readonly firstDay?: string
  readonly lastDay?: string
  readonly seats?: number
  /** E-mail addresses of those who give up a seat. */
  readonly giveUp: readonly string[]
  /** D-02: what was paid and is given up with it is credited, as agreed; otherwise nothing is. */
  readonly credit?: boolean
  /** Nothing is written: what would be. */
  readonly dryRun?: boolean
  /** The vendor was shown who loses access at once and wants it all the same. */
  readonly confirmed: boolean
}

type Person = Pick<SeasonHolder, 'name' | 'email'>

export interface ChangedSeason {
  readonly account: string
  readonly season: string
  readonly firstDay: Day
  readonly lastDay: Day
  readonly seats: number
  /** Who gave up a seat, as named. */
  readonly dropped: readonly Person[]
  /** Whose access ended with it; of those who gave up a seat, whoever had access by this season. */
  readonly lostAccess: readonly Person[]
  /** What is invoiced now, and what is credited; null: its invoice is not out. Minor units, with tax. */
  readonly difference: {
    readonly currency: Currency
    readonly charged: number
    readonly due: number
    readonly credited: number
    /** Null: nothing is credited, or nothing was written. */
    readonly creditNote: number | null
  } | null
  readonly dryRun: boolean
  /** Its invoice is out and stays; it comes with the period in which the season opens, or with the next one, which begins then. */
  readonly invoice:
    { readonly kind: 'stays' | 'with-its-period' } | { readonly kind: 'next'; readonly on: Day }
}

export type SeasonChangeAnswer =
  | ({ readonly kind: 'grant' } & ChangedSeason)
  /** Nothing was written: these would lose access at once, and nobody has named them. */
  | { readonly kind: 'confirm'; readonly season: string; readonly people: readonly Person[] }
  /** D-24: more have a seat than there would be. Those named are not among them. */
  | {
      readonly kind: 'too-few'
      readonly season: string
      readonly taken: number
      readonly people: readonly Person[]
    }
  /** These were named and have no seat in it. */
  | { readonly kind: 'no-seat'; readonly season: string; readonly emails: readonly string[] }
  | { readonly kind: 'which-season'; readonly seasons: readonly SeasonRow[] }
  | { readonly kind: 'no-season' }
  | Exclude<FoundAccount, { kind: 'found' }>
  | Refusal

const MOST_SEATS = 100_000

/**
 * D-24, REQ-03: the vendor moves a season or changes its number of seats. Refused where that would take a seat from somebody whom
 * nobody named, as `decideSeasonChange`; who would lose access because an open season is moved is told first. Whoever is named
 * gives up the seat and stays a user; what is free goes to the waiting line. Issued invoices stay as they are, and a
 * season is invoiced once (`movedSeasonBilledOn`); where that is out, more of it is invoiced at once, and less is credited
 * if that was agreed (`seasonDifference`). What is due to its holders by mail is reckoned anew by the worker.
 */
export async function changeSeason(
  context: VendorContext & { readonly ask?: AskTaxes },
  account: string,
  wish: SeasonToChange,
): Promise<SeasonChangeAnswer> {
  const answer = await withTaxes(context.ask, async (said): Promise<SeasonChangeAnswer | TaxesToAsk> => {
    const done = await untilDecided(() =>
      asVendor(context.url, (db) => attempt(db, context, account, wish, said)),
    )
    return done ?? { kind: 'refuse', reason: 'busy' }
  })
  return answer ?? { kind: 'refuse', reason: 'busy' }
}

/** Locks in the order of every change: the account's money, members, seats, lines. */
async function attempt(
  db: Db,
  { now, ask }: VendorContext & { readonly ask?: AskTaxes },
  account: string,
  wish: SeasonToChange,
  said: readonly SaidTaxes[],
): Promise<SeasonChangeAnswer | TaxesToAsk> {
  const found = await findAccount(db, account)
  if (found.kind !== 'found') return found
  const { actor } = found
  await lockMoney(db, actor.accountId)
  const { contract, openPurchase } = await billingOf(db, actor, now)
  if (contract === null) return { kind: 'refuse', reason: 'not-found' }
  // What it was quoted for is the contract as it stands.
  if (openPurchase !== null) return { kind: 'refuse', reason: 'busy' }
  const [season, ...others] = await selectSeasons(db, contract.id, wish.season.trim())
  if (season === undefined) return { kind: 'no-season' }
  if (others.length > 0) return { kind: 'which-season', seasons: [season, ...others] }
  const { poolId, name, seasonId } = season

  const named = wish.giveUp.map((email) => ({ email, key: keyOf(email) }))
  await lockNamed(
    db,
    poolId,
    named.map(({ key }) => key),
  )
  const [locked] = await lockPool(db, poolId)
  const before = { firstDay: season.firstDay, lastDay: season.lastDay, seats: locked!.seats }
  const holders = await selectHolders(db, poolId, iso(now))
  const strangers = named.filter(({ key }) => !holders.some(({ emailKey }) => emailKey === key))
  if (strangers.length > 0)
    return { kind: 'no-seat', season: name, emails: strangers.map(({ email }) => email) }
  const drops = holders.filter(({ emailKey }) => named.some(({ key }) => key === emailKey))

  const pool = (await poolsOf(db, actor.accountId, now, [poolId])).find(({ id }) => id === poolId)
  if (pool?.season === undefined) throw new Error(`A season without a pool: ${seasonId}`)
  const seats = wish.seats ?? before.seats
  if (seats > MOST_SEATS) return { kind: 'refuse', reason: 'invalid-quantity' }
  const decision = decideSeasonChange(
    {
      pool: { ...pool, season: pool.season },
      holders: holders.map(({ memberId }) => memberId),
      contractEnd: season.adHoc ? null : contract.endsOn,
    },
    {
      firstDay: wish.firstDay ?? before.firstDay,
      lastDay: wish.lastDay ?? before.lastDay,
      seats,
      drops: drops.map(({ memberId }) => memberId),
    },
    now,
  )
  if (decision.kind === 'refuse') {
    if (decision.reason !== 'below-assigned') return decision
    const people = holders.filter((holder) => !drops.includes(holder)).map(personOf)
    return { kind: 'too-few', season: name, taken: decision.assigned, people }
  }
  const { firstDay, lastDay, dropped, loseAccessNow } = decision
  const after = { firstDay, lastDay, seats }
  if (JSON.stringify(after) === JSON.stringify(before) && dropped.length === 0) {
    return { kind: 'refuse', reason: 'nothing-to-change' }
  }
  const lostAccess = holders.filter(({ memberId }) => loseAccessNow.includes(memberId)).map(personOf)
  const unnamed = lostAccess.filter(({ email }) => !drops.some((drop) => drop.email === email))
  if (unnamed.length > 0 && !wish.confirmed) return { kind: 'confirm', season: name, people: unnamed }

  const { accountId } = actor
  const billed = await billedOn(db, accountId, contract, season, firstDay)
  const priced =
    billed.invoice.kind === 'stays'
      ? await priceDifference(
          db,
          { accountId, contractId: contract.id, now },
          { id: seasonId, firstDay, lastDay, seats },
          { credited: wish.credit ?? false, ask, said },
        )
      : null
  if (priced !== null && priced.kind !== 'priced') return priced
  const { dryRun = false } = wish
  const changed: ChangedSeason = {
    account: found.name,
    season: name,
    ...after,
    dropped: drops.map(personOf),
    lostAccess,
    invoice: billed.invoice,
    difference: priced && {
      currency: priced.currency,
      charged: priced.invoice === null ? 0 : priced.invoice.net + priced.invoice.tax,
      due: priced.invoice?.due ?? 0,
      credited: priced.credit.amount,
      creditNote: null,
    },
    dryRun,
  }
  if (dryRun) return { kind: 'grant', ...changed }

  const by = signatureOf(actor)
  if (dropped.length > 0) await giveUpSeats(db, poolId, dropped, seasonId, by.id, by.channel, iso(now))
  await setSeats(
    db,
    actor.accountId,
    season,
    { from: before.seats, to: seats },
    { day: dayAt(now), now: iso(now) },
  )
  await writeSeason(
    db,
    seasonId,
    firstDay,
    lastDay,
    billed.on,
    JSON.stringify({ name, ...before }),
    JSON.stringify({ name, ...after }),
    dropped,
    by.id,
    by.channel,
    iso(now),
  )
  if (seasonPhase(decision.window, now) !== 'closed') await settleLines(db, actor, [poolId], now)
  if (priced === null) return { kind: 'grant', ...changed }
  const { creditNote } = await bookDifference(db, priced, { accountId, now })
  return { kind: 'grant', ...changed, difference: { ...changed.difference!, creditNote } }
}

async function setSeats(
  db: Db,
  accountId: string,
  { poolId, name }: SeasonRow,
  { from, to }: { readonly from: number; readonly to: number },
  { day, now }: { readonly day: Day; readonly now: string },
): Promise<void> {
  if (to > from) await addSeats(db, accountId, poolId, to - from, day)
  if (to >= from) return
  const [retired] = await retireSeats(db, poolId, from - to, day, now)
  if (retired!.seats !== from - to) throw new Error(`${from - to} seats of ${name} were to retire`)
}

/** What is invoiced already, by the periods of the contract; a season of the term before is on that term's invoices. */
async function billedOn(
  db: Db,
  accountId: string,
  { id, startsOn }: ContractRow,
  season: SeasonRow,
  movedTo: Day,
): Promise<{ readonly on: Day | null; readonly invoice: ChangedSeason['invoice'] }> {
  if (season.adHoc) return { on: null, invoice: { kind: 'stays' } }
  const terms = await liveTerms(db, accountId)
  const until = terms.find(({ contractId }) => contractId === id)?.billedUntil ?? startsOn
  const on = movedSeasonBilledOn(season, movedTo, until)
  if ((on ?? movedTo) < until) return { on, invoice: { kind: 'stays' } }
  return { on, invoice: on === null ? { kind: 'with-its-period' } : { kind: 'next', on } }
}

const personOf = ({ name, email }: SeasonHolder): Person => ({ name, email })

function keyOf(email: string): string {
  const address = normalizeEmail(email)
  return address.kind === 'grant' ? address.key : ''
}

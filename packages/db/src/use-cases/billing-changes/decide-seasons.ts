import {
  agreeSeason,
  type ContractSeason,
  cycleOf,
  dayAt,
  type Refusal,
  type RefusalOf,
  seasonPrice,
  type Tax,
} from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { queueBillingNotice } from '../../collections/queue-billing-notice.ts'
import type { Db } from '../../statement.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { rollBackWith } from '../../transaction.ts'
import { asVendor } from '../../vendor.ts'
import { saidOf, type SaidTaxes, type TaxesToAsk, withTaxes } from '../billing/asked-taxes.ts'
import { accountFacts, billingOf, catalogFor, contractFacts, type ContractRow } from '../billing/facts.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { placeOf, reportSale } from '../billing/taxes.ts'
import { billedAccount } from '../billing-runs/billed-account.ts'
import { issueOnAccount } from '../billing-runs/issue-period.ts'
import type { AskTaxes } from '../billing-runs/period-taxes.ts'
import { liveTerms } from '../billing-runs/terms.ts'
import type { BillingWork } from './change-billing.ts'
import { openSeason } from './open-season.ts'
import { answerProposal, type ProposedSeason, proposedSeasons } from './proposed-seasons.ts'
import { findAccount } from './vendor-account.ts'
import { changeAsVendor, type VendorAnswer, type VendorContext } from './vendor-change.ts'

export interface SeasonsToAgree {
  /** Names, or the identities of the seasons that they follow; none: all that were proposed, or else the next renewal would propose. */
  readonly only: readonly string[]
  /** Agreed otherwise than proposed; for one season alone. */
  readonly seats?: number
  readonly unitPrice?: number
}

export interface DecidedSeasons {
  readonly seasons: readonly (ProposedSeason & { readonly invoiced: 'now' | 'with-its-period' | null })[]
}

/**
 * BILL-11: the vendor and the account have agreed on seasons that renewal proposes, before it or after: each becomes a season of the contract
 * with its pool and seats, and is on the invoice of the period in which it opens; where that is out, it is invoiced at
 * once, with the taxes that the tax service says of it, like a period. Refused: where nothing, or nothing of that name, waits; as `agreeSeason`.
 */
export async function agreeSeasons(
  context: VendorContext & { readonly ask?: AskTaxes },
  account: string,
  wish: SeasonsToAgree,
): Promise<VendorAnswer<DecidedSeasons, Refusal>> {
  const { ask } = context
  const answer = await withTaxes<VendorAnswer<DecidedSeasons, Refusal>>(ask, (said) =>
    agreeOnce(context, account, wish, { ask, said }),
  )
  return answer ?? { kind: 'refuse', reason: 'busy' }
}

interface Taxing {
  readonly ask: AskTaxes | undefined
  readonly said: readonly SaidTaxes[]
}

function agreeOnce(
  context: VendorContext,
  account: string,
  { only, seats, unitPrice }: SeasonsToAgree,
  taxing: Taxing,
): Promise<VendorAnswer<DecidedSeasons, Refusal> | TaxesToAsk> {
  return changeAsVendor<DecidedSeasons, Refusal>(context, account, async (work) => {
    const chosen = await waiting(work, only)
    if (chosen === null) return { kind: 'refuse', reason: 'not-found' }
    if (chosen.length > 1 && (seats !== undefined || unitPrice !== undefined)) {
      return { kind: 'refuse', reason: 'invalid-quantity' }
    }
    const agreed = chosen.map((proposed) => ({
      ...proposed,
      seats: seats ?? proposed.seats,
      unitPrice: unitPrice ?? proposed.unitPrice ?? listedPrice(work.contract),
      state: 'agreed' as const,
    }))
    // All of them or none: nothing is written before each is known to be possible.
    for (const one of agreed) {
      const { decision } = await decide(work, one)
      if (decision.kind === 'refuse') return decision
    }
    const done: DecidedSeasons['seasons'][number][] = []
    const about: string[] = []
    for (const one of agreed) {
      const { seasonId, invoiced } = await agree(work, one, taxing)
      about.push(seasonId)
      done.push({ ...one, invoiced })
    }
    const { db, actor, now } = work
    await queueBillingNotice(db, { accountId: actor.accountId, kind: 'seasons-agreed', at: now, about })
    return { kind: 'done', action: 'billing.seasons-agreed', ...said(done), result: { seasons: done } }
  })
}

/** BILL-11: what renewal proposes to an account, or would. Refused: an account without a contract. */
export function seasonsToAgree(
  { url, now }: VendorContext,
  account: string,
): Promise<VendorAnswer<{ readonly seasons: readonly ProposedSeason[] }, never>> {
  return asVendor(url, async (db) => {
    const found = await findAccount(db, account)
    if (found.kind !== 'found') return found
    const { contract } = await billingOf(db, found.actor, now)
    if (contract === null) return { kind: 'refuse', reason: 'not-found' }
    const seasons = await proposedSeasons(db, found.actor.accountId, contract, { since: now })
    return { kind: 'grant', account: found.name, seasons }
  })
}

/** BILL-11: these are not to be held again; nothing changes. Refused: where nothing, or nothing of that name, waits. */
export function declineSeasons(
  context: VendorContext,
  account: string,
  { only }: Pick<SeasonsToAgree, 'only'>,
): Promise<VendorAnswer<DecidedSeasons, RefusalOf<'not-found'>>> {
  return changeAsVendor<DecidedSeasons, RefusalOf<'not-found'>>(context, account, async (work) => {
    const chosen = await waiting(work, only)
    if (chosen === null) return { kind: 'refuse', reason: 'not-found' }
    for (const proposed of chosen) await answer(work, { ...proposed, state: 'declined' }, null)
    const done = chosen.map((one) => ({ ...one, state: 'declined' as const, invoiced: null }))
    return { kind: 'done', action: 'billing.seasons-declined', ...said(done), result: { seasons: done } }
  })
}

const said = (seasons: DecidedSeasons['seasons']) => ({
  subjectId: seasons[0]!.fromSeasonId,
  before: null,
  after: {
    seasons: seasons.map(({ name, firstDay, lastDay, seats }) => ({ name, firstDay, lastDay, seats })),
  },
})

/** What has been proposed already comes before what the renewal to come would propose: those are a year further on. */
function nearest(seasons: readonly ProposedSeason[]): readonly ProposedSeason[] {
  const written = seasons.filter((season) => season.written)
  return written.length > 0 ? written : seasons
}

/** Those that wait; null where one that is named does not, or none does. */
async function waiting(
  { db, actor, now, contract }: BillingWork,
  only: readonly string[],
): Promise<readonly ProposedSeason[] | null> {
  const found = await proposedSeasons(db, actor.accountId, contract, { since: now })
  const open = found.filter(({ state }) => state === 'proposed')
  if (only.length === 0) return open.length === 0 ? null : nearest(open)
  const chosen = only.map((text) => {
    const key = text.trim().toLowerCase()
    return nearest(
      open.filter(({ fromSeasonId, name }) => fromSeasonId === key || name.toLowerCase() === key),
    )
  })
  return chosen.some((found) => found.length !== 1) ? null : [...new Set(chosen.flat())]
}

type Agreed = ProposedSeason & { readonly unitPrice: number }

/** With the credit and what else is owed as they stand by now: one season's invoice may have used some. */
async function decide({ db, actor, now, contract }: BillingWork, agreed: Agreed, taxes?: readonly Tax[]) {
  const { accountId } = actor
  const row = await billedAccount(db, { accountId, contractId: contract.id }, now)
  const { name, firstDay, lastDay, seats, unitPrice } = agreed
  const id = randomUUIDv7()
  const season: ContractSeason = { id, name, source: 'contract', firstDay, lastDay, seats, unitPrice }
  const decision = agreeSeason(
    {
      contract: contractFacts(row.contract),
      account: accountFacts(row, taxes),
      minimumCharge: catalogFor(row.contract).minimumCharge,
    },
    season,
    { today: dayAt(now), billedUntil: await billedUntil(db, accountId, contract.id) },
  )
  return { row, season, decision }
}

async function agree(
  work: BillingWork,
  agreed: Agreed,
  { ask, said }: Taxing,
): Promise<{ readonly seasonId: string; readonly invoiced: 'now' | 'with-its-period' }> {
  const { db, actor, now, contract } = work
  const { accountId } = actor
  const { currency } = contract
  const first = await decide(work, agreed)
  const taxed = saidOf(ask, said, {
    place: placeOf(first.row),
    currency,
    net: first.decision.kind === 'grant' ? (first.decision.invoice?.net ?? 0) : 0,
    credited: 0,
    reference: `${contract.id} ${agreed.fromSeasonId}`,
  })
  // What was written of the seasons before it goes with it.
  if (taxed.kind === 'ask-taxes') return rollBackWith(taxed)
  const { row, season, decision } = await decide(work, agreed, taxed.taxes)
  if (decision.kind === 'refuse') throw new Error(`It was possible a moment ago: ${decision.reason}`)
  await openSeason(db, { accountId, contractId: contract.id }, season, now)
  await answer(work, agreed, season.id)
  const seasonId = season.id
  if (decision.invoice === null) return { seasonId, invoiced: 'with-its-period' }
  const taxBasis = taxed.basis ?? null
  const settlement = decision.invoice
  const invoiceId = await issueOnAccount(db, row, { accountId, at: now, now, settlement, taxBasis })
  await reportSale(db, { accountId, invoiceId, basis: taxBasis, currency, at: now })
  await refreshStanding(db, accountId, now)
  return { seasonId, invoiced: 'now' }
}

async function billedUntil(db: Db, accountId: string, contractId: string) {
  const terms = await liveTerms(db, accountId)
  return terms.find((term) => term.contractId === contractId)?.billedUntil ?? null
}

function listedPrice(contract: ContractRow): number {
  const listed = seasonPrice(catalogFor(contract), contract.plan, cycleOf(contract.interval))
  return listed.kind === 'grant' ? listed.price.amount : 0
}

async function answer(
  { db, actor, now, contract }: BillingWork,
  { fromSeasonId, name, firstDay, lastDay, seats, unitPrice, state }: ProposedSeason,
  seasonId: string | null,
): Promise<void> {
  const written = await answerProposal(db, {
    id: randomUUIDv7(),
    accountId: actor.accountId,
    contractId: contract.id,
    fromSeasonId,
    name,
    firstDay,
    lastDay,
    seats,
    unitPrice,
    state: state === 'agreed' ? 'agreed' : 'declined',
    seasonId,
    now,
    by: signatureOf(actor).id,
  })
  if (!written) throw new Error('Somebody else has answered, in spite of the lock')
}

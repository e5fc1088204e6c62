import {
  awaitsInvoiceSince,
  type Currency,
  type Day,
  dayAt,
  normalizeEmail,
  quoteReduction,
  type Refusal,
  type ScheduledChange,
  type Tax,
} from '@seatkeeper/rules'
import { queueBillingNotice } from '../../collections/queue-billing-notice.ts'
import { digestOf, iso } from '../../parameters.ts'
import type { Db } from '../../statement.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { untilDecided } from '../../transaction.ts'
import { asVendor } from '../../vendor.ts'
import { saidOf, type SaidTaxes, type TaxesToAsk, withTaxes } from '../billing/asked-taxes.ts'
import { accountFacts, billingOf, catalogFor, contractFacts, lockMoney } from '../billing/facts.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { askedOf, placeOf } from '../billing/taxes.ts'
import { applyTerms, lockSeatsOf } from '../billing-runs/apply-terms.ts'
import { billedAccount } from '../billing-runs/billed-account.ts'
import type { AskTaxes } from '../billing-runs/period-taxes.ts'
import { giveCredit } from '../credit-notes/give-credit.ts'
import { recordChange } from '../record-change.ts'
import { endChanges, insertChanges, isAbout, noted, selectOpen } from './scheduled-changes.ts'
import {
  makeNow,
  type OpenInvoice,
  type SeatHolder,
  selectOpenInvoices,
  selectSeatHolders,
  startAt,
} from './reduction-rows.ts'
import { findAccount, type FoundAccount } from './vendor-account.ts'
import type { VendorContext } from './vendor-change.ts'

/** What the vendor grants at once; what is left out stays. */
export interface ReductionToGrant {
  /** New numbers, by item. */
  readonly quantities: Readonly<Record<string, number>>
  readonly plan?: string
  /** E-mail addresses of those who give up a seat. */
  readonly giveUp: readonly string[]
  /** Nothing is written: what would be. */
  readonly dryRun: boolean
}

type Person = Pick<SeatHolder, 'name' | 'email'>

export interface GrantedReduction {
  readonly account: string
  readonly changes: readonly ScheduledChange[]
  readonly currency: Currency
  /** For the rest of the paid period; with tax, positive. */
  readonly credited: number
  readonly creditedTax: number
  /** Exclusive: until when what is given up was paid. */
  readonly paidUntil: Day | null
  /** Over what is reduced, and not paid: they are collected in full. */
  readonly open: readonly OpenInvoice[]
  /** Who gives up a seat, and is deactivated. */
  readonly leaving: readonly Person[]
  /** What was scheduled or asked for and is reached with it. */
  readonly lapsed: number
  /** Null: there is nothing to credit, or nothing was written. */
  readonly creditNote: number | null
  readonly dryRun: boolean
}

export type ReductionAnswer =
  | ({ readonly kind: 'grant' } & GrantedReduction)
  | Exclude<FoundAccount, { kind: 'found' }>
  /** D-23: more have a seat than there would be; those named are not among them. */
  | {
      readonly kind: 'too-few'
      readonly item: string
      readonly taken: number
      readonly people: readonly Person[]
    }
  /** More were named than have to go. */
  | { readonly kind: 'too-many'; readonly item: string; readonly needed: number }
  /** These were named, and have no such seat or are owner. */
  | { readonly kind: 'no-seat'; readonly emails: readonly string[] }
  | Refusal

/**
 * D-02: the vendor grants a reduction or a lower plan at once. In one transaction, with every seat of the contract locked: seats retire today, free ones
 * first and then those of the people named, who are deactivated; plan and prices; what was really paid for the rest of the
 * period goes into the credit balance with a credit note (D-34, D-36); what was scheduled or asked for and is reached lapses, the
 * rest keeps its number; audit entry and mails. Refused: while a purchase is on its way, or the running period's
 * invoice is not there yet; as `quoteReduction`. Other writers of seats: claims, which wait for the lock and find them retired.
 */
export async function reduceNow(
  context: VendorContext & { readonly ask?: AskTaxes },
  account: string,
  wish: ReductionToGrant,
): Promise<ReductionAnswer> {
  const answer = await withTaxes(context.ask, async (said): Promise<ReductionAnswer | TaxesToAsk> => {
    const done = await untilDecided(() =>
      asVendor(context.url, (db) => attempt(db, context, account, wish, said)),
    )
    return done ?? { kind: 'refuse', reason: 'busy' }
  })
  return answer ?? { kind: 'refuse', reason: 'busy' }
}

async function attempt(
  db: Db,
  { now, ask }: VendorContext & { readonly ask?: AskTaxes },
  account: string,
  wish: ReductionToGrant,
  said: readonly SaidTaxes[],
): Promise<ReductionAnswer | TaxesToAsk> {
  const found = await findAccount(db, account)
  if (found.kind !== 'found') return found
  const { actor } = found
  const { accountId } = actor
  await lockMoney(db, accountId)
  const { contract, openPurchase } = await billingOf(db, actor, now)
  if (contract === null) return { kind: 'refuse', reason: 'not-found' }
  // What it was quoted for is the contract as it stands.
  if (openPurchase !== null) return { kind: 'refuse', reason: 'busy' }
  const today = dayAt(now)
  await lockSeatsOf(db, contract.id)
  const row = await billedAccount(db, { accountId, contractId: contract.id }, now)
  const facts = contractFacts(row.contract)
  const { billedUntil, renewal } = row.contract
  const running = { ...facts, billedUntil, renewal }
  const since = awaitsInvoiceSince(running, today)
  if (since !== null) return { kind: 'refuse', reason: 'period-not-invoiced', since }

  const holders = await selectSeatHolders(db, contract.id, iso(now))
  const keys = wish.giveUp.map((email) => ({ email, key: keyOf(email) }))
  const strangers = keys.filter(({ key }) => !holders.some((one) => one.emailKey === key && !one.owner))
  if (strangers.length > 0) return { kind: 'no-seat', emails: strangers.map(({ email }) => email) }
  const leaving = holders.filter(({ emailKey }) => keys.some(({ key }) => key === emailKey))
  const releases = releasesOf(leaving)
  const price = (taxes?: readonly Tax[]) =>
    quoteReduction(
      { contract: facts, catalog: catalogFor(row.contract), account: accountFacts(row, taxes) },
      { quantities: wish.quantities, releases, ...(wish.plan !== undefined && { plan: wish.plan }) },
      now,
    )
  const first = price()
  if (first.kind === 'refuse') {
    if (first.reason !== 'below-assigned') return first
    const { item, assigned } = first
    const people = holders.filter((one) => one.item === item && !one.owner && !leaving.includes(one))
    return { kind: 'too-few', item, taken: assigned, people: people.map(personOf) }
  }
  for (const [item, members] of Object.entries(releases)) {
    const to = first.contract.items.find(({ id }) => id === item)?.quantity ?? 0
    const needed = Math.max((facts.items.find(({ id }) => id === item)?.inUse ?? 0) - to, 0)
    if (members.length > needed) return { kind: 'too-many', item, needed }
  }
  const { currency } = first
  if (first.dueToday.lines.length > 0) throw new Error('A reduction that costs something')
  const reference = `${contract.id} ${today} reduced`
  const taxed = saidOf(ask, said, { place: placeOf(row), currency, ...askedOf(first), reference })
  if (taxed.kind === 'ask-taxes') return taxed
  const quote = price(taxed.taxes)
  if (quote.kind === 'refuse') return quote
  const { creditGranted } = quote

  const changes = changesOf(facts, quote.contract, releases, today)
  const open = await selectOpen(db, accountId)
  const reached = open.filter((change) => {
    const done = changes.find((one) =>
      isAbout(change, { kind: one.kind, item: one.kind === 'plan' ? null : one.item }),
    )
    if (done === undefined) return false
    return done.kind === 'plan' || (change.to! <= done.from && change.to! >= done.to)
  })
  const tax = creditGranted.lines.reduce(
    (sum, { rule, amount }) => sum - (rule === 'tax' ? amount.amount : 0),
    0,
  )
  const plan: Omit<GrantedReduction, 'creditNote'> = {
    account: found.name,
    changes,
    currency,
    credited: creditGranted.amount,
    creditedTax: tax,
    paidUntil: billedUntil,
    open: await selectOpenInvoices(
      db,
      contract.id,
      today,
      changes.flatMap((one) => (one.kind === 'plan' ? facts.items.map(({ id }) => id) : one.item)),
    ),
    leaving: leaving.map(personOf),
    lapsed: reached.length,
    dryRun: wish.dryRun,
  }
  if (wish.dryRun) return { kind: 'grant', ...plan, creditNote: null }

  const signed = signatureOf(actor)
  const by = signed.id
  await applyTerms(db, {
    accountId,
    contractId: contract.id,
    before: row.contract,
    after: quote.contract,
    releases: Object.entries(releases).map(([item, members]) => ({ item, members })),
    on: today,
    now,
    by: signed,
  })
  const ended = reached.map(({ id }) => id)
  if (ended.length > 0) await endChanges(db, ended, 'lapsed', iso(now), by)
  for (const change of changes) {
    if (change.kind === 'quantity') await startAt(db, contract.id, change.item, change.to)
  }
  const about = await insertChanges(db, { accountId, contractId: contract.id }, changes, {
    now,
    askedBy: by,
    decidedBy: by,
  })
  await makeNow(db, about, iso(now))
  const given = { accountId, contractId: contract.id, currency, at: now }
  const note = await giveCredit(db, row, creditGranted, given)
  await queueBillingNotice(db, { accountId, kind: 'change-made', at: now, about })
  await refreshStanding(db, accountId, now)
  const { before, after } = noted(changes.map(notedChange))
  const action = 'billing.reduced-now' as const
  await recordChange(
    db,
    actor,
    {
      action,
      subjectId: contract.id,
      before,
      after: { ...after, credited: creditGranted.amount, currency, creditNote: note?.number ?? null },
      idempotencyKey: undefined,
      requestHash: digestOf([action, contract.id]),
      result: {},
    },
    now,
  )
  return { kind: 'grant', ...plan, creditNote: note?.number ?? null }
}

const personOf = ({ name, email }: SeatHolder): Person => ({ name, email })

function keyOf(email: string): string {
  const address = normalizeEmail(email)
  return address.kind === 'grant' ? address.key : ''
}

function releasesOf(leaving: readonly SeatHolder[]): Record<string, string[]> {
  const releases: Record<string, string[]> = {}
  for (const { item, memberId } of leaving) (releases[item] ??= []).push(memberId)
  return releases
}

/** Everything that is less from today on, tied seats included. */
function changesOf(
  before: ReturnType<typeof contractFacts>,
  after: ReturnType<typeof contractFacts>,
  releases: Readonly<Record<string, readonly string[]>>,
  effectiveOn: Day,
): ScheduledChange[] {
  const changes: ScheduledChange[] = []
  if (after.plan !== before.plan) {
    changes.push({ kind: 'plan', from: before.plan, to: after.plan, effectiveOn })
  }
  for (const { id, quantity, terms } of before.items) {
    const to = after.items.find((item) => item.id === id)?.quantity ?? 0
    if (to === quantity || terms?.mode === 'unlimited') continue
    const named = releases[id] ?? []
    changes.push({
      kind: 'quantity',
      item: id,
      from: quantity,
      to,
      effectiveOn,
      ...(named.length > 0 && { releases: named }),
    })
  }
  return changes
}

function notedChange(change: ScheduledChange): Parameters<typeof noted>[0][number] {
  const nothing = { item: null, from: null, to: null, fromPlan: null, toPlan: null, releases: [] }
  return change.kind === 'plan'
    ? { ...nothing, kind: 'plan', fromPlan: change.from, toPlan: change.to, effectiveOn: change.effectiveOn }
    : { ...nothing, ...change, releases: change.releases ?? [] }
}

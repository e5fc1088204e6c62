import {
  type BillingStep,
  type Currency,
  dayAt,
  type Instant,
  MS_PER_DAY,
  nextBillingStep,
  startOfDay,
} from '@seatkeeper/rules'
import type { Em } from '../../orm.ts'
import type { Db } from '../../statement.ts'
import { type AGAIN, changeInTransaction, untilDecided } from '../../transaction.ts'
import { lockMoney } from '../billing/facts.ts'
import { endTerm } from './end-term.ts'
import { askedOfPeriod, issuePeriod, pricePeriod } from './issue-period.ts'
import { changeAhead, makeChange } from './make-change.ts'
import { ASK_AGAIN, type AskTaxes, isUnreachable, type PeriodTaxes } from './period-taxes.ts'
import { renewTerm } from './renew-term.ts'
import { accountsDue, type LiveTerm, liveTerms, nextDueDay, runFacts } from './terms.ts'

/** What one billing run has done. */
export interface BillingRun {
  readonly invoices: number
  readonly renewals: number
  readonly changes: number
  readonly ends: number
  /** Accounts that could not be billed this time. */
  readonly faults: readonly BillingFault[]
}

export interface BillingFault {
  readonly accountId: string
  readonly cause: unknown
}

/** One step of one term. `at`: when it was due, the day that it is dated with; `now`: when it is made. */
export interface StepOfTerm {
  readonly accountId: string
  readonly term: LiveTerm
  readonly step: BillingStep
  readonly now: Instant
  /** What a tax service said of it before; left out: there is none. */
  readonly taxes?: PeriodTaxes | 'not-asked' | undefined
}

/** An invoice is for good, so it waits for a tax service that is away; but not for ever. */
const TAX_PATIENCE_MS = MS_PER_DAY

/** Tries at one look, where addresses or seats change between the question and the invoice. */
const QUESTIONS = 3

/** Accounts per look: memory stays the same however many there are. */
const PAGE = 200

/**
 * Everything that contracts need by `upTo` (BILL-04, BILL-06, BILL-08, BILL-11): invoices of periods, scheduled changes, next terms,
 * ends. What is due follows from facts (`nextBillingStep`), so a worker that was down makes up for it, each step with its own date.
 * Each step is one transaction under the lock of its account's money, which looks at the facts anew: whoever is killed, or
 * works beside another, makes nothing twice; unique keys stand behind it.
 *
 * An account that cannot be billed keeps no other waiting, and no clock: it is named in what this gives, and looked at again the
 * next time.
 */
export async function runBilling(
  em: Em,
  {
    upTo,
    page = PAGE,
    onPage,
    ask,
    mayBill = () => true,
  }: {
    readonly upTo: Instant
    readonly page?: number
    readonly onPage?: (accounts: number) => void | Promise<void>
    /** Left out: there is no tax service. */
    readonly ask?: AskTaxes | undefined
    /** False: its turn comes later. */
    readonly mayBill?: (accountId: string) => boolean
  },
): Promise<BillingRun> {
  const done = { invoices: 0, renewals: 0, changes: 0, ends: 0 }
  const faults: BillingFault[] = []
  for (let after: string | null = null; ;) {
    const accounts: { accountId: string }[] = await accountsDue(
      em.getKysely() as Db,
      after,
      dayAt(upTo),
      page,
    )
    for (const { accountId } of accounts) {
      if (!mayBill(accountId)) continue
      try {
        await billAccount(em, accountId, upTo, done, ask)
      } catch (cause) {
        faults.push({ accountId, cause })
      }
    }
    await onPage?.(accounts.length)
    const last = accounts.at(-1)
    if (last === undefined || accounts.length < page) break
    after = last.accountId
  }
  return { ...done, faults }
}

/** The first instant after `after` at which a contract needs something; null: none is in sight. */
export async function nextBillingAt(em: Em, after: Instant): Promise<Instant | null> {
  const [next] = await nextDueDay(em.getKysely() as Db, dayAt(after))
  return next?.day == null ? null : startOfDay(next.day)
}

/** Outside any transaction: what is invoiced next, if anything is, and its taxes. 'wait': the service is away. */
async function askedFor(
  em: Em,
  accountId: string,
  upTo: Instant,
  ask: AskTaxes,
): Promise<PeriodTaxes | 'not-asked' | 'wait'> {
  const question = await changeInTransaction(em, async (db) => {
    const first = await firstDue(db, accountId, upTo)
    const priced = first && (await pricedAhead(db, first))
    if (first === undefined || priced == null) return null
    const { currency, asked } = priced
    return { contractId: first.term.contractId, step: first.step, currency, asked }
  })
  if (question === null) return 'not-asked'
  const { contractId, step, currency, asked } = question
  const said = await ask({ ...asked, currency, reference: `${contractId} ${step.on}` })
  if (isUnreachable(said) && upTo - step.dueAt < TAX_PATIENCE_MS) return 'wait'
  return { contractId, on: step.on, asked, ...said }
}

/** Null: nothing is charged by it. */
async function pricedAhead(
  db: Db,
  given: StepOfTerm,
): Promise<(Pick<PeriodTaxes, 'asked'> & { readonly currency: Currency }) | null> {
  if (given.step.step === 'change') return changeAhead(db, given)
  if (given.step.step !== 'invoice') return null
  const priced = await pricePeriod(db, given)
  return { currency: priced.row.contract.currency, asked: askedOfPeriod(priced) }
}

const COUNTS = { invoice: 'invoices', renew: 'renewals', change: 'changes', end: 'ends' } as const

async function billAccount(
  em: Em,
  accountId: string,
  upTo: Instant,
  done: Record<Exclude<keyof BillingRun, 'faults'>, number>,
  ask: AskTaxes | undefined,
): Promise<void> {
  for (let questions = 0; questions < QUESTIONS;) {
    const taxes = ask && (await askedFor(em, accountId, upTo, ask))
    if (taxes === 'wait') return
    const made = await untilDecided(() =>
      changeInTransaction(em, (db) => nextStep(db, accountId, upTo, taxes)),
    )
    if (made === null) throw new Error('Its seats are busy')
    if (made === 'nothing') return
    if (made === ASK_AGAIN) questions += 1
    else done[COUNTS[made]] += 1
  }
}

async function nextStep(
  db: Db,
  accountId: string,
  upTo: Instant,
  taxes: StepOfTerm['taxes'],
): Promise<BillingStep['step'] | 'nothing' | typeof AGAIN | typeof ASK_AGAIN> {
  await lockMoney(db, accountId)
  const first = await firstDue(db, accountId, upTo)
  if (first === undefined) return 'nothing'
  await MAKERS[first.step.step](db, { ...first, taxes })
  return first.step.step
}

async function firstDue(db: Db, accountId: string, upTo: Instant): Promise<StepOfTerm | undefined> {
  const due = (await liveTerms(db, accountId))
    .map((term) => ({ accountId, term, step: nextBillingStep(runFacts(term)), now: upTo }))
    .filter(({ step }) => step.dueAt <= upTo)
    .sort((a, b) => a.step.dueAt - b.step.dueAt)
  return due[0]
}

const MAKERS: Readonly<Record<BillingStep['step'], (db: Db, step: StepOfTerm) => Promise<void>>> = {
  invoice: issuePeriod,
  change: makeChange,
  renew: renewTerm,
  end: endTerm,
}

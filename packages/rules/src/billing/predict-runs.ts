import type { Catalog } from '../catalog/catalog.ts'
import type { Day } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'
import type { ContractFacts, Credit } from './contract.ts'
import { unbilled } from './cover.ts'
import { invoiced, invoiceFor } from './invoice.ts'
import type { DaySpan } from './prorate.ts'
import { quoteScheduled } from './quote-scheduled.ts'
import { renew } from './renew.ts'
import { type BillingStep, nextBillingStep } from './run.ts'
import { withScheduled } from './scheduled-changes.ts'
import type { BillingAccount, Settlement } from './settle.ts'

export interface PredictedStep extends BillingStep {
  /** The term after the step. */
  readonly term: DaySpan
  readonly plan: string
  /** Seats and add-ons after the step, by item. */
  readonly quantities: Readonly<Record<string, number>>
  /** Of a period, or of a change within one. */
  readonly invoice?: Pick<
    Settlement,
    'net' | 'tax' | 'creditApplied' | 'carriedIn' | 'carriedOut' | 'due'
  > & {
    readonly period?: DaySpan
  }
}

/**
 * What becomes of a contract by an instant, from the facts and the rules alone: every change, invoice, next term and end, each
 * with its day (REQ-07). Every invoice is taken to be paid, and nobody to do anything meanwhile. Throws where a rule refuses.
 */
export function predictRuns(
  start: {
    readonly contract: ContractFacts
    readonly catalog: Catalog
    readonly account: BillingAccount
    readonly signedAt: Instant
    readonly renewal?: boolean
    readonly billedUntil?: Day | null
  },
  upTo: Instant,
): PredictedStep[] {
  const { catalog, signedAt } = start
  const steps: PredictedStep[] = []
  let { contract, account, billedUntil = null, renewal = false } = start
  for (;;) {
    const step = nextBillingStep({
      interval: contract.interval,
      term: contract.term,
      signedAt,
      renewal,
      cancelled: contract.endsOn != null,
      billedUntil,
      changesOn: firstChange(contract),
    })
    if (step.dueAt > upTo) return steps
    let invoice: PredictedStep['invoice']
    switch (step.step) {
      case 'invoice': {
        const issued = granted(
          invoiceFor({ contract, account: on(account, step), minimumCharge: catalog.minimumCharge }, step.on),
        )
        account = settled(account, issued, step)
        billedUntil = issued.period.end
        contract = invoiced(contract, true)
        invoice = figures(issued, issued.period)
        break
      }
      case 'change': {
        const within = billedUntil !== null && step.on < billedUntil
        const quote = within
          ? quoteScheduled({ contract, catalog, account: on(account, step), by: 'vendor' }, step.dueAt)
          : null
        if (quote?.kind === 'grant') {
          const issued = { ...quote.dueToday, creditsUsed: quote.creditsUsed }
          if (issued.lines.length > 0) {
            account = settled(account, issued, step)
            invoice = figures(issued)
          }
          if (quote.creditGranted.amount > 0) account = credited(account, quote.creditGranted.amount, step)
          contract = quote.contract
        } else contract = granted(withScheduled(contract, catalog, step.on)).contract
        break
      }
      case 'renew': {
        contract = granted(renew(contract, catalog)).contract
        contract = { ...contract, items: contract.items.map(unbilled) }
        billedUntil = null
        renewal = true
        break
      }
      case 'end':
    }
    const { term, plan, items } = contract
    const quantities = Object.fromEntries(items.map(({ id, quantity }) => [id, quantity]))
    steps.push({ ...step, term, plan, quantities, ...(invoice && { invoice }) })
    if (step.step === 'end') return steps
  }
}

function granted<T extends { readonly kind: string }>(decision: T): Extract<T, { kind: 'grant' }> {
  if (decision.kind === 'grant') return decision as Extract<T, { kind: 'grant' }>
  throw new Error(`Refused: ${JSON.stringify(decision)}`)
}

function firstChange({ scheduled }: ContractFacts): Day | null {
  return scheduled.reduce<Day | null>(
    (first, { effectiveOn }) => (first === null || effectiveOn < first ? effectiveOn : first),
    null,
  )
}

/** Credit that comes after an invoice's day is for the next one. */
function on(account: BillingAccount, { dueAt }: BillingStep): BillingAccount {
  return { ...account, credits: account.credits.filter(({ grantedAt }) => grantedAt <= dueAt) }
}

function settled(
  account: BillingAccount,
  { creditsUsed, carriedIn, carriedOut, toBalance }: Omit<Settlement, 'includedTax'>,
  step: BillingStep,
): BillingAccount {
  const used = new Map(creditsUsed.map(({ creditId, amount }) => [creditId, amount]))
  const credits = account.credits
    .map((credit) => ({ ...credit, remaining: credit.remaining - (used.get(credit.id) ?? 0) }))
    .filter(({ remaining }) => remaining > 0)
  const rest = { ...account, credits, carried: account.carried - carriedIn + carriedOut }
  return toBalance > 0 ? credited(rest, toBalance, step) : rest
}

function credited(account: BillingAccount, amount: number, { dueAt }: BillingStep): BillingAccount {
  const id = `credit of ${dueAt} ${account.credits.length}`
  const credit: Credit = { id, grantedAt: dueAt, remaining: amount }
  return { ...account, credits: [...account.credits, credit] }
}

function figures(
  { net, tax, creditApplied, carriedIn, carriedOut, due }: Omit<Settlement, 'includedTax'>,
  period?: DaySpan,
): NonNullable<PredictedStep['invoice']> {
  return { net, tax, creditApplied, carriedIn, carriedOut, due, ...(period && { period }) }
}

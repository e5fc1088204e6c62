import { monthsOf } from '../time/billing-period.ts'
import { addDays, type Day } from '../time/day.ts'
import { dayAt, type Instant, startOfDay } from '../time/instant.ts'
import type { Amendment } from './amend.ts'
import type { ContractFacts, ContractItem, CreditedUnits } from './contract.ts'
import {
  cutCover,
  fullCover,
  loweredCover,
  missingCover,
  paidAgain,
  raisedCover,
  takeBack,
  unbilled,
  uncovered,
} from './cover.ts'
import { allLines, type LineRule, type LineTerms, pricedLine, type PricedLine } from './line.ts'
import type { ContractPeriod } from './period.ts'
import { type Portion, portionByDay, portionBySecond } from './prorate.ts'

export interface ChangeLines {
  /** Due now. */
  readonly charges: readonly PricedLine[]
  /** Given back into the credit balance; negative amounts. */
  readonly credits: readonly PricedLine[]
  /** The contract with what is covered once the charges are invoiced and the credits given. */
  readonly contract: ContractFacts
}

/**
 * What an amendment costs and gives back for the rest of the paid period, one line for each item, price and reason
 * (BILL-03, BILL-05, D-02, D-03, D-11, D-12, D-34). Undefined where an amount does not fit the safe integers.
 */
export function changeLines(
  before: ContractFacts,
  { contract: after, plan }: Amendment,
  {
    now,
    period,
    credited,
  }: { readonly now: Instant; readonly period: ContractPeriod; readonly credited: boolean },
): ChangeLines | undefined {
  const rest = restOfPeriod(before, period, now)
  const charges: (PricedLine | undefined)[] = []
  const credits: (PricedLine | undefined)[] = []
  const line = (rule: LineRule, item: ContractItem, sign: 1 | -1, step: Step) =>
    lineOf({ rule, item, sign, step, contract: before, rest })

  const items = after.items.map((item): ContractItem => {
    const was = before.items.find((each) => each.id === item.id) ?? { ...item, quantity: 0, cover: [] }
    if (item.terms?.mode === 'unlimited') return unbilled(item)
    const waits = after.policy.increaseCharge === 'next-cycle'
    // Nothing about it changes, and nothing of it is left to be covered.
    if (item === was && plan === null && (waits || uncovered(item.cover, item.quantity) === 0)) return item
    // What was added and waits for the next cycle is not invoiced for this one.
    let cover = waits ? was.cover : fullCover(was.cover, was.quantity, was.unitPrice)
    let creditedUnits: readonly CreditedUnits[] = was.credited ?? []

    if (credited && item.quantity < was.quantity) {
      const cut = cutCover(cover, was.quantity, item.quantity)
      cover = cut.cover
      for (const part of cut.credited) credits.push(line('reduction-credit', item, -1, part))
      creditedUnits = [
        ...creditedUnits,
        ...cut.credited.map(({ quantity, unitPrice }) => ({ quantity, unitPrice })),
      ]
    }
    if (credited && plan === 'lower') {
      const lowered = loweredCover(cover, item.quantity, item.unitPrice)
      cover = lowered.cover
      for (const { quantity, unitPrice, kept } of lowered.credited) {
        credits.push(line('plan-credit', item, -1, { quantity, unitPrice, before: kept }))
      }
    }
    if (waits) {
      const { taken, left } = takeBack(creditedUnits, uncovered(cover, item.quantity), item.unitPrice)
      for (const part of taken) charges.push(line('used-again', item, 1, part))
      return { ...unbilled(item), cover: paidAgain(cover, taken), ...(left.length > 0 && { credited: left }) }
    }

    for (const { quantity, covered } of missingCover(cover, item.quantity, item.unitPrice)) {
      // Without a change of plan the running units cost what was invoiced for them until the period ends.
      if (covered === null) charges.push(line('added', item, 1, { quantity, unitPrice: item.unitPrice }))
      else if (plan !== null) {
        const step = { quantity, unitPrice: item.unitPrice, before: covered }
        charges.push(line('plan-difference', item, 1, step))
      }
    }
    const paid = after.payment === 'card'
    return {
      ...item,
      cover: raisedCover(cover, item.quantity, item.unitPrice, { paid, onlyAdded: plan === null }),
    }
  })
  const [charged, given] = [allLines(charges), allLines(credits)]
  return charged && given && { charges: charged, credits: given, contract: { ...after, items } }
}

interface Step {
  readonly quantity: number
  readonly unitPrice: number
  /** What the same units are covered with. */
  readonly before?: number
}

interface Rest extends Portion {
  readonly from: Day
  readonly until: Day
  readonly unit: 'day' | 'second'
}

/** From the day (or second) of the change to the end of the paid period, which may end with the term (D-12). */
function restOfPeriod({ policy }: ContractFacts, { full, charged }: ContractPeriod, now: Instant): Rest {
  const { basis, dayOfChange } = policy
  const today = dayAt(now)
  const portion =
    basis === 'second'
      ? portionBySecond({
          period: { start: startOfDay(full.start), end: startOfDay(full.end) },
          changeAt: now,
          until: startOfDay(charged.end),
        })
      : portionByDay({ period: full, changeOn: today, until: charged.end, basis, dayOfChange })
  if (portion.kind === 'refuse') throw new RangeError(`A period that is none: ${full.start} – ${full.end}`)
  const { part, whole } = portion
  const free = basis !== 'second' && dayOfChange === 'free'
  return {
    from: free ? addDays(today, 1) : today,
    until: charged.end,
    part,
    whole,
    unit: basis === 'second' ? 'second' : 'day',
  }
}

function lineOf(input: {
  readonly rule: LineRule
  readonly item: ContractItem
  readonly sign: 1 | -1
  readonly step: Step
  readonly contract: ContractFacts
  readonly rest: Rest
}): PricedLine | undefined {
  const { rule, item, sign, step, contract, rest } = input
  const { currency, policy, interval } = contract
  const terms: LineTerms = {
    rule,
    subject: item.id,
    sign,
    quantity: step.quantity,
    unitPrice: { amount: step.unitPrice, currency },
    times: monthsOf(interval),
    per: 1,
    from: rest.from,
    until: rest.until,
    part: rest.part,
    whole: rest.whole,
    unit: rest.unit,
    rounding: policy.rounding,
  }
  if (!step.before) return pricedLine(terms)
  return pricedLine({ ...terms, unitPriceBefore: { amount: step.before, currency } })
}

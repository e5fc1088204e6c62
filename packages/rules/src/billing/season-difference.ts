import type { Decision } from '../decision.ts'
import { addDays, daysBetween, type Day } from '../time/day.ts'
import type { ContractFacts, ContractSeason } from './contract.ts'
import type { IssuedLine } from './cover.ts'
import { allLines, type InvoiceLine, pricedLine, type PricedLine } from './line.ts'
import { seasonMonths } from './preview.ts'
import { type BillingAccount, chargeable, settle, type SettleRefusal, type Settlement } from './settle.ts'
import { creditOf } from './quote.ts'

/** Seats of a season that are invoiced for so many months, or parts of one. */
interface SeasonLayer {
  readonly quantity: number
  readonly months: number
  /** How much of it was charged. */
  readonly share: readonly [part: number, whole: number]
  readonly unitPrice: number
  readonly paid: boolean
}

export interface SeasonDifferenceFacts {
  readonly contract: Pick<ContractFacts, 'currency' | 'policy' | 'payment'>
  readonly account: BillingAccount
  /** D-26 */
  readonly minimumCharge: number
  /** The season as it was, and what was issued for it, in its order; what was taken back is not among it. */
  readonly before: ContractSeason
  readonly issued: readonly IssuedLine[]
}

export interface SeasonDifference {
  /** Its own invoice; null: nothing is charged. */
  readonly invoice: Settlement | null
  readonly credit: { readonly lines: readonly InvoiceLine[]; readonly amount: number }
}

/**
 * D-24, D-02, D-11, D-34: what a season that is invoiced already costs more, or gives back, once the vendor has changed it. More seats cost the days of it that are
 * left, today included, or all of it where it has not begun; more months, or parts of one, are charged whole. Less is credited only where that is agreed
 * (`credited`), as far as it was really paid, and is otherwise not charged again when it comes back. Dates alone cost nothing.
 */
export function seasonDifference(
  facts: SeasonDifferenceFacts,
  after: ContractSeason,
  { today, credited }: { readonly today: Day; readonly credited: boolean },
): Decision<SeasonDifference, SettleRefusal> {
  const { contract, account, before, minimumCharge } = facts
  const { currency, policy } = contract
  const months = seasonMonths(after)
  const cover = coverOfSeason(facts)
  const charges: (PricedLine | undefined)[] = []
  const credits: (PricedLine | undefined)[] = []
  const line = (terms: {
    readonly rule: 'season-more' | 'season-longer' | 'season-credit'
    readonly of: ContractSeason
    readonly quantity: number
    readonly unitPrice: number
    readonly times: number
    readonly part: readonly [part: number, whole: number, unit: 'day' | 'month']
  }) => {
    const { rule, of, quantity, unitPrice, times } = terms
    const [part, whole, unit] = terms.part
    return pricedLine({
      rule,
      subject: of.id,
      sign: rule === 'season-credit' ? -1 : 1,
      quantity,
      unitPrice: { amount: unitPrice, currency },
      times,
      per: 1,
      from: unit === 'day' && today > of.firstDay ? today : of.firstDay,
      until: addDays(of.lastDay, 1),
      part,
      whole,
      unit,
      rounding: policy.rounding,
    })
  }
  let wanted = after.seats
  let had = before.seats
  for (const layer of cover) {
    const stays = Math.min(wanted, layer.quantity)
    // What was given up earlier, without credit, is gone.
    const goes = Math.max(Math.min(had, layer.quantity) - stays, 0)
    wanted -= stays
    had -= Math.min(had, layer.quantity)
    if (stays > 0 && layer.months < months) {
      const { unitPrice } = layer
      const part = [months - layer.months, months, 'month'] as const
      charges.push(
        line({ rule: 'season-longer', of: after, quantity: stays, unitPrice, times: months, part }),
      )
    }
    if (!credited || !layer.paid) continue
    if (stays > 0 && layer.months > months) {
      const { unitPrice, months: times } = layer
      const part = [times - months, times, 'month'] as const
      credits.push(line({ rule: 'season-credit', of: before, quantity: stays, unitPrice, times, part }))
    }
    if (goes > 0) {
      const { unitPrice, months: times } = layer
      const part = atMost(restOf(before, today), layer.share)
      if (part[0] > 0) {
        credits.push(line({ rule: 'season-credit', of: before, quantity: goes, unitPrice, times, part }))
      }
    }
  }
  const part = restOf(after, today)
  if (wanted > 0 && part[0] > 0) {
    const { unitPrice } = after
    charges.push(line({ rule: 'season-more', of: after, quantity: wanted, unitPrice, times: months, part }))
  }
  const [charged, given] = [allLines(charges), allLines(credits)]
  if (!charged || !given) return { kind: 'refuse', reason: 'amount-out-of-range' }
  const credit = creditOf(given, contract, account)
  if (credit.kind === 'refuse') return credit
  const billed = charged.filter(({ amount }) => amount.amount > 0)
  if (billed.length === 0) return { kind: 'grant', invoice: null, credit }
  const settled = settle(billed, account, {
    currency,
    rounding: policy.rounding,
    ...chargeable(contract, minimumCharge),
  })
  return settled.kind === 'refuse' ? settled : { kind: 'grant', invoice: settled, credit }
}

/** Of a season's days those that are left, today included (D-36); all of them before it begins, none once it is over. */
function restOf({ firstDay, lastDay }: ContractSeason, today: Day): readonly [number, number, 'day'] {
  const whole = daysBetween(firstDay, addDays(lastDay, 1))
  const gone = Math.min(Math.max(daysBetween(firstDay, today), 0), whole)
  return [whole - gone, whole, 'day']
}

/** Days that were added for nothing give nothing back. */
function atMost(
  rest: ReturnType<typeof restOf>,
  [part, whole]: SeasonLayer['share'],
): ReturnType<typeof restOf> {
  return rest[0] * whole > part * rest[1] ? [part, whole, 'day'] : rest
}

/** The longest first, and of them what is paid, so that seats whose invoice was taken back are given up first. What no line says, but was had, counts as invoiced and not paid, as with a contract's items. */
function coverOfSeason({ before, issued }: SeasonDifferenceFacts): readonly SeasonLayer[] {
  let layers: SeasonLayer[] = []
  for (const { line, paid } of issued) {
    if (line.kind !== 'priced' || line.subject !== before.id) continue
    const { rule, quantity, times, part, whole, unit } = line
    const unitPrice = line.unitPrice.amount
    if (rule === 'season' || rule === 'ad-hoc-season' || rule === 'season-more') {
      layers.push({ quantity, months: times, share: [part, whole], unitPrice, paid })
    } else if (rule === 'season-longer') {
      layers = moved(layers, quantity, { from: whole - part, to: whole, paid })
    } else if (rule === 'season-credit') {
      layers = moved(layers, quantity, { from: times, to: unit === 'month' ? times - part : 0, paid: true })
    }
  }
  const missing = before.seats - layers.reduce((sum, { quantity }) => sum + quantity, 0)
  if (missing > 0) {
    const { unitPrice } = before
    layers.push({ quantity: missing, months: seasonMonths(before), share: [1, 1], unitPrice, paid: false })
  }
  return layers
    .filter(({ quantity, months }) => quantity > 0 && months > 0)
    .toSorted((a, b) => b.months - a.months || Number(b.paid) - Number(a.paid))
}

/** So many seats that were invoiced for some months are for others; those that are paid are credited first. */
function moved(
  layers: readonly SeasonLayer[],
  quantity: number,
  { from, to, paid }: { readonly from: number; readonly to: number; readonly paid: boolean },
): SeasonLayer[] {
  let left = quantity
  return layers
    .toSorted((a, b) => Number(b.paid) - Number(a.paid))
    .flatMap((layer) => {
      const units = layer.months === from ? Math.min(left, layer.quantity) : 0
      left -= units
      return [
        { ...layer, quantity: layer.quantity - units },
        { ...layer, quantity: units, months: to, paid: layer.paid && paid },
      ]
    })
    .filter((layer) => layer.quantity > 0)
}

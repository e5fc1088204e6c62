import { type PricedLine, pricedLine } from '../billing/line.ts'
import type { Catalog, StorageAmounts, StorageCategory } from '../catalog/catalog.ts'
import type { Decision } from '../decision.ts'
import { exactProduct, sumAmounts } from '../money/exact.ts'
import type { Money } from '../money/money.ts'
import { calendarMonthOf } from '../time/calendar-month.ts'
import { addDays, type Day } from '../time/day.ts'
import { GB } from './units.ts'
import { isCount } from './usage.ts'

const CATEGORIES = ['data', 'attachments'] as const satisfies readonly StorageCategory[]

export interface OverageFacts {
  /** Bytes at the first instant of the next UTC month (D-10). */
  readonly usage: StorageAmounts
  /** Bytes, with what was bought before the month's end. */
  readonly allowance: StorageAmounts
  /** Any day of the month. */
  readonly month: Day
}

export interface StorageOverage {
  /** Bytes beyond the allowance. */
  readonly over: StorageAmounts
  /** The same in whole GB, rounded up, each category alone. */
  readonly gigabytes: StorageAmounts
  readonly lines: readonly PricedLine[]
  readonly total: Money
}

/** Bytes beyond an allowance, each category alone: what one has to spare does not help the other. */
export function storageOver(usage: StorageAmounts, allowance: StorageAmounts): StorageAmounts {
  return {
    data: Math.max(usage.data - allowance.data, 0),
    attachments: Math.max(usage.attachments - allowance.attachments, 0),
  }
}

/** D-10: a GB that is begun counts whole. */
export function gigabytesBegun({ data, attachments }: StorageAmounts): StorageAmounts {
  return { data: Math.ceil(data / GB), attachments: Math.ceil(attachments / GB) }
}

/**
 * STOR-08, D-10, D-40: the month's overage of one organization and its price. Refused: negative or fractional bytes;
 * a price beyond the safe integers.
 */
export function storageOverage(
  { storage, currency }: Pick<Catalog, 'storage' | 'currency'>,
  { usage, allowance, month }: OverageFacts,
): Decision<StorageOverage, 'invalid-quantity' | 'amount-out-of-range'> {
  const amounts = [usage.data, usage.attachments, allowance.data, allowance.attachments]
  if (!amounts.every(isCount)) return { kind: 'refuse', reason: 'invalid-quantity' }
  const over = storageOver(usage, allowance)
  const gigabytes = gigabytesBegun(over)
  const { firstDay, lastDay } = calendarMonthOf(month)
  const lines: PricedLine[] = []
  for (const category of CATEGORIES) {
    if (gigabytes[category] === 0) continue
    const line = pricedLine({
      rule: 'storage-overage',
      subject: category,
      sign: 1,
      quantity: gigabytes[category],
      unitPrice: { amount: storage.pricePerGb[category], currency },
      times: 1,
      per: 1,
      from: firstDay,
      until: addDays(lastDay, 1),
      part: 1,
      whole: 1,
      unit: 'month',
      rounding: 'half-up',
    })
    if (!line) return { kind: 'refuse', reason: 'amount-out-of-range' }
    lines.push(line)
  }
  const amount = sumAmounts(lines.map((line) => line.amount.amount))
  return amount === undefined
    ? { kind: 'refuse', reason: 'amount-out-of-range' }
    : { kind: 'grant', over, gigabytes, lines, total: { amount, currency } }
}

/** STOR-11: may data be created now? Only where staff restricted the account, and only what is over (D-10). */
export function creationRestricted({
  restrictedByStaff,
  usage,
  allowance,
}: {
  readonly restrictedByStaff: boolean
  readonly usage: StorageAmounts
  readonly allowance: StorageAmounts
}): { readonly data: boolean; readonly attachments: boolean } {
  const over = storageOver(usage, allowance)
  return {
    data: restrictedByStaff && over.data > 0,
    attachments: restrictedByStaff && over.attachments > 0,
  }
}

/**
 * MAIL-05: which levels, in percent of the allowance, are reached: 80 % of 10 bytes is reached at 8. With nothing
 * allowed, all of them at the first byte.
 */
export function levelsReached(
  used: number,
  allowed: number,
  levels: readonly number[] = [80, 90, 100],
): number[] {
  return levels.filter((level) => {
    const exact = exactProduct({ amount: allowed, quantity: level, times: 1, per: 100, part: 1, whole: 1 })
    return exact !== undefined && used > 0 && used >= exact.whole + (exact.numerator > 0 ? 1 : 0)
  })
}

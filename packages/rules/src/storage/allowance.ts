import type { Catalog, StorageAmounts } from '../catalog/catalog.ts'
import { planOf } from '../catalog/price.ts'
import type { Decision } from '../decision.ts'
import { type ExactAmount, exactBigQuotient, exactProduct, fractionOf } from '../money/exact.ts'
import { isCount } from './usage.ts'

export interface AllowanceFacts {
  readonly plan: string
  /** Seat-based plans add per licence, conversation-based ones per committed conversation instead (STOR-04). */
  readonly basis: 'seat' | 'conversation'
  /** STOR-05: at the month's end. */
  readonly licences: number
  /** STOR-07: in place of the month's count, for data. */
  readonly averageLicences?: ExactAmount
  readonly committedConversations?: number
  /** Bought in addition (D-10), bytes. */
  readonly purchased?: StorageAmounts
}

/** One part of an allowance, bytes: `quantity` times what one adds. */
export interface AllowanceLine extends StorageAmounts {
  readonly source: 'base' | 'licences' | 'conversations' | 'purchased'
  readonly quantity: number
  /** What counts for data in place of `quantity`, where licences are averaged (STOR-07). */
  readonly averaged?: ExactAmount
}

export interface StorageAllowance extends StorageAmounts {
  readonly lines: readonly AllowanceLine[]
}

const NOTHING: StorageAmounts = { data: 0, attachments: 0 }

/**
 * What an account may store, bytes, explained line by line (STOR-04, STOR-05, STOR-07, STOR-09, D-08, D-09); shared
 * among its organizations by `divideStorage`. Exact until each line's last step, then rounded down. Refused: an
 * unknown plan; a plan without storage limits or, on the conversation basis, without that basis: not available is
 * not zero; negative or fractional counts; bytes beyond the safe integers.
 */
export function storageAllowance(
  catalog: Catalog,
  { plan, basis, licences, averageLicences, committedConversations = 0, purchased = NOTHING }: AllowanceFacts,
): Decision<
  StorageAllowance,
  'unknown-plan' | 'not-available-on-plan' | 'invalid-quantity' | 'amount-out-of-range'
> {
  const found = planOf(catalog, plan)
  if (found.kind === 'refuse') return found
  const storage = found.plan.storage
  if (!storage) return { kind: 'refuse', reason: 'not-available-on-plan', plan, item: 'storage' }
  if (
    !isCount(licences) ||
    !isCount(committedConversations) ||
    !isCount(purchased.data) ||
    !isCount(purchased.attachments)
  ) {
    return { kind: 'refuse', reason: 'invalid-quantity' }
  }
  const { base, perLicence, perThousandConversations } = storage
  const lines: AllowanceLine[] = [
    { source: 'base', quantity: 1, data: base.data, attachments: base.attachments },
  ]
  if (basis === 'seat') {
    lines.push(licenceLine(perLicence, licences, averageLicences))
  } else if (perThousandConversations) {
    const whole = catalog.storage.conversations === 'whole-thousands'
    const counted = whole ? committedConversations - (committedConversations % 1000) : committedConversations
    lines.push({
      source: 'conversations',
      quantity: committedConversations,
      data: perThousand(perThousandConversations.data, counted),
      attachments: perThousand(perThousandConversations.attachments, counted),
    })
  } else {
    return { kind: 'refuse', reason: 'not-available-on-plan', plan, item: 'conversation-based-storage' }
  }
  if (purchased.data > 0 || purchased.attachments > 0) {
    lines.push({ source: 'purchased', quantity: 1, data: purchased.data, attachments: purchased.attachments })
  }
  let data = 0
  let attachments = 0
  for (const line of lines) {
    data += line.data
    attachments += line.attachments
  }
  // None is negative: a sum that fits was exact on its way.
  return Number.isSafeInteger(data) && Number.isSafeInteger(attachments)
    ? { kind: 'grant', data, attachments, lines }
    : { kind: 'refuse', reason: 'amount-out-of-range' }
}

function licenceLine(
  rate: StorageAmounts,
  licences: number,
  averaged: ExactAmount | undefined,
): AllowanceLine {
  const attachments = rate.attachments * licences
  if (!averaged) return { source: 'licences', quantity: licences, data: rate.data * licences, attachments }
  const { numerator, denominator } = fractionOf(averaged)
  const data = exactBigQuotient(BigInt(rate.data) * numerator, denominator)?.whole ?? Infinity
  return { source: 'licences', quantity: licences, averaged, data, attachments }
}

/** Rounded down; what is too large fails the sum. */
function perThousand(bytes: number, conversations: number): number {
  return (
    exactProduct({ amount: bytes, quantity: conversations, times: 1, per: 1000, part: 1, whole: 1 })?.whole ??
    Infinity
  )
}

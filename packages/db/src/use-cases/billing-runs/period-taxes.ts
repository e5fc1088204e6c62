import { isDeepStrictEqual } from 'node:util'
import type { Currency, Day, Tax, TaxBasis, TaxPlace } from '@seatkeeper/rules'

/** What a tax service is asked before a period, or a change within one, is invoiced. */
export interface PeriodTaxQuestion {
  /** Null: there is no billing address. */
  readonly place: TaxPlace | null
  readonly currency: Currency
  readonly net: number
  /** What is given back with it, positive. */
  readonly credited: number
  readonly reference: string
}

/**
 * BILL-02: asks a tax service, over a network and so outside any transaction; `taxesFor` of the payments package does. Taxes that are
 * left out are the table's.
 */
export type AskTaxes = (question: PeriodTaxQuestion) => Promise<{
  readonly taxes: readonly Tax[] | undefined
  readonly basis: TaxBasis | undefined
}>

/** What it said of one period of one contract. */
export interface PeriodTaxes extends Awaited<ReturnType<AskTaxes>> {
  readonly contractId: string
  readonly on: Day
  /** What it was asked: its answer is for exactly this. */
  readonly asked: Pick<PeriodTaxQuestion, 'place' | 'net' | 'credited'>
}

/** The service's own fault: its figures come later, and an invoice that is issued stays as it is. */
export const isUnreachable = ({ basis }: Pick<PeriodTaxes, 'basis'>): boolean =>
  basis?.by === 'table' && basis.why === 'service-unreachable'

/** What was asked for is not what is invoiced: the tax service is asked anew, outside the transaction. */
export const ASK_AGAIN = 'ask-again'

/** Does what was said hold for what is about to be invoiced? */
export function isSaidOf(
  said: PeriodTaxes | 'not-asked',
  about: Pick<PeriodTaxes, 'contractId' | 'on' | 'asked'>,
): said is PeriodTaxes {
  if (said === 'not-asked') return false
  const { contractId, on, asked } = said
  return isDeepStrictEqual({ contractId, on, asked }, about)
}

import { type Money, type Tax, type TaxBasis, taxesWithoutService, type TaxPlace } from '@seatkeeper/rules'
import type { PaymentGateway, TaxEstimate } from './gateway.ts'

/** The processor's tax service; null: there is none, the table of rates says all. */
export type TaxService = Pick<PaymentGateway, 'estimateTax'> | null

export interface TaxesQuestion {
  /** Null: there is no billing address yet. */
  readonly place: TaxPlace | null
  readonly currency: Money['currency']
  /** Of what is charged, before tax. */
  readonly net: number
  /** Of what is given back in the same change, positive. */
  readonly credited?: number
  /** Names the question there, for whoever looks. */
  readonly reference: string
}

export interface TaxesAnswer {
  /** Undefined: by the table of rates, at the moment of pricing. */
  readonly taxes: readonly Tax[] | undefined
  /** Undefined: there is no tax service. Kept with what was priced; `reportSale` of the data layer tells the service from it. */
  readonly basis: TaxBasis | undefined
  /** Why the service did not say, for the log. */
  readonly error?: string
}

/**
 * BILL-02: the taxes of a charge. Asked outside any transaction, before the quote or invoice is written: what comes back is passed in
 * and holds for exactly this net and this place. It always answers: where the service can't, the table stands in and says why.
 */
export async function taxesFor(service: TaxService, question: TaxesQuestion): Promise<TaxesAnswer> {
  if (service === null) return { taxes: undefined, basis: undefined }
  const { place, currency, net, credited = 0, reference } = question
  if (place === null) return byTable(null, 'no-address')
  const [sold, given] = await Promise.all([ask(net), ask(credited)])
  for (const answer of [sold, given]) {
    if (answer?.kind === 'address-unusable') return byTable(place, 'address-unusable')
    if (answer?.kind === 'unknown') return { ...byTable(place, 'service-unreachable'), error: answer.error }
  }
  const charged = estimateOf(sold)
  const back = estimateOf(given)
  return {
    taxes: namesOf(charged, back).map((name) => {
      const credit = amountOf(back, name)
      return {
        kind: 'amount',
        name,
        amount: amountOf(charged, name),
        ...(credit > 0 && { credited: credit }),
      }
    }),
    basis: {
      by: 'service',
      calculationId: charged?.calculationId ?? null,
      place,
      net,
      credited,
      gross: net + (charged?.tax.amount ?? 0),
    },
  }

  function ask(amount: number) {
    if (amount <= 0) return null
    const { taxId, line2, region, ...rest } = place!
    const address = { ...rest, ...(line2 !== null && { line2 }), ...(region !== null && { region }) }
    return service!.estimateTax({ currency, address, net: amount, reference, taxId })
  }
}

type Answer = Awaited<ReturnType<PaymentGateway['estimateTax']>> | null

const estimateOf = (answer: Answer): TaxEstimate | null => (answer?.kind === 'known' ? answer : null)

function namesOf(...estimates: readonly (TaxEstimate | null)[]): string[] {
  return [...new Set(estimates.flatMap((estimate) => estimate?.parts.map(({ name }) => name) ?? []))]
}

const amountOf = (estimate: TaxEstimate | null, name: string): number =>
  estimate?.parts.reduce((sum, part) => sum + (part.name === name ? part.amount : 0), 0) ?? 0

function byTable(...given: Parameters<typeof taxesWithoutService>): TaxesAnswer {
  // The table's own figures follow the address until the quote is accepted; only why it was asked is kept.
  return { taxes: undefined, basis: taxesWithoutService(...given).basis }
}

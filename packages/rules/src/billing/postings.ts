import type { Settlement } from './settle.ts'

/**
 * The books of one account. Debits are positive, credits negative, and every entry adds up to zero (BILL-09). What is held
 * for a purchase on its way stands apart, so that nothing else can use it meanwhile.
 */
export type LedgerAccount =
  /** What the customer owes on invoices. */
  | 'receivable'
  /** What the processor, or the bank, has collected. */
  | 'cash'
  | 'revenue'
  | 'tax'
  /** What we owe the customer (BILL-05). */
  | 'credit'
  | 'credit-held'
  /** Charged, and carried to the next invoice (BILL-12). */
  | 'carried'
  | 'carried-held'

export interface Posting {
  readonly ledgerAccount: LedgerAccount
  /** Minor units of the entry's currency; positive: debit. */
  readonly amount: number
  /** Which credit it is about; for `credit` and `credit-held`. */
  readonly creditId?: string
}

type Used = Pick<Settlement, 'creditsUsed' | 'carriedIn'>

/** A purchase was submitted: what it uses of credit and carried charges is put aside for it. */
export function holdPostings({ creditsUsed, carriedIn }: Used): Posting[] {
  return withoutNothing([
    ...creditsUsed.flatMap(({ creditId, amount }): Posting[] => [
      { ledgerAccount: 'credit', amount, creditId },
      { ledgerAccount: 'credit-held', amount: 0 - amount, creditId },
    ]),
    { ledgerAccount: 'carried', amount: 0 - carriedIn },
    { ledgerAccount: 'carried-held', amount: carriedIn },
  ])
}

/** It came to nothing: what was put aside goes back to where it was. */
export function releasePostings(used: Used): Posting[] {
  return holdPostings(used).map((posting) => ({ ...posting, amount: 0 - posting.amount }))
}

/**
 * An invoice was issued. With `held`, credit and carried charges come from what was put aside for it. `newCreditId` names the
 * credit that an invoice in the customer's favour makes.
 */
export function invoicePostings(
  invoice: Settlement,
  { held, newCreditId }: { readonly held: boolean; readonly newCreditId: string },
): Posting[] {
  const { net, tax, due, carriedIn, carriedOut, toBalance, creditsUsed } = invoice
  return withoutNothing([
    { ledgerAccount: 'receivable', amount: due },
    { ledgerAccount: 'revenue', amount: 0 - net },
    { ledgerAccount: 'tax', amount: 0 - tax },
    { ledgerAccount: held ? 'carried-held' : 'carried', amount: 0 - carriedIn },
    { ledgerAccount: 'carried', amount: carriedOut },
    ...creditsUsed.map(({ creditId, amount }): Posting => {
      return { ledgerAccount: held ? 'credit-held' : 'credit', amount, creditId }
    }),
    { ledgerAccount: 'credit', amount: 0 - toBalance, creditId: newCreditId },
  ])
}

/** An invoice was paid. */
export function paymentPostings(amount: number): Posting[] {
  return withoutNothing([
    { ledgerAccount: 'cash', amount },
    { ledgerAccount: 'receivable', amount: 0 - amount },
  ])
}

/** Credit was given for what had been paid, its tax with it (D-02, D-03). */
export function creditPostings(
  { net, tax }: { readonly net: number; readonly tax: number },
  creditId: string,
): Posting[] {
  return withoutNothing([
    { ledgerAccount: 'revenue', amount: net },
    { ledgerAccount: 'tax', amount: tax },
    { ledgerAccount: 'credit', amount: 0 - net - tax, creditId },
  ])
}

/** Money arrived for nothing that could be granted: it is owed to the customer. */
export function strayPaymentPostings(amount: number, creditId: string): Posting[] {
  return withoutNothing([
    { ledgerAccount: 'cash', amount },
    { ledgerAccount: 'credit', amount: 0 - amount, creditId },
  ])
}

function withoutNothing(postings: readonly Posting[]): Posting[] {
  return postings.filter(({ amount }) => amount !== 0)
}

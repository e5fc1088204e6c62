import type { Credit } from './contract.ts'

/** An open invoice, minor units still due. */
export interface OpenInvoice {
  readonly id: string
  readonly due: number
}

/** A posting: so much of this credit pays so much of that invoice. */
export interface CreditApplication {
  readonly creditId: string
  readonly invoiceId: string
  readonly amount: number
}

export interface AppliedCredit {
  readonly applications: CreditApplication[]
  /** The invoices with what is still due, in the given order. */
  readonly invoices: OpenInvoice[]
  /** The credits with what is left of them, oldest first. */
  readonly credits: Credit[]
}

/**
 * Uses credits up by themselves, oldest first, on invoices in the given order (BILL-05, CLS-04). All amounts are
 * minor units of one currency; an invoice is never paid beyond what is due, a credit never spent twice.
 */
export function applyCredit(invoices: readonly OpenInvoice[], credits: readonly Credit[]): AppliedCredit {
  const applications: CreditApplication[] = []
  const left = oldestFirst(credits)
  const open = invoices.map((invoice) => {
    let due = invoice.due
    for (let index = 0; index < left.length; index++) {
      const credit = left[index]!
      const amount = Math.min(due, credit.remaining)
      if (amount <= 0) continue
      applications.push({ creditId: credit.id, invoiceId: invoice.id, amount })
      left[index] = { ...credit, remaining: credit.remaining - amount }
      due -= amount
    }
    return { ...invoice, due }
  })
  return { applications, invoices: open, credits: left }
}

/** By instant, then by identity, so that the same credits are always used in the same order. */
function oldestFirst(credits: readonly Credit[]): Credit[] {
  return [...credits].sort((a, b) => a.grantedAt - b.grantedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

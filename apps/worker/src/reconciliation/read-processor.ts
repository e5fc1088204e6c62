import type { PaymentGateway } from '@seatkeeper/payments'
import type { CardFacts, ListedInvoice, ReconciliationFacts } from '@seatkeeper/rules'

export type ProcessorRead =
  | { readonly kind: 'read'; readonly processor: ReconciliationFacts['processor'] }
  | { readonly kind: 'unread'; readonly why: string }

/** Everything that the processor has of a customer, page by page; outside any transaction. */
export async function readProcessor(
  gateway: PaymentGateway,
  customerId: string,
  card: CardFacts | null,
): Promise<ProcessorRead> {
  const invoices: ListedInvoice[] = []
  for (let after: string | null = null; ;) {
    const page = await gateway.listInvoices(customerId, after)
    if (page.kind === 'unknown') return { kind: 'unread', why: page.error }
    invoices.push(...page.invoices)
    after = page.invoices.at(-1)?.id ?? null
    if (!page.more || after === null) break
  }
  if (card === null) return { kind: 'read', processor: { invoices, card: null } }
  const read = await gateway.readCard(card.paymentMethodId)
  if (read.kind === 'unknown') return { kind: 'unread', why: read.error }
  return { kind: 'read', processor: { invoices, card: read.kind === 'known' ? read.card : 'gone' } }
}

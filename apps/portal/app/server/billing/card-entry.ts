import { adoptCard, type CustomerFacts, customerFacts, keepCustomer } from '@seatkeeper/db'
import type { CustomerDetails } from '@seatkeeper/payments'
import type { Refusal } from '@seatkeeper/rules'
import type { AdminPage } from '../routes/admin.ts'
import { isUuid } from './is-uuid.ts'

type Started = { readonly kind: 'started'; readonly url: string } | { readonly kind: 'unreachable' } | Refusal

/**
 * PAY-01: opens the processor's own page for a card; no card number ever comes by here. The account becomes the processor's
 * customer when its first card is entered, and a new one where that customer was deleted there.
 */
export async function startCardEntry(
  { query, context, request }: Pick<AdminPage, 'query' | 'context' | 'request'>,
  quoteId: string | undefined,
  key: string | undefined,
): Promise<Started> {
  const { payments, log } = context.services
  if (payments === null) return { kind: 'unreachable' }
  // Back to where they are signed in: under another name of this very portal (127.0.0.1, say) the browser would not bring its cookie. The
  // host is one of our own, the guard has seen to that.
  const { origin } = new URL(request.url)
  const once = key ?? request.headers.get('x-request-id') ?? crypto.randomUUID()
  const { gateway } = payments
  const facts = await customerFacts(query)
  if (facts.kind === 'refuse') return facts
  const { customer } = facts
  const { accountId } = customer
  const search = isUuid(quoteId) ? `?quote=${quoteId}` : ''
  const pages = {
    returnUrl: `${origin}/settings/billing/card/back${search}`,
    cancelUrl: `${origin}/settings/billing/card${search}`,
  }
  const openFor = async (gone: string | null) => {
    // The key is the form's: a name that was changed meanwhile makes another request of it, which the same key would refuse.
    const opened = await gateway.openCustomer(
      customerDetails(customer),
      gone === null ? once : `${once}:${gone}`,
    )
    if (opened.kind === 'known') return keepCustomer(query, opened.customerId, gone)
    log.warn({ error: opened.error }, 'No customer could be opened at the payment processor')
    return null
  }
  let customerId = customer.customerId ?? (await openFor(null))
  if (customerId === null) return { kind: 'unreachable' }
  let entry = await gateway.startCardEntry({ accountId, customerId, ...pages }, once)
  if (entry.kind === 'not-there') {
    log.warn({ customerId }, 'The customer is gone at the payment processor: another takes its place')
    customerId = await openFor(customerId)
    if (customerId === null) return { kind: 'unreachable' }
    entry = await gateway.startCardEntry({ accountId, customerId, ...pages }, `${once}:${customerId}`)
  }
  if (entry.kind === 'known') return { kind: 'started', url: entry.url }
  const error = entry.kind === 'unknown' ? entry.error : 'the customer is gone'
  log.warn({ error }, 'No card entry could be started at the payment processor')
  return { kind: 'unreachable' }
}

/** The card that a session of this very account brought; false: it brought none, or cannot be read now. */
export async function adoptEnteredCard(
  { query, context }: Pick<AdminPage, 'query' | 'context'>,
  sessionId: string,
): Promise<boolean> {
  const { payments, log } = context.services
  if (payments === null || !/^[\w-]{1,200}$/.test(sessionId)) return false
  const facts = await customerFacts(query)
  if (facts.kind === 'refuse') return false
  const { accountId, customerId } = facts.customer
  const read = await payments.gateway.readCardEntry(sessionId)
  if (read.kind === 'unknown') log.warn({ error: read.error }, 'A card entry could not be read')
  if (read.kind !== 'known' || read.status !== 'complete' || read.card === null) return false
  // Whoever knows another account's session brings its card nowhere.
  if (customerId === null || read.accountId !== accountId || read.customerId !== customerId) return false
  const used = await payments.gateway.useCard(customerId, read.card.paymentMethodId)
  if (used.kind === 'unknown') return false
  await adoptCard(query, { ...read.card, customerId })
  return true
}

/** What the processor is told of an account: the same when a customer is opened and when the details change. */
export function customerDetails({ accountId, name, profile }: CustomerFacts): CustomerDetails {
  if (profile === null) return { accountId, name }
  const { line1, line2, city, region, postalCode, country } = profile
  return {
    accountId,
    name,
    email: profile.email,
    address: { line1, city, postalCode, country, ...(line2 && { line2 }), ...(region && { region }) },
  }
}

import { Stripe } from 'stripe'
import { cardEntry } from './card-entry.ts'
import { customers } from './customers.ts'
import type { PaymentGateway } from './gateway.ts'
import { invoices } from './invoices.ts'
import { tax } from './tax.ts'

export interface StripeSettings {
  readonly secretKey: string
  /** Another place that speaks Stripe's API: the stand-in of the sandbox. */
  readonly apiUrl?: string
  readonly timeoutMs?: number
  /** How often the library itself repeats a call that met a fault, with the same key. */
  readonly retries?: number
}

export function createStripeGateway(settings: StripeSettings): PaymentGateway {
  const { secretKey, apiUrl, timeoutMs = 20_000, retries = 1 } = settings
  const stripe = new Stripe(secretKey, {
    timeout: timeoutMs,
    maxNetworkRetries: retries,
    telemetry: false,
    ...(apiUrl !== undefined && placeOf(apiUrl)),
  })
  return { ...customers(stripe), ...cardEntry(stripe), ...invoices(stripe), ...tax(stripe) }
}

function placeOf(apiUrl: string) {
  const { protocol, hostname, port } = new URL(apiUrl)
  const scheme = protocol === 'http:' ? ('http' as const) : ('https' as const)
  return { protocol: scheme, host: hostname, port: port || (scheme === 'http' ? 80 : 443) }
}

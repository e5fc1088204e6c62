import type { StripeSettings } from './stripe-gateway.ts'

/** What a process needs to know of the payment processor. */
export interface PaymentSettings extends StripeSettings {
  /** Any of them signs: while the secret is changed over there are two. */
  readonly webhookSecrets: readonly string[]
  /** Its tax service reckons taxes; otherwise the table of rates does. */
  readonly taxService: boolean
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Reads the processor's part of the environment: null where nothing is set, so that no card can be entered or charged
 * here. Faults begin with their variable. Production takes no other address than the processor's own.
 */
export function readPaymentSettings(
  variables: Variables,
  mode: 'demo' | 'test' | 'production',
): { readonly settings: PaymentSettings | null; readonly faults: readonly string[] } {
  const [secretKey, webhookSecret, apiUrl] = [
    'STRIPE_SECRET_KEY',
    'STRIPE_WEBHOOK_SECRET',
    'STRIPE_API_URL',
  ].map((name) => variables[name] || undefined)
  if (!secretKey && !webhookSecret && !apiUrl) return { settings: null, faults: [] }
  const faults: string[] = []
  if (!secretKey || !webhookSecret) {
    const name = secretKey ? 'STRIPE_WEBHOOK_SECRET' : 'STRIPE_SECRET_KEY'
    faults.push(`${name} is missing: the processor's key and its webhooks' secret belong together`)
  }
  if (apiUrl !== undefined && mode === 'production') {
    faults.push('STRIPE_API_URL must not be set in production: payments go to the processor itself')
  } else if (apiUrl !== undefined && !/^https?:\/\/[^/]+\/?$/.test(apiUrl)) {
    faults.push('STRIPE_API_URL must be an address without a path, such as http://127.0.0.1:3004')
  }
  const tax = variables['STRIPE_TAX'] || 'off'
  if (tax !== 'on' && tax !== 'off') faults.push('STRIPE_TAX must be on or off')
  const webhookSecrets = (webhookSecret ?? '').split(',').map((secret) => secret.trim())
  if (webhookSecret && webhookSecrets.includes('')) {
    faults.push('STRIPE_WEBHOOK_SECRET must be one secret, or several with a comma between each two')
  }
  if (faults.length > 0) return { settings: null, faults }
  return {
    settings: {
      secretKey: secretKey!,
      webhookSecrets,
      taxService: tax === 'on',
      ...(apiUrl && { apiUrl }),
    },
    faults: [],
  }
}

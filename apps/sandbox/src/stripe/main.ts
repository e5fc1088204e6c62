import { readStripeSettings, startStripe } from './index.ts'

/** The stand-in alone, for tests: says over the channel where it is, and goes when the channel does. */
const read = readStripeSettings(process.env)
if (!read.ok) {
  console.error(['The payment sandbox can’t start:', ...read.faults.map((fault) => `  ${fault}`)].join('\n'))
  process.exit(1)
}
const stripe = await startStripe(read.settings)
process.once('disconnect', () => process.exit(0))
process.send?.({ apiUrl: stripe.apiUrl })

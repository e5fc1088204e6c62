import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { customerFacts, saveBillingProfile } from '@seatkeeper/db'
import { readTaxId } from '@seatkeeper/rules'
import { countryName } from '@seatkeeper/wording'
import { countryOptions, isCountry } from '~/billing/countries.ts'
import { DetailsPage } from '~/billing/details-page.tsx'
import { buyingDoor } from '~/billing/door.ts'
import { customerDetails } from '~/server/billing/card-entry.ts'
import { granted } from '~/server/billing/granted.ts'
import { line } from '~/server/forms/text.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { z } from 'zod'

export const meta: MetaFunction = () => [{ title: 'Billing details' }]

/** PAY-02 */
export const loader = adminPage(buyingDoor, async ({ query }) => {
  const { customer } = granted(await customerFacts(query))
  const { profile, name } = customer
  return {
    initial: {
      company: profile?.company ?? name,
      line1: profile?.line1 ?? '',
      line2: profile?.line2 ?? '',
      city: profile?.city ?? '',
      region: profile?.region ?? '',
      postalCode: profile?.postalCode ?? '',
      country: profile?.country ?? '',
      taxId: profile?.taxId ?? '',
      purchaseOrder: profile?.purchaseOrder ?? '',
      email: profile?.email ?? '',
      furtherEmails: profile?.furtherEmails.join(', ') ?? '',
    },
    cardReminders: profile?.cardReminders ?? true,
    countries: [{ value: '', label: 'Choose a country' }, ...countryOptions],
  }
})

const optional = (longest: number) =>
  z
    .string()
    .max(longest, `Use at most ${longest} characters.`)
    .optional()
    .transform((text) => text?.trim() || null)

const MOST_EMAILS = 10

const fields = z.object({
  company: line('the company’s name', 120),
  line1: line('the street and number', 120),
  line2: optional(120),
  city: line('the city', 80),
  region: optional(80),
  postalCode: line('the postal code', 20),
  country: z.string({ error: 'Choose a country.' }).refine(isCountry, 'Choose a country.'),
  taxId: optional(40),
  purchaseOrder: optional(60),
  reminders: z.literal('asked').optional(),
  cardReminders: z.literal('yes').optional(),
  email: z.email('Enter an e-mail address, such as accounts@example.com.').max(254),
  furtherEmails: z
    .string()
    .max(1_000, 'Use at most 1,000 characters.')
    .default('')
    .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
    .pipe(
      z
        .array(z.email('One of these is not an e-mail address.'))
        .max(MOST_EMAILS, `Enter at most ${MOST_EMAILS} addresses.`),
    ),
})

/** A tax id is written as its country writes it; dots and spaces do not count. */
const form = fields.transform((given, context) => {
  const { taxId, country } = given
  if (taxId === null) return given
  const read = readTaxId(taxId, country)
  if (read.kind === 'read') return { ...given, taxId: read.taxId }
  const message =
    read.example === null
      ? 'This is no tax id: it is made of letters and digits.'
      : `${countryName(country)}: the ${read.name} looks like ${read.example}. Leave it empty if you have none.`
  context.issues.push({ code: 'custom', path: ['taxId'], message, input: taxId })
  return z.NEVER
})

export const action = adminAction(
  { ...buyingDoor, form, refusals: { 'invalid-email': 'email' } },
  async ({ query, input, context }) => {
    const region = input.region && input.region.length <= 3 ? input.region.toUpperCase() : input.region
    const { reminders, cardReminders, ...profile } = input
    const answer = await saveBillingProfile(query, {
      ...profile,
      region,
      ...(reminders && { cardReminders: cardReminders === 'yes' }),
    })
    if (answer.kind === 'refuse') return answer
    const { customer } = granted(await customerFacts(query))
    const { payments, log } = context.services
    if (payments !== null && customer.customerId !== null) {
      // Saved here it counts; what the processor prints on its own receipts may follow with the next change.
      const told = await payments.gateway.updateCustomer(customer.customerId, customerDetails(customer))
      if (told.kind === 'unknown') log.warn({ error: told.error }, 'A customer’s details were not passed on')
    }
    return redirect('/settings/billing?done=details', 303)
  },
)

export default function BillingDetails() {
  const view = useLoaderData<typeof loader>()
  return <DetailsPage {...view} reply={useActionData<typeof action>()?.reply} />
}

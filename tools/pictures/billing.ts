import { takeInvoiceBack, vendorNow } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { Page } from './camera.ts'
import { marta } from './people.ts'
import { at, type Picture } from './picture.ts'

async function review(page: Page, seats: string): Promise<void> {
  await page.goto('/settings/billing/seats', { waitUntil: 'networkidle' })
  await page.getByLabel('More full-time seats').fill(seats)
  await page.getByRole('heading', { name: 'Total due today' }).waitFor()
  await page.getByRole('button', { name: 'Review', exact: true }).click()
  await page.getByRole('heading', { name: 'Review your purchase' }).waitFor()
}

const pay = (page: Page) => page.getByRole('button', { name: /^Submit and pay/ }).click()

/** Through the stand-in for the processor's page. */
async function enterCard(page: Page, number: string): Promise<void> {
  await page.goto('/settings/billing/card', { waitUntil: 'networkidle' })
  await page.locator('main form button').first().click()
  await page.getByLabel('Card number').fill(number)
  await page.getByRole('button', { name: 'Save card' }).click()
  // The stand-in's page, too, may ask for the bank; then the portal's own is back.
  await page.getByRole('button', { name: 'Yes, it is me' }).or(page.getByRole('main')).first().waitFor()
  const bank = page.getByRole('button', { name: 'Yes, it is me' })
  if (await bank.isVisible()) await bank.click()
  await page.waitForURL(/settings\/billing/)
}

/** A subscription that is looked at, changed, invoiced and renewed (issue: billing). */
export const billingPictures: readonly Picture[] = [
  {
    name: 'billing',
    title: 'Manage Subscription',
    about: 'What is agreed, what it costs, who uses it, how it is paid',
    requirements: 'BILL-01',
    who: marta,
    show: at('/settings/billing'),
  },
  {
    name: 'billing-seats',
    title: 'Add seats',
    about: 'The price is reckoned while one types, to the cent that will be charged',
    requirements: 'BILL-02',
    who: marta,
    async show(page) {
      await page.goto('/settings/billing/seats', { waitUntil: 'networkidle' })
      await page.getByLabel('More full-time seats').fill('3')
      await page.getByRole('heading', { name: 'Total due today' }).waitFor()
    },
  },
  {
    name: 'billing-review',
    title: 'Review',
    about: 'Each line opens what it was reckoned from; what is said here is what is charged',
    requirements: 'BILL-02, BILL-09',
    who: marta,
    async show(page) {
      await page.getByRole('button', { name: 'Review', exact: true }).click()
      await page.getByRole('heading', { name: 'Review your purchase' }).waitFor()
      await page.locator('.line-why summary').first().click()
    },
  },
  {
    name: 'billing-paid',
    title: 'Confirmation',
    about: 'Paid, the seats are there, the invoice is linked',
    requirements: 'BILL-02, PAY-01',
    who: marta,
    async show(page) {
      await pay(page)
      await page.getByRole('heading', { name: 'Your purchase is complete' }).waitFor({ timeout: 60_000 })
    },
  },
  {
    name: 'billing-bank',
    title: '3-D Secure',
    about: 'The bank wants to hear from its customer first; nothing changes until it has',
    requirements: 'PAY-08',
    who: marta,
    async show(page) {
      await enterCard(page, '4000002760003184')
      await review(page, '2')
      await pay(page)
      await page.getByRole('link', { name: 'Go to your bank' }).waitFor({ timeout: 60_000 })
    },
  },
  {
    name: 'billing-declined',
    title: 'Declined',
    about: 'The card is declined: nothing is charged, nothing else has changed, and there is a way on',
    requirements: 'BILL-13',
    who: marta,
    async show(page) {
      await page
        .getByRole('button', { name: 'Give up' })
        .or(page.locator('button[value="give-up"]'))
        .first()
        .click()
      await page.waitForTimeout(3_000)
      await enterCard(page, '4000000000000341')
      await review(page, '1')
      await pay(page)
      await page
        .getByRole('heading', { name: 'Your purchase did not go through' })
        .waitFor({ timeout: 60_000 })
    },
  },
  {
    name: 'billing-stale',
    title: 'Expired quote',
    about:
      'A quote holds for half an hour; after that a fresh one says what is different, and nothing is charged',
    requirements: 'BILL-02',
    who: marta,
    async show(page, stage) {
      await enterCard(page, '4242424242424242')
      await review(page, '1')
      await stage.passDays(1)
      await pay(page)
      await page.getByText('This is a fresh quote.').waitFor()
    },
  },
  {
    name: 'billing-invoices',
    title: 'Invoices',
    about: 'Numbered without gaps, with what is open and the PDF of each',
    requirements: 'BILL-06, PAY-06',
    who: marta,
    async show(page, stage) {
      const now = await vendorNow(stage.databaseUrl, Date.now() as Instant)
      const wish = { number: 2, reason: 'Two seats instead of three', again: false, dryRun: false }
      const taken = await takeInvoiceBack({ url: stage.databaseUrl, now }, 'Larkspur Outfitters', wish)
      if (taken.kind !== 'grant') throw new Error(`The invoice is not taken back: ${taken.kind}`)
      await page.goto('/settings/billing/invoices', { waitUntil: 'networkidle' })
    },
  },
  {
    name: 'billing-invoice',
    title: 'Invoice',
    about: 'An invoice that was taken back stays as it was and names its credit note',
    requirements: 'BILL-09, BILL-10',
    who: marta,
    async show(page) {
      await page.getByRole('link', { name: 'Invoice 2', exact: true }).first().click()
      await page.getByRole('heading', { level: 1, name: 'Invoice 2' }).waitFor()
    },
  },
  {
    name: 'billing-credit-note',
    title: 'Credit note',
    about: 'Each amount with its sign turned, and where the money stays',
    requirements: 'BILL-10',
    who: marta,
    async show(page) {
      await page
        .getByRole('link', { name: /^Credit note/ })
        .first()
        .click()
      await page.getByRole('heading', { level: 1, name: /^Credit note/ }).waitFor()
    },
  },
  {
    name: 'billing-request',
    title: 'Request of a reduction',
    about: 'Fewer seats from the renewal on, and whom that concerns, said before it is filed',
    requirements: 'BILL-04',
    who: marta,
    async show(page) {
      await page.goto('/settings/billing/plan-request', { waitUntil: 'networkidle' })
      await page.getByLabel(/^Full-time seats from/).fill('20')
      await page
        .getByText(/It renews at/)
        .first()
        .waitFor()
    },
  },
  {
    name: 'billing-renewal',
    title: 'Renewal',
    about: 'What the next term costs, with what waits for it',
    requirements: 'BILL-11',
    who: marta,
    async show(page) {
      await page.getByRole('button', { name: 'File the request' }).click()
      await page.getByText('Your request is filed.').waitFor()
      await page.goto('/settings/billing/renewal', { waitUntil: 'networkidle' })
    },
  },
  {
    name: 'billing-cancel',
    title: 'Cancel',
    about: 'What ends when, before it is done, and how to take it back',
    requirements: 'BILL-08',
    who: marta,
    show: at('/settings/billing/cancel'),
  },
]

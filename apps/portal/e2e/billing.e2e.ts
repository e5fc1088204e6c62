import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { openMovableClock, saveBillingProfile } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { buildAccount, type PaymentStandIn, startPaymentStandIn, type TestAccount } from '@seatkeeper/testkit'
import { axeFindings } from '@seatkeeper/testkit/axe'
import { launchChromium } from '@seatkeeper/testkit/chromium'
import { startSmtpSink, type SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashPassword } from '../app/server/identity/password-hash.ts'
import { goodPassword } from '../test/people.ts'
import { type RunningPortal, runPortal } from '../test/running-portal.ts'
import { phone } from './office.ts'

const keys = { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' }

let portal: RunningPortal
let standIn: PaymentStandIn
let sink: SmtpSink
let browser: Browser
let worker: ChildProcess
let passwordHash: string
beforeAll(async () => {
  ;[standIn, sink, browser, passwordHash] = await Promise.all([
    startPaymentStandIn(),
    startSmtpSink(),
    launchChromium(),
    hashPassword(goodPassword),
  ])
  portal = await runPortal({ ...keys, STRIPE_API_URL: standIn.apiUrl }, 'the database')
  await openMovableClock(portal.db.url, 'test')
  worker = await startWorker()
})
afterAll(async () => {
  worker?.kill('SIGKILL')
  await browser?.close()
  await sink?.stop()
  await portal?.close()
  await standIn?.stop()
})

async function startWorker(): Promise<ChildProcess> {
  const started = spawn(process.execPath, [path.join(import.meta.dirname, '../../worker/src/main.ts')], {
    env: {
      ...keys,
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      SEATKEEPER_MODE: 'test',
      DATABASE_URL: portal.db.url,
      SMTP_URL: sink.url,
      PORTAL_URL: portal.origin,
      APP_SECRET: portal.secret,
      STRIPE_API_URL: standIn.apiUrl,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await new Promise((resolve) => started.once('message', resolve))
  return started
}

const shots = process.env['SCREENSHOTS']
const picture = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

/** Axe, and nothing beyond the screen's edge. The frame around it is looked at by tests of its own. */
async function check(page: Page, name: string): Promise<void> {
  await picture(page, name)
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect([name, beyond]).toEqual([name, 0])
  expect([name, await axeFindings(page, { include: 'main' })]).toEqual([name, []])
}

async function buyer(options: BrowserContextOptions): Promise<{ page: Page; account: TestAccount }> {
  const now = Date.now() as Instant
  const account = await buildAccount(portal.db.url, {
    name: 'Larkspur Outfitters',
    now,
    invoiced: true,
    fullTimeSeats: 20,
    collaborators: 4,
    seasons: [{ name: 'Holiday', from: -3, to: 40, seats: 50 }],
    passwordHash,
  })
  const saved = await saveBillingProfile(
    { em: portal.db.database.tenant(), actor: account.owner, now },
    {
      company: 'Larkspur Outfitters',
      line1: '350 Fifth Avenue',
      line2: null,
      city: 'New York',
      region: 'NY',
      postalCode: '10118',
      country: 'US',
      taxId: null,
      purchaseOrder: 'LO-2207',
      email: 'accounts@larkspur.example',
      furtherEmails: [],
    },
  )
  expect(saved.kind).toBe('grant')
  const context = await browser.newContext({ baseURL: portal.origin, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const visitor = portal.visitor()
  await visitor.fill('/sign-in', { email: account.ownerEmail, password: goodPassword, to: '/' })
  await context.addCookies(
    [...visitor.cookies].map(([name, value]) => {
      const url = portal.origin.replace('http:', 'https:')
      return { name, value, url, secure: true, httpOnly: true, sameSite: 'Lax' as const }
    }),
  )
  return { page, account }
}

/** From the review to the processor's page and back, with this card on file. */
async function enterCard(page: Page, number: string): Promise<void> {
  await page.getByRole('link', { name: 'Enter a card' }).click()
  await page.getByRole('button', { name: 'Enter a card' }).click()
  await page.getByLabel('Card number').fill(number)
  await page.getByRole('button', { name: 'Save card' }).click()
}

/** Without scripts nothing looks by itself. */
async function until(page: Page, title: string): Promise<void> {
  await expect
    .poll(
      async () => {
        if (await page.getByRole('heading', { level: 1, name: title }).isVisible()) return true
        await page.reload()
        return false
      },
      { timeout: 30_000, interval: 400 },
    )
    .toBe(true)
}

const seats = async ({ accountId }: TestAccount) => {
  const [row] = await portal.db.query<{ seats: string }>(
    `select count(*) as seats from seat where account_id = $1 and kind = 'full-time'`,
    [accountId],
  )
  return Number(row!.seats)
}

test(
  'BILL-01 BILL-02 PAY-01 PAY-08 BILL-10 a purchase with scripts and a bank that asks, in the dark',
  { timeout: 90_000 },
  async () => {
    const { page, account } = await buyer({ colorScheme: 'dark' })
    await page.goto('/settings/billing')
    await check(page, 'billing-overview-dark')
    await page.getByRole('link', { name: 'Add seats' }).click()
    await page.getByLabel('More full-time seats').fill('3')
    await page.getByRole('heading', { name: 'Total due today' }).waitFor()
    const typed = await page.locator('.charge-lines tfoot td').textContent()
    await check(page, 'billing-add-seats-dark')
    await page.getByRole('button', { name: 'Review', exact: true }).click()
    await page.getByRole('heading', { name: 'Review your purchase' }).waitFor()
    // BILL-02: what the browser said while typing is what the server says on review.
    expect(await page.locator('.charge-lines tfoot td').textContent()).toBe(typed)
    await enterCard(page, '4000002760003184')
    await page.getByRole('button', { name: 'Yes, it is me' }).click()
    await page.getByText('Visa ending in 3184').waitFor()
    // BILL-09 by keyboard: a line opens what it was reckoned from.
    await page.locator('.line-why summary').first().press('Enter')
    await page
      .getByText(/3 × 89\.00 × 12 × \d+\/36[56] days = /)
      .first()
      .waitFor()
    await check(page, 'billing-review-dark')
    await page.getByRole('button', { name: `Submit and pay ${typed}` }).click()
    await page.getByRole('link', { name: 'Go to your bank' }).click({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Yes, it is me' }).click()
    // The page that one comes back to looks by itself.
    await page.getByRole('heading', { name: 'Your purchase is complete' }).waitFor({ timeout: 30_000 })
    await check(page, 'billing-paid-dark')
    expect(await seats(account)).toBe(23)
    // The period's own invoice comes before it or after it, as the worker happens to look.
    await page.getByRole('link', { name: /^Invoice \d$/ }).click()
    await page.getByRole('heading', { level: 1, name: /^Invoice \d$/ }).waitFor()
    expect(await page.locator('.charge-lines tfoot td').textContent()).toBe(typed)
    await check(page, 'billing-invoice-dark')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download PDF' }).click()
    expect((await download).suggestedFilename()).toMatch(/^larkspur-outfitters-invoice-\d\.pdf$/)
    await page.context().close()
  },
)

test(
  'BILL-02 PAY-08 without JavaScript: preview, review, a bank that asks, paid',
  { timeout: 90_000 },
  async () => {
    const { page, account } = await buyer({
      javaScriptEnabled: false,
      colorScheme: 'light',
      viewport: { width: 1280, height: 1200 },
    })
    await page.goto('/settings/billing')
    await picture(page, 'billing-overview-light')
    await page.getByRole('link', { name: 'Add seats' }).click()
    await page.getByLabel('More full-time seats').fill('two')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('link', { name: 'Enter a whole number, such as 3.' }).waitFor()
    await page.getByLabel('More full-time seats').fill('2')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('heading', { name: 'Total due today' }).waitFor()
    await picture(page, 'billing-preview-light')
    await page.getByRole('button', { name: 'Review', exact: true }).click()
    await page.getByRole('link', { name: 'Enter a card' }).click()
    await page.getByRole('button', { name: 'Enter a card' }).click()
    await page.getByLabel('Card number').fill('4000002760003184')
    await page.getByRole('button', { name: 'Save card' }).click()
    await page.getByRole('button', { name: 'Yes, it is me' }).click()
    await picture(page, 'billing-review')
    await page.getByRole('button', { name: /Submit and pay/ }).click()
    await until(page, 'Your bank wants to hear from you')
    await picture(page, 'billing-action-light')
    expect(await seats(account)).toBe(20)
    await page.getByRole('link', { name: 'Go to your bank' }).click()
    await page.getByRole('button', { name: 'Yes, it is me' }).click()
    await until(page, 'Your purchase is complete')
    await picture(page, 'billing-paid-light')
    expect(await seats(account)).toBe(22)
    await page.goto('/settings/billing')
    await page
      .getByRole('link', { name: /^Invoice \d$/ })
      .last()
      .waitFor()
    await picture(page, 'billing-overview')
    await page.context().close()
  },
)

test(
  'BILL-13 PAY-02 on a phone: other details, a stale quote, a declined card, nothing changes',
  { timeout: 90_000 },
  async () => {
    const { page, account } = await buyer({ ...phone, colorScheme: 'light' })
    await page.goto('/settings/billing/details')
    await page.getByLabel('State or province').fill('tx')
    await page.getByLabel('Primary invoicing e-mail').fill('nobody')
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByText('One thing needs your attention').waitFor()
    await check(page, 'billing-details-phone')
    await page.getByLabel('Primary invoicing e-mail').fill('ap@larkspur.example')
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByText('The billing details are saved.').waitFor()
    await check(page, 'billing-overview-phone')

    await page.goto('/settings/billing/seats')
    await page.getByLabel('More full-time seats').fill('1')
    await page.getByLabel('Plan').selectOption('ultimate')
    await page.getByText('8.25 %').first().waitFor()
    await check(page, 'billing-add-seats-phone')
    await page.getByRole('button', { name: 'Review', exact: true }).click()
    await enterCard(page, '4000000000000341')
    await page.getByText('Visa ending in 0341').waitFor()
    await portal.db.query(`update billing_profile set region = 'NY' where account_id = $1`, [
      account.accountId,
    ])
    await page.getByRole('button', { name: /Submit and pay/ }).click()
    await page.getByText('This is a fresh quote.').waitFor()
    await check(page, 'billing-stale-phone')
    await page.getByRole('button', { name: /Submit and pay/ }).click()
    await page.getByRole('heading', { name: 'Your purchase did not go through' }).waitFor({ timeout: 30_000 })
    await page.getByText('Nothing was charged, and nothing else has changed.').waitFor()
    await check(page, 'billing-failed-phone')
    expect(await seats(account)).toBe(20)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Review your purchase' }).waitFor()
    await page.context().close()
  },
)

test('BILL-01 BILL-14 who may not see billing finds nothing there; special terms buy nothing here', async () => {
  const { page, account } = await buyer({})
  await portal.db.query(`update contract set self_service = false where account_id = $1`, [account.accountId])
  await page.goto('/settings/billing')
  await page.getByText('Your contract has terms of its own').waitFor()
  expect(await page.getByRole('link', { name: 'Add seats' }).count()).toBe(0)
  await portal.db.query(`update member set role = 'admin' where id = $1`, [account.owner.memberId])
  const hidden = await page.goto('/settings/billing')
  expect(hidden?.status()).toBe(404)
  expect(await page.getByRole('link', { name: 'Manage Subscription' }).count()).toBe(0)
  await page.context().close()
})

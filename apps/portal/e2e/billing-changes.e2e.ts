import { acceptChanges, offerSeason } from '@seatkeeper/db'
import { type Instant, startOfDay } from '@seatkeeper/rules'
import { testDay } from '@seatkeeper/testkit'
import { axeFindings } from '@seatkeeper/testkit/axe'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.portal.db.query(`update contract set payment = 'wire' where account_id = $1`, [
    office.account.accountId,
  ])
}, 60_000)
afterAll(() => office?.close())

const shots = process.env['SCREENSHOTS']

/** Axe, and nothing beyond the screen's edge. */
async function check(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect([name, beyond]).toEqual([name, 0])
  expect([name, await axeFindings(page, { include: 'main' })]).toEqual([name, []])
}

test(
  'BILL-04 BILL-06 BILL-11 in the dark: asked for, agreed, offered, the renewal in advance',
  { timeout: 60_000 },
  async () => {
    const { accountId } = office.account
    const vendor = { url: office.portal.db.url, now: office.portal.clock.business }
    for (const name of ['ada', 'bob', 'cleo']) {
      await office.add({ name: `${name} Byron`, email: `${name}@example.com` })
    }
    const page = await office.owner({ colorScheme: 'dark', viewport: { width: 1280, height: 900 } })
    await page.goto('/settings/billing')
    await page.getByRole('link', { name: 'Reduce seats' }).click()
    await page.getByLabel(/^Full-time seats from/).fill('1')
    // D-23: said before it is filed, and again as people are named.
    await page.getByText('It renews at 3, not at 1; name 2 more people for that.').waitFor()
    await page.getByRole('checkbox', { name: 'ada Byron' }).check()
    await page.getByText('It renews at 2, not at 1; name 1 more person for that.').waitFor()
    await check(page, 'plan-request-dark')
    await page.getByRole('button', { name: 'File the request' }).click()
    await page.getByText('Your request is filed.').waitFor()
    await check(page, 'renewal-asked-dark')
    expect((await acceptChanges(vendor, accountId)).kind).toBe('grant')
    const offer = { name: 'Trade fair', firstDay: testDay(3), blocks: 1, seats: 4, unitPrice: 6000 }
    const expiresAt = (vendor.now + 86_400_000) as Instant
    expect((await offerSeason(vendor, accountId, { ...offer, expiresAt })).kind).toBe('grant')
    await page.goto('/settings/billing/renewal')
    await page.getByText('it renews at 2, because so many stay in use').waitFor()
    await check(page, 'renewal-dark')
    await page.goto('/settings/billing')
    await check(page, 'overview-dark')
    await page.getByRole('link', { name: 'See the offer of Trade fair' }).click()
    await page.getByRole('heading', { level: 1, name: 'Trade fair' }).waitFor()
    await check(page, 'offer-dark')
    await page.getByRole('button', { name: 'Review and accept' }).click()
    await page.getByRole('heading', { name: 'Review your purchase' }).waitFor()
    await check(page, 'offer-review-dark')
  },
)

test(
  'BILL-08 on a phone: what ends when, cancelled, undone, ended, the way back',
  { timeout: 60_000 },
  async () => {
    const page = await office.owner({ ...phone, colorScheme: 'light' })
    await page.goto('/settings/billing/plan-request')
    await check(page, 'plan-request-phone')
    await page.goto('/settings/billing/renewal')
    await check(page, 'renewal-phone')
    await page.goto('/settings/billing/cancel')
    await check(page, 'cancel-phone')
    await page.getByRole('button', { name: 'Cancel the subscription' }).click()
    await page.getByText('Until its end one click undoes it.').waitFor()
    await check(page, 'overview-cancelled-phone')
    await page.getByRole('button', { name: 'Undo the cancellation' }).click()
    await page.getByText('The cancellation is undone.').waitFor()
    await page.goto('/settings/billing/cancel')
    await page.getByRole('button', { name: 'Cancel the subscription' }).click()
    await page.getByText('Until its end one click undoes it.').waitFor()
    office.portal.clock.business = startOfDay(testDay(185))
    await page.goto('/settings/billing')
    await page.getByRole('link', { name: 'Come back' }).waitFor()
    await check(page, 'overview-ended-phone')
    await page.getByRole('link', { name: 'Come back' }).click()
    await page.getByRole('button', { name: 'See the price' }).waitFor()
    await check(page, 'come-back-phone')
    await page.getByRole('button', { name: 'See the price' }).click()
    await page.getByRole('heading', { name: 'Review your purchase' }).waitFor()
    await check(page, 'come-back-review-phone')
  },
)

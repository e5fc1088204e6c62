import { changeSeason } from '@seatkeeper/db'
import { TEST_NOW, testDay } from '@seatkeeper/testkit'
import { axeFindings } from '@seatkeeper/testkit/axe'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  for (const name of ['Ida Moor', 'Jon Falk'])
    await office.add({
      email: `${name.slice(0, 3).toLowerCase()}@example.com`,
      name,
      type: 'seasonal',
      seasonIds: [office.seasonId('Current')],
    })
  const { portal, account } = office
  const change = { season: 'Holiday', lastDay: testDay(70), seats: 25, giveUp: [], confirmed: false }
  await changeSeason({ url: portal.db.url, now: TEST_NOW }, account.accountId, change)
})
afterAll(() => office?.close())

const shots = process.env['SCREENSHOTS']
const picture = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/seasons-${name}.png`, fullPage: true })
}

/** Nothing scrolls sideways, and, where a page may run scripts for it, axe finds nothing. */
async function check(page: Page, { javaScriptEnabled }: BrowserContextOptions, axe: boolean) {
  if (javaScriptEnabled === false) return
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(beyond).toBeLessThanOrEqual(0)
  if (!axe) return
  expect(await axeFindings(page)).toEqual([])
}

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'without JavaScript': { javaScriptEnabled: false, colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'on a phone': { ...phone, colorScheme: 'light' },
}

test.each(Object.entries(looks))(
  'USER-13 %s: seasons, their people and idle seats are read, and people are copied',
  async (look, options) => {
    const page = await office.owner(options)
    await page.goto('/settings/seasons')
    await page.getByRole('heading', { name: 'Past' }).waitFor()
    await page.getByText(/^Changed by the vendor on .*, before: .*, 30 seats\.$/).waitFor()
    await check(page, options, look === 'dark')
    await picture(page, look)
    await page.getByRole('link', { name: 'Current', exact: true }).click()
    await page.getByRole('link', { name: 'Ida Moor' }).waitFor()
    await check(page, options, look === 'dark')
    await picture(page, `${look}-roster`)
    await page.getByRole('link', { name: '2 seats idle' }).click()
    await page.getByText('Show everybody').waitFor()
    // Launch stands first and is full: what has seats is chosen already.
    const target = page.getByLabel('Season', { exact: true })
    expect(await target.locator('option:checked').textContent()).toMatch(/^Holiday: /)
    await target.selectOption({ index: 0 })
    await page.getByRole('button', { name: 'Copy people' }).click()
    await page.getByLabel('What came of copying').waitFor()
    await check(page, options, look === 'dark')
    await picture(page, `${look}-copied`)
  },
)

import { axeFindings } from '@seatkeeper/testkit/axe'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.add({ email: 'eve@example.com', name: '=HYPERLINK("https://example.com")' })
})
afterAll(() => office?.close())

const shots = process.env['SCREENSHOTS']
const picture = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/audit-${name}.png`, fullPage: !name.includes('phone') })
}

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'without JavaScript': { javaScriptEnabled: false, colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'on a phone': { ...phone, colorScheme: 'light' },
}

/** Nothing scrolls sideways, and, where a page may run scripts for it, axe finds nothing. */
async function check(page: Page, { javaScriptEnabled }: BrowserContextOptions, axe: boolean) {
  if (javaScriptEnabled === false) return
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(beyond).toBeLessThanOrEqual(0)
  if (!axe) return
  expect(await axeFindings(page)).toEqual([])
}

test.each(Object.entries(looks))(
  'USER-10 %s: the log is read, narrowed and opened',
  async (look, options) => {
    const page = await office.owner(options)
    await page.goto('/settings/audit')
    await page.getByText('Olive Owner added Chiara Fontanella.').first().waitFor()
    await picture(page, look)
    await page.getByLabel('Who, or to whom').fill('greta')
    await page.getByLabel('What', { exact: true }).selectOption('Users')
    await page.getByRole('button', { name: 'Show' }).click()
    await page
      .getByRole('link', { name: 'Olive Owner added Chiara Fontanella.' })
      .waitFor({ state: 'detached' })
    await page.locator('summary').first().click()
    await page.getByText('greta@example.com').first().waitFor()
    await page.getByText('Launch').first().waitFor()
    await picture(page, `${look}-open`)
    await check(page, options, look === 'dark')
    await page.goto('/settings/audit?q=nobody-at-all')
    await page.getByText('Nothing matches').waitFor()
  },
)

test('USER-10 the export says the same, and no cell of it is a formula', async () => {
  const visitor = await office.visitor()
  const { status, headers, text } = await visitor.get('/settings/audit/export?what=user')
  expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(text).toContain('Olive Owner added Chiara Fontanella.')
  expect(text).toContain(`"'=HYPERLINK`)
  expect(text.split('\r\n').filter((line) => /^[=+@-]|,"?[=+@-]/.test(line))).toEqual([])
})

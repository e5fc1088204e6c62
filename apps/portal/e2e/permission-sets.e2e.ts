import { axeFindings } from '@seatkeeper/testkit/axe'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

const shots = process.env['SCREENSHOTS']
const picture = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/sets-${name}.png`, fullPage: !name.includes('phone') })
}

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'without JavaScript': { javaScriptEnabled: false, colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'on a phone': { ...phone, colorScheme: 'light' },
}

test.each(Object.entries(looks))(
  'USER-08 %s: a permission set is defined, changed, kept while used, and deleted',
  async (look, options) => {
    const page = await office.owner(options)
    const name = `Night shift ${look}`
    const check = async () => {
      if (options.javaScriptEnabled === false) return
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(beyond).toBeLessThanOrEqual(0)
      if (look !== 'dark') return
      expect(await axeFindings(page)).toEqual([])
    }
    await page.goto('/settings/permission-sets')
    await check()
    await page.getByRole('link', { name: 'Define a set' }).click()
    await page.getByLabel('What right 1 allows').fill('Answers tickets')
    await page.getByRole('button', { name: 'Define the set' }).click()
    await page.getByText('2 things need your attention').waitFor()
    await check()
    await picture(page, `${look}-errors`)
    await page.getByLabel('Name', { exact: true }).fill('agent')
    await page.getByLabel('Key of right 1').fill('tickets.reply')
    await page.getByRole('button', { name: 'Define the set' }).click()
    await page.getByText('There is a permission set Agent already').first().waitFor()
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByRole('button', { name: 'More rows' }).click()
    await page.getByLabel('Key of right 6').fill('tickets.close')
    await page.getByRole('button', { name: 'Define the set' }).click()
    await page.getByText('The permission set is defined').waitFor()
    await page.getByText('tickets.close').first().waitFor()
    await check()
    await picture(page, `${look}-list`)

    await page.getByRole('link', { name, exact: true }).click()
    await page.getByLabel('Key of right 2').fill('')
    await check()
    await picture(page, `${look}-edit`)
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByText('The permission set is saved').waitFor()
    await page.getByRole('link', { name, exact: true }).click()
    await page.getByRole('link', { name: `Delete ${name}…` }).click()
    await check()
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await page.getByText('The permission set is deleted').waitFor()

    await page.getByRole('link', { name: 'Agent', exact: true }).click()
    await page.getByText('It can’t be deleted while 3 users have it').waitFor()
  },
)

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
  // After a picture of a whole page a phone's buttons are pressed beside where they are.
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: !name.includes('phone') })
}

async function findsNothing(page: Page) {
  expect(await axeFindings(page)).toEqual([])
}

const asks = (token: string) =>
  fetch(`${office.portal.origin}/access/v1/evaluation`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      subject: { type: 'user', id: office.account.ownerEmail },
      action: { name: 'sign-in' },
      resource: { type: 'organization', id: office.account.organizationId },
    }),
  })

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'without JavaScript': { javaScriptEnabled: false, colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'on a phone': { ...phone, colorScheme: 'light' },
}

test.each(Object.entries(looks))(
  'ECO-01 %s: a key is made, shown once, works, and is revoked',
  async (look, options) => {
    const page = await office.owner(options)
    const name = `Helpdesk ${look}`
    // The page has to run scripts for axe; what is tested without them is the way through.
    const check = async () => {
      if (options.javaScriptEnabled === false) return
      // Axe takes a second a page: once through the whole way is enough.
      if (look === 'dark') await findsNothing(page)
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(beyond).toBeLessThanOrEqual(0)
    }
    await page.goto('/settings/api-keys')
    await check()
    await picture(page, `${look}-before`)
    await page.getByRole('link', { name: 'Make a key' }).click()
    await page.getByRole('button', { name: 'Make the key' }).click()
    await page.getByText('2 things need your attention').waitFor()
    await check()
    await picture(page, `${look}-errors`)
    await page.getByLabel('Name', { exact: false }).fill(name)
    await page.getByLabel('Ask whether a user may sign in now').check()
    await page.getByRole('button', { name: 'Make the key' }).click()
    await page.getByRole('heading', { name: `${name} is ready` }).waitFor()
    await check()
    await picture(page, `${look}-made`)
    const token = await page.getByLabel('the key', { exact: true }).inputValue()
    expect(token).toMatch(/^seat_[\da-f]{64}$/)
    const answer = await asks(token)
    expect(await answer.json()).toMatchObject({ decision: true })

    await page.getByRole('link', { name: 'I have copied it' }).click()
    await page.getByRole('heading', { name: 'API keys' }).waitFor()
    expect(await page.content()).not.toContain(token)
    await page.getByRole('link', { name: `Revoke ${name}…` }).click()
    await check()
    await picture(page, `${look}-revoking`)
    await page.getByRole('button', { name: `Revoke ${name}` }).click()
    await page.getByText('The key is revoked').waitFor()
    await page.getByText(/Revoked keys/).click()
    await check()
    await picture(page, `${look}-revoked`)
    expect((await asks(token)).status).toBe(401)
  },
)

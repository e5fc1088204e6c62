import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword } from '../test/people.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

test.each([
  ['with', true],
  ['without', false],
])(
  'USER-02 ACC-01 %s JavaScript a form comes back filled after its session has ended',
  async (_, javaScriptEnabled) => {
    const page = await office.owner({ javaScriptEnabled })
    const { clock } = office.portal
    const before = clock.wall
    try {
      // A session of its own: the one that the office lends ends for good with the clock.
      await page.context().clearCookies()
      await page.goto('/sign-in?to=/settings/users/new', { waitUntil: 'networkidle' })
      await page.getByLabel('E-mail').fill(office.account.ownerEmail)
      await page.getByLabel('Password').fill(goodPassword)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByLabel('Seasonal', { exact: true }).check()
      await page.getByLabel('Current Open').check()
      await page.getByLabel('Name', { exact: true }).fill('Wanda Waited')
      await page.getByLabel('E-mail').fill(`wanda-${javaScriptEnabled}@example.com`)
      clock.wall = (before + 9 * 3_600_000) as typeof before
      await page.getByRole('button', { name: 'Add User' }).click()
      await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
      expect(page.url()).not.toContain('wanda')
      await page.getByLabel('E-mail').fill(office.account.ownerEmail)
      await page.getByLabel('Password').fill(goodPassword)
      await page.getByRole('button', { name: 'Sign in and go on' }).click()
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Back to what I typed' }).click()
      await page.getByRole('heading', { name: 'Add User' }).waitFor()
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Wanda Waited')
      expect(await page.getByLabel('Current Open').isChecked()).toBe(true)
      await page.getByRole('button', { name: 'Add User' }).click()
      await page.getByRole('link', { name: 'Wanda Waited' }).first().waitFor()
    } finally {
      clock.wall = before
    }
  },
)

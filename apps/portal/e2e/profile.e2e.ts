import { axeFindings } from '@seatkeeper/testkit/axe'
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

const shots = process.env['SHOTS']

test.each<[string, BrowserContextOptions]>([
  ['light', {}],
  ['dark phone', { ...phone, colorScheme: 'dark' }],
])('USER-12 axe finds nothing on one’s profile, in %s', async (look, options) => {
  await office.visitor()
  const page = await office.owner(options)
  await page.goto('/profile', { waitUntil: 'networkidle' })
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/profile-${look.replace(' ', '-')}.png`, fullPage: true })
})

test('USER-12 without JavaScript: found by one’s name in the menu, changed, and another browser ended', async () => {
  await office.visitor()
  const page = await office.owner({ javaScriptEnabled: false })
  await page.goto('/my-access')
  await page.getByRole('link', { name: /^Your profile: Olive Owner/ }).click()
  // Whole, with all of its zones: a choice made while they still arrive is undone by the one that is selected.
  await page.waitForURL('**/profile')
  await page.getByLabel('Time zone').selectOption('America/New_York')
  await page.getByRole('button', { name: 'Save Changes' }).click()
  await page.getByText('Your profile is saved.').waitFor()
  await page.getByText('04:00 EDT').first().waitFor()
  await page.getByRole('button', { name: 'End all others' }).click()
  await page.getByText('Every other browser is signed out.', { exact: true }).waitFor()
  expect(await page.getByRole('button', { name: /^End/ }).count()).toBe(0)
})

import { axeFindings } from '@seatkeeper/testkit/axe'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  const { portal, account } = office
  // Four people whose Current season opened, and what came of it.
  for (const [name, state, note] of [
    ['Amal Haddad', 'delivered', null],
    ['Bruno Keller', 'failed', '550 5.1.1 No such user here'],
    ['Carla Moreno', 'unknown', 'Connection closed'],
    ['Dmitri Volkov', 'skipped', 'window-closed'],
  ] as const) {
    const email = `${name.split(' ')[0]!.toLowerCase()}@example.com`
    const memberId = await office.add({
      email,
      name,
      type: 'seasonal',
      seasonIds: [office.seasonId('Current')],
    })
    await portal.db.query(
      `with told as (
         insert into notice (id, organization_id, account_id, member_id, kind, due_at, opens_at, closes_at)
         values (uuidv7(), $1, $2, $3, 'opened', $6, $6, $6::timestamptz + interval '30 days') returning *)
       insert into outbox (id, organization_id, account_id, type, payload, state, done_at, note)
       select id, $1, $2, 'notice',
         jsonb_build_object('noticeId', id, 'memberId', member_id, 'kind', kind), $4, $6, $5 from told`,
      [
        account.organizationId,
        account.accountId,
        memberId,
        state,
        note,
        new Date(portal.clock.business).toISOString(),
      ],
    )
  }
})
afterAll(() => office?.close())

test('MAIL-08 D-41 a mail of which nothing is known is found and sent again, by keyboard and without JavaScript', async () => {
  const page = await office.owner({ javaScriptEnabled: false })
  await page.goto('/settings/notices')
  await page.getByText('1 mail could not be delivered, and of 1 mail it is not known').waitFor()
  await page.getByLabel('State').selectOption('unknown')
  await page.getByRole('button', { name: 'Show' }).press('Enter')
  expect(await page.getByRole('row').count()).toBe(2)
  await page.getByRole('button', { name: 'Send again: Access opens, Carla Moreno' }).press('Enter')
  await page.getByText('The mail goes out again').waitFor()
  await page.getByText('Seen to: a later mail has taken its place.').waitFor()
  expect(await page.getByRole('button', { name: /^Send again/ }).count()).toBe(0)
})

test('MAIL-08 a filter applies at once and has an address; a person leads to their page', async () => {
  const page = await office.owner()
  await page.goto('/settings/notices')
  await page.getByLabel('State').selectOption('failed')
  await page.waitForURL(/state=failed/)
  await page.getByText('The mail server said: 550 5.1.1 No such user here').waitFor()
  await page.getByText('1 mail on this page').waitFor()
  await page.getByRole('link', { name: 'Bruno Keller' }).click()
  await page.waitForURL(/\/settings\/users\//)
})

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  phone,
}

describe.each(Object.entries(looks))('MAIL-08 in %s', (look, options) => {
  let page: Page
  beforeAll(async () => {
    page = await office.owner(options)
  })

  test.each([
    ['all notices', '/settings/notices'],
    ['none that match', '/settings/notices?kind=closed'],
  ])('MAIL-08 axe finds nothing on %s', async (name, path) => {
    await page.goto(path)
    const folder = process.env['SCREENSHOTS']
    if (folder)
      await page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}-${look}.png`, fullPage: true })
    expect(await axeFindings(page)).toEqual([])
  })
})

import { issueSlackTicket, type SlackTicketHolder } from '@seatkeeper/db'
import { axeFindings } from '@seatkeeper/testkit/axe'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

const issue = (kind: SlackTicketHolder['kind'], userEmail: string) =>
  issueSlackTicket(
    {
      em: office.portal.db.database.identity(),
      wallNow: office.portal.clock.wall,
      secret: office.portal.secret,
    },
    { kind, teamId: 'T1', teamName: 'larkspur', userId: 'U1', userName: 'Olive in Slack', userEmail },
  )

test('SLK-07 a workspace is connected, an account linked and let go of, by keyboard alone and without JavaScript', async () => {
  const page = await office.owner({ javaScriptEnabled: false })
  await page.goto(`/settings/slack/bind/${await issue('workspace', 'other@example.com')}`)
  // The e-mails differ, so whose account it is has to be said.
  await page.getByLabel('This Slack account is mine').press('Space')
  await page.getByRole('button', { name: 'Connect workspace' }).press('Enter')
  await page.getByText('The workspace is connected').waitFor()
  expect(await page.getByRole('listitem').filter({ hasText: 'Olive in Slack' }).count()).toBe(1)

  await page.goto(`/link-slack/${await issue('person', office.account.ownerEmail)}`)
  await page.getByRole('button', { name: 'Link it' }).press('Enter')
  await page.getByText('Your Slack account is linked').waitFor()
  await page.getByRole('button', { name: 'End link: Olive in Slack' }).press('Enter')
  await page.getByText('The link has ended').waitFor()
})

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone,
}

const pages: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'connecting a workspace': async (page) =>
    page.goto(`/settings/slack/bind/${await issue('workspace', 'other@example.com')}`),
  'linking an account': async (page) =>
    page.goto(`/link-slack/${await issue('person', office.account.ownerEmail)}`),
  'a link that leads nowhere': (page) => page.goto('/link-slack/nowhere'),
  'Settings → Slack': (page) => page.goto('/settings/slack'),
  'letting go of a workspace': (page) => page.goto('/settings/slack?leave=T1'),
  'one’s own accounts': (page) => page.goto('/link-slack'),
}

for (const [look, options] of Object.entries(looks)) {
  describe(`SLK-07 in ${look}`, () => {
    let page: Page
    beforeAll(async () => {
      page = await office.owner(options)
      const link = await issue('person', office.account.ownerEmail)
      await page.goto(`/link-slack/${link}`)
      await page.getByRole('button', { name: 'Link it' }).click()
      await page.getByText('Your Slack account is linked').waitFor()
    })

    test.each(Object.entries(pages))('SLK-07 axe finds nothing on %s', async (_, open) => {
      await open(page)
      expect(await axeFindings(page)).toEqual([])
    })
  })
}

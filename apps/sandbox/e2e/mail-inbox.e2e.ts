import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { createMailer, invitation, type Mailer } from '@seatkeeper/mail'
import type { Day, Instant } from '@seatkeeper/rules'
import { axeFindings } from '@seatkeeper/testkit/axe'
import { launchChromium } from '@seatkeeper/testkit/chromium'
import { Hono } from 'hono'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApplication } from '../src/application.ts'
import { openMailbox } from '../src/mail/mailbox.ts'
import { receiveMail } from '../src/mail/receive.ts'

const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-inbox-'))
let browser: Browser
let smtp: Awaited<ReturnType<typeof receiveMail>>
let mailer: Mailer
let server: ReturnType<typeof serve>
let address: string

beforeAll(async () => {
  browser = await launchChromium()
  const mailbox = openMailbox(folder)
  smtp = await receiveMail(mailbox, 0)
  mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${smtp.port}`, from: 'Seatkeeper <seats@example.com>' })
  address = await new Promise((resolve) => {
    server = serve({ fetch: createApplication(mailbox, new Hono(), new Hono()).fetch, port: 0 }, ({ port }) =>
      resolve(`http://localhost:${port}`),
    )
  })
  await send('first')
})

afterAll(async () => {
  await browser.close()
  mailer.close()
  await smtp.stop()
  if ('closeAllConnections' in server) server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

async function send(id: string) {
  return mailer.send({
    id,
    to: { name: 'Ada Byron', email: 'ada@example.com' },
    ...(await invitation({
      product: 'Seatkeeper',
      organization: 'Larkspur Outfitters',
      name: 'Ada Byron',
      seasons: [{ id: 's', name: 'June rush', firstDay: '2026-06-01' as Day, lastDay: '2026-06-30' as Day }],
      access: {
        kind: 'sign-up',
        url: 'https://seats.example.com/sign-up/abc',
        expiresAt: Date.parse('2026-06-30') as Instant,
      },
      reader: { zone: 'America/New_York' },
    })),
  })
}

const PHONE = { width: 375, height: 700 }
const looks: [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', { viewport: PHONE }],
]

describe('OPS-01 the mail inbox in a browser', () => {
  test.each(looks)('axe finds nothing on list, mail and sources, %s', async (_name, options) => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const check = async (page: Page) => {
      // The frame lets no script run, so the mail in it is looked at by itself.
      expect(await axeFindings(page, { exclude: 'iframe' })).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
    }
    await page.goto(address)
    await check(page)
    await page.locator('.mails a').first().click()
    const mail = page.url()
    for (const view of ['', '?as=text', '?as=source']) {
      await page.goto(`${mail}${view}`)
      await check(page)
    }
    const html = await (await page.request.get(`${mail}/html`)).text()
    const alone = await context.newPage()
    await alone.setContent(html)
    await check(alone)
    await context.close()
  })

  test('by keyboard alone, without JavaScript: from the list to the link in the mail', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(address)
    await page.locator('.mails a').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/mails\//)
    const link = page.frameLocator('iframe').getByRole('link', { name: 'Sign up', exact: true })
    expect(await link.getAttribute('href')).toBe('https://seats.example.com/sign-up/abc')
    await context.close()
  })

  test('new mail appears by itself', async () => {
    const page = await browser.newPage()
    await page.goto(address)
    const before = await page.locator('.mails li').count()
    await send('second')
    await expect.poll(() => page.locator('.mails li').count(), { timeout: 20_000 }).toBe(before + 1)
    await page.close()
  })
})

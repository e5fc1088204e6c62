import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { openMovableClock } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { buildAccount, testDay } from '@seatkeeper/testkit'
import { axeFindings } from '@seatkeeper/testkit/axe'
import { launchChromium } from '@seatkeeper/testkit/chromium'
import { startSmtpSink, type SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, invite } from '../test/people.ts'
import { type RunningPortal, runPortal } from '../test/running-portal.ts'

let portal: RunningPortal
let sink: SmtpSink
let browser: Browser
let worker: ChildProcess
beforeAll(async () => {
  ;[portal, sink, browser] = await Promise.all([
    runPortal({}, 'the database'),
    startSmtpSink(),
    launchChromium(),
  ])
  await openMovableClock(portal.db.url, 'test')
  worker = await startWorker()
})
afterAll(async () => {
  worker?.kill('SIGKILL')
  await browser?.close()
  await sink?.stop()
  await portal?.close()
})

async function startWorker(): Promise<ChildProcess> {
  const started = spawn(process.execPath, [path.join(import.meta.dirname, '../../worker/src/main.ts')], {
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      SEATKEEPER_MODE: 'test',
      DATABASE_URL: portal.db.url,
      SMTP_URL: sink.url,
      PORTAL_URL: portal.origin,
      APP_SECRET: portal.secret,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await new Promise((resolve) => started.once('message', resolve))
  return started
}

const subjects = () => sink.mails.map(({ subject }) => subject)
const day = (offset: number) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    Date.parse(`${testDay(offset, Date.now() as Instant)}T00:00Z`),
  )

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

/** Presses the bar. */
const press = (page: Page, button: string) =>
  page.getByRole('complementary', { name: 'Demo clock' }).getByRole('button', { name: button }).click()

/** Waits until the clock rests at the day. Without scripts nothing looks by itself. */
async function arrived(page: Page, to: string, scripts: boolean): Promise<void> {
  const bar = page.getByRole('complementary', { name: 'Demo clock' })
  const lookAgain = bar.getByRole('link', { name: 'Look again' })
  await expect
    .poll(
      async () => {
        if (!scripts && (await lookAgain.isVisible())) await lookAgain.click()
        const there = await bar.getByText(`${to}, 00:00 UTC`).isVisible()
        return there && !(await lookAgain.isVisible())
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBe(true)
}

test(
  'OPS-04 WCAG the bar and its page, on a phone too, in light and dark',
  { timeout: 120_000 },
  async () => {
    for (const [name, options] of [
      ['desktop', {}],
      ['phone', { viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true }],
    ] as const) {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      for (const address of ['/sign-in', '/demo/clock']) {
        await page.goto(portal.origin + address)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await shoot(page, `clock${address.replaceAll('/', '-')}-${name}-${colorScheme}`)
          expect(await axeFindings(page)).toEqual([])
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow).toBeLessThanOrEqual(0)
      }
      await context.close()
    }
  },
)

test.each<[string, BrowserContextOptions]>([
  ['with scripts', {}],
  ['without JavaScript', { javaScriptEnabled: false }],
])(
  'OPS-04 ACC-01 MAIL-02 D-16 a season by the clock bar, from the invitation to the closing, %s',
  { timeout: 180_000 },
  async (how, options) => {
    await portal.db.query('delete from business_clock')
    // Each process learns that the old clock is gone before it gets another.
    await portal.visitor().get('/sign-in')
    await new Promise((resolve) => setTimeout(resolve, 600))
    await openMovableClock(portal.db.url, 'test')
    const before = sink.mails.length
    const scripts = options.javaScriptEnabled !== false
    const now = Date.now() as Instant
    portal.clock.business = now
    const account = await buildAccount(portal.db.url, {
      name: 'Larkspur Outfitters',
      now,
      seasons: [
        { name: 'Summer', from: 3, to: 5, seats: 5 },
        { name: 'Autumn', from: 6, to: 8, seats: 5 },
      ],
      // Its seasons are all that happens to it: nothing is to be invoiced meanwhile.
      contract: { invoicedUntil: testDay(185, now) },
    })
    await invite(portal, account, {
      email: `sam.${how.replaceAll(' ', '-')}@example.com`,
      name: 'Sam Seasonal',
      type: 'seasonal',
      seasonIds: account.seasons.map(({ id }) => id),
    })
    await sink.arrived(before + 1)

    const context = await browser.newContext({ timezoneId: 'America/New_York', ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${portal.origin}/sign-in`)
    await press(page, 'Next event')
    await arrived(page, day(3), scripts)
    await sink.arrived(before + 2)

    const link = /https?:\/\/\S+\/sign-up\/\S+/.exec(sink.mails[before + 1]!.text!)?.[0]
    await page.goto(link!)
    await page.getByLabel('Choose a password').fill(goodPassword)
    await page.getByLabel('Time zone').selectOption('America/New_York')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('heading', { level: 1, name: 'My access' }).waitFor()
    await page.getByText('Open to you').waitFor()
    await shoot(page, `season-open-${scripts ? 'js' : 'plain'}`)

    // Whoever was killed is no loss: the clock stands until there is another worker, and goes on from there.
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    worker.kill('SIGKILL')
    await ended
    await press(page, 'Next event')
    await page.getByText('on its way to the next event').waitFor()
    worker = await startWorker()
    await arrived(page, day(6), scripts)
    await page.getByText('Open to you').waitFor()
    await press(page, '+1 day')
    await arrived(page, day(7), scripts)
    await press(page, 'Next event')
    await arrived(page, day(9), scripts)
    // The page that is open finds the door closed: with scripts by itself, as the bar looks how the clock stands.
    await page.getByRole('heading', { level: 1, name: 'Autumn has closed' }).waitFor()
    await sink.arrived(before + 4)
    await shoot(page, `season-closed-${scripts ? 'js' : 'plain'}`)
    await context.close()

    expect(subjects().slice(before)).toEqual([
      'Larkspur Outfitters invites you to Seatkeeper',
      'Your Seatkeeper access window is open!',
      'Your Seatkeeper access continues',
      'Your Seatkeeper access window has closed',
    ])
  },
)

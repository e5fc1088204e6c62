import { resetToken } from '@seatkeeper/db'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { buildAccount, TEST_NOW, type TestAccount } from '@seatkeeper/testkit'
import { axeFindings } from '@seatkeeper/testkit/axe'
import { launchChromium } from '@seatkeeper/testkit/chromium'
import { onePageAtATime, type OpenPage } from '@seatkeeper/testkit/pages'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashPassword } from '../app/server/identity/password-hash.ts'
import { goodPassword, invite, signIn, signUp, signUpLink } from '../test/people.ts'
import { type RunningPortal, runPortal } from '../test/running-portal.ts'

let portal: RunningPortal
let account: TestAccount
let other: TestAccount
let browser: Browser
let openPage: OpenPage
beforeAll(async () => {
  const passwordHash = await hashPassword(goodPassword)
  ;[portal, browser] = await Promise.all([runPortal(), launchChromium()])
  openPage = onePageAtATime(browser, listen)
  const seasons = [
    { name: 'Spring', from: -60, to: -20, seats: 10 },
    { name: 'Summer', from: -5, to: 10, seats: 10 },
    { name: 'Holiday', from: 11, to: 40, seats: 10 },
  ]
  account = await buildAccount(portal.db.url, {
    name: 'Larkspur Outfitters',
    fullTimeSeats: 50,
    seasons,
    passwordHash,
  })
  other = await buildAccount(portal.db.url, { name: 'Blue Harbor Care', fullTimeSeats: 50 })
})
afterAll(async () => {
  await browser?.close()
  await portal?.close()
})

let said: string[] = []
beforeEach(() => {
  said = []
  portal.clock.business = TEST_NOW
})
afterEach(() => expect(said).toEqual([]))

/** Somebody who was never here before. */
const open = (options: BrowserContextOptions = {}) => openPage({ timezoneId: 'America/New_York', ...options })

function listen(page: Page): void {
  page.on('pageerror', (error) => said.push(error.message))
  page.on('console', (message) => {
    // A page that answers 4xx as it should is reported by the browser as a resource that failed.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) said.push(message.text())
  })
}

let made = 0
const freshEmail = () => `guest${++made}@example.com`
const pathOf = (page: Page) => new URL(page.url()).pathname

describe('from the invitation to signing out and in again', () => {
  test('ACC-02 ACC-06 CAL-02 by keyboard alone, in the zone of the browser', async () => {
    const email = freshEmail()
    const seasonIds = account.seasons.filter(({ name }) => name !== 'Spring').map(({ id }) => id)
    const { link } = await invite(portal, account, { email, type: 'seasonal', seasonIds })
    const page = await open()
    await page.goto(portal.origin + link)
    await page.waitForFunction(() => document.querySelector('select')?.value === 'America/New_York')

    await page.getByLabel('Your name').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.type('short')
    await page.keyboard.press('Enter')
    // The summary of what is wrong has the focus; its link leads to the field, which says it as well.
    const password = page.getByLabel('Choose a password')
    await page.getByRole('link', { name: /12 characters/ }).waitFor()
    expect(await password.getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await password.evaluate((input) => input === document.activeElement)).toBe(true)

    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(goodPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/my-access')
    await page.getByRole('heading', { level: 1, name: 'My access' }).waitFor()
    const card = page.getByRole('region', { name: 'Larkspur Outfitters' })
    expect(await card.textContent()).toContain('EDT')
    expect(await card.textContent()).toContain('UTC')

    await page.getByRole('button', { name: 'Sign out' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/sign-in')

    await page.keyboard.press('Tab')
    await page.getByLabel('E-mail').focus()
    await page.keyboard.type(email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(goodPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/my-access')
  })

  test('ACC-02 ACC-06 without JavaScript', async () => {
    const email = freshEmail()
    const { link } = await invite(portal, account, { email })
    const page = await open({ javaScriptEnabled: false })
    await page.goto(portal.origin + link)
    await page.getByLabel('Choose a password').fill('passwordpassword')
    await page.getByRole('button', { name: 'Sign up' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('easy to guess')
    // Whole, with all of its zones: a choice made while they still arrive is undone by the one that is selected.
    await page.waitForLoadState()
    await page.getByLabel('Choose a password').fill(goodPassword)
    await page.getByLabel('Time zone').selectOption('Europe/Vienna')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await expect.poll(() => pathOf(page)).toBe('/my-access')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => pathOf(page)).toBe('/sign-in')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    expect(await page.getByRole('alert').textContent()).toContain('is not right')
    expect(await page.getByLabel('E-mail').inputValue()).toBe(email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect.poll(() => pathOf(page)).toBe('/my-access')
  })

  test.each([true, false])(
    'ACC-02 a fresh link in place of one that ran out, JavaScript: %s',
    async (javaScriptEnabled) => {
      const { link, memberId } = await invite(portal, account, { email: freshEmail() })
      portal.clock.business = (TEST_NOW + 15 * MS_PER_DAY) as Instant
      const page = await open({ javaScriptEnabled })
      await page.goto(portal.origin + link)
      await page.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor()
      await page.getByRole('button', { name: 'Send me a fresh link' }).click()
      await page.getByRole('heading', { level: 1, name: 'A fresh link is on its way' }).waitFor()
      await page.goto(portal.origin + (await signUpLink(portal, memberId)))
      await page.getByRole('heading', { level: 1, name: 'Join Larkspur Outfitters' }).waitFor()
    },
  )

  test('a form that is too large is refused in the page, in the words of the guard', async () => {
    const page = await open()
    await page.goto(`${portal.origin}/sign-in`, { waitUntil: 'networkidle' })
    await page.getByLabel('E-mail').fill('pat@example.com')
    await page.getByLabel('Password').fill('x'.repeat(70_000))
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'That is too much at once' }).waitFor()
    await page.getByText('Please shorten it and send it again').waitFor()
  })

  test('ACC-01 an open page finds the door closed at the closing instant', async () => {
    const { link } = await invite(portal, account, {
      email: freshEmail(),
      type: 'seasonal',
      seasonIds: [account.seasons.find(({ name }) => name === 'Summer')!.id],
    })
    const page = await open()
    await page.goto(portal.origin + link)
    await page.getByLabel('Choose a password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.waitForURL('**/my-access')
    portal.clock.business = (TEST_NOW + 11 * MS_PER_DAY) as Instant
    await page.getByRole('link', { name: 'My access' }).click()
    await page.getByRole('heading', { level: 1, name: 'Summer has closed' }).waitFor()
    expect(await page.getByRole('main').textContent()).toContain('Closed at')
  })

  test('SEAT-01 somebody of two organizations changes between them', async () => {
    const email = freshEmail()
    const visitor = portal.visitor()
    await signUp(visitor, (await invite(portal, account, { email })).link)
    const { link } = await invite(portal, other, { email, role: 'admin' })
    await visitor.fill(link, { as: 'known', password: goodPassword })
    const page = await open()
    await page.goto(`${portal.origin}/sign-in`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/organizations')
    await page.getByRole('button', { name: 'Open Blue Harbor Care' }).click()
    await page.waitForURL('**/settings/users')
  })
})

// axe looks at many pages in one test: a busy machine needs its time.
const patient = { timeout: 240_000 }

const widths = {
  desktop: {},
  phone: { viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true },
} satisfies Record<string, BrowserContextOptions>

describe.each(Object.entries(widths))('axe finds nothing in light and dark, %s', (width, options) => {
  async function examine(page: Page, name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const folder = process.env['SCREENSHOTS']
      if (folder)
        await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true })
      // The page is the same in the dark but for its colours. Some 400 time zones are all alike.
      const rules = colorScheme === 'dark' ? { rules: ['color-contrast'] } : {}
      const found = await axeFindings(page, { exclude: 'option', ...rules })
      expect(found, `${name}, ${colorScheme}`).toEqual([])
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, `${name} fits its width`).toBeLessThanOrEqual(0)
  }

  test(
    'WCAG the doors: sign-in, sign-up, links that no longer work, what is not there',
    patient,
    async () => {
      const page = await open(options)
      await page.goto(`${portal.origin}/sign-in`)
      await examine(page, 'sign-in')
      await page.getByLabel('E-mail').fill('nobody@example.com')
      await page.getByLabel('Password').fill('not the password')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('alert').waitFor()
      await examine(page, 'sign-in-refused')

      const seasonIds = account.seasons.filter(({ name }) => name !== 'Spring').map(({ id }) => id)
      const { link } = await invite(portal, account, { email: freshEmail(), type: 'seasonal', seasonIds })
      await page.goto(portal.origin + link)
      await examine(page, 'sign-up')
      await page.getByLabel('Choose a password').fill('passwordpassword')
      await page.getByRole('button', { name: 'Sign up' }).click()
      await page.getByRole('alert').waitFor()
      await examine(page, 'sign-up-refused')

      await page.goto(`${portal.origin}/sign-up/nonsense`)
      await examine(page, 'dead-link')
      const replaced = await invite(portal, account, { email: freshEmail() })
      await portal.db.query('update invitation set issue = issue + 1 where member_id = $1', [
        replaced.memberId,
      ])
      await page.goto(portal.origin + replaced.link)
      await examine(page, 'link-replaced')
      await page.getByRole('button', { name: 'Send me a fresh link' }).click()
      await page.getByRole('heading', { level: 1, name: 'A fresh link is on its way' }).waitFor()
      await examine(page, 'fresh-link')
      await page.goto(`${portal.origin}/nowhere`)
      await examine(page, 'not-found')
    },
  )

  test('WCAG ACC-02 a new password: the wish, its answer, the form, the dead links', patient, async () => {
    const page = await open(options)
    await page.goto(`${portal.origin}/sign-in`)
    await page.getByRole('link', { name: 'Forgotten your password?' }).click()
    await page.getByRole('heading', { level: 1, name: 'Forgotten your password?' }).waitFor()
    await examine(page, 'forgotten-password')
    await page.getByLabel('E-mail').fill(account.ownerEmail)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('heading', { level: 1, name: 'Look into your inbox' }).waitFor()
    await examine(page, 'forgotten-asked')
    const [row] = await portal.db.query<{ id: string }>(
      'select id from password_reset where person_id = $1 and replaced_at is null and used_at is null',
      [account.owner.personId],
    )
    const link = `${portal.origin}/reset-password/${resetToken(portal.secret, row!.id)}`
    await page.goto(link)
    await page.getByLabel('New password').fill('short')
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByRole('alert').waitFor()
    await examine(page, 'reset-password')
    await page.getByLabel('New password').fill(goodPassword)
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByText('Your new password is set. Sign in with it.').waitFor()
    await examine(page, 'reset-done')
    await page.goto(link)
    await page.getByRole('heading', { level: 1, name: 'This link has been used' }).waitFor()
    await examine(page, 'reset-dead')
  })

  test('WCAG ACC-04 the locked account', patient, async () => {
    const passwordHash = await hashPassword(goodPassword)
    const locked = await buildAccount(portal.db.url, {
      name: 'Copperline Retail',
      passwordHash,
      overdue: { since: TEST_NOW, graceDeadline: TEST_NOW },
    })
    const page = await open(options)
    await page.goto(`${portal.origin}/sign-in`)
    await page.getByLabel('E-mail').fill(locked.ownerEmail)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/my-access')
    await page.goto(`${portal.origin}/settings/users`)
    await page.getByRole('heading', { level: 1, name: 'Your account is locked' }).waitFor()
    await examine(page, 'locked')
  })

  test('WCAG the rooms: my access, organizations, what a role does not open', patient, async () => {
    const email = freshEmail()
    const seasonIds = account.seasons.filter(({ name }) => name !== 'Spring').map(({ id }) => id)
    const visitor = portal.visitor()
    await signUp(visitor, (await invite(portal, account, { email, type: 'seasonal', seasonIds })).link)
    await visitor.fill((await invite(portal, other, { email, role: 'admin' })).link, {
      as: 'known',
      password: goodPassword,
    })
    const page = await open(options)
    await page.goto(`${portal.origin}/sign-in`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/organizations')
    await examine(page, 'organizations')
    await page.getByRole('button', { name: 'Open Larkspur Outfitters' }).click()
    await page.waitForURL('**/my-access')
    await examine(page, 'my-access')
    await page.goto(`${portal.origin}/settings/users`)
    await examine(page, 'not-permitted')
    await page.goto(`${portal.origin}/nowhere`)
    await examine(page, 'not-found-inside')
  })

  test('WCAG ACC-01 the closed door', patient, async () => {
    const email = freshEmail()
    const seasonIds = account.seasons.filter(({ name }) => name === 'Holiday').map(({ id }) => id)
    await signUp(
      portal.visitor(),
      (await invite(portal, account, { email, type: 'seasonal', seasonIds })).link,
    )
    expect((await signIn(portal.visitor(), email)).status).toBe(403)
    const page = await open(options)
    await page.goto(`${portal.origin}/sign-in`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Holiday is not open yet' }).waitFor()
    await examine(page, 'access-opens')
    portal.clock.business = (TEST_NOW + 43 * MS_PER_DAY) as Instant
    await page.goto(`${portal.origin}/sign-in`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Holiday has closed' }).waitFor()
    await examine(page, 'access-closed')
  })
})

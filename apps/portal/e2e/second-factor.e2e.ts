import { randomUUID } from 'node:crypto'
import { emailChangeToken } from '@seatkeeper/db'
import { axeFindings, type Look } from '@seatkeeper/testkit/axe'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, invite, signUp } from '../test/people.ts'
import { appCode } from '../test/soft-factors.ts'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

const shots = process.env['SHOTS']

/** Nothing to find for axe; kept as a picture for whoever wants to look. */
async function look(page: Page, name: string, how: Look = {}) {
  expect(await axeFindings(page, how)).toEqual([])
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(content).toBeLessThanOrEqual(window!)
  if (shots) await page.screenshot({ path: `${shots}/factor-${name}.png`, fullPage: true })
}

/** The same page in the dark on a phone: it differs in its colours and its width alone. */
async function lookBothWays(page: Page, name: string) {
  await look(page, name)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await look(page, `${name}-dark-phone`, { rules: ['color-contrast'] })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** What a laptop with a finger reader has; answers as soon as it is asked. */
async function withAuthenticator(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('USER-12 an app without JavaScript, a passkey with it, and signing in by each; axe finds nothing on the way', async () => {
  const { account, portal } = office
  const plain = await office.owner({ ...phone, colorScheme: 'dark', javaScriptEnabled: false })
  await plain.goto('/profile/second-step')
  await plain.locator('noscript p').waitFor()
  await plain.getByRole('button', { name: 'Set up an app' }).click()
  const key = (await plain.locator('.app-key').textContent())!
  if (shots) await plain.screenshot({ path: `${shots}/factor-app-dark-phone.png`, fullPage: true })
  await plain.getByLabel('Code from your authenticator app').fill(appCode(key, portal.clock.wall))
  await plain.getByRole('button', { name: 'Turn it on' }).click()
  await plain.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor()
  expect(await plain.locator('.recovery-codes li').count()).toBe(10)
  const [content, window] = await plain.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(content).toBeLessThanOrEqual(window!)
  if (shots) await plain.screenshot({ path: `${shots}/factor-codes-dark-phone.png`, fullPage: true })

  portal.clock.wall = (portal.clock.wall + 60_000) as typeof portal.clock.wall
  // Passkeys are bound to a name: on one's own machine `localhost`.
  const baseURL = portal.origin.replace('127.0.0.1', 'localhost')
  const page = await office.owner({ baseURL })
  await page.context().clearCookies()
  await withAuthenticator(page)
  await page.goto('/sign-in?to=/profile/second-step', { waitUntil: 'networkidle' })
  await page.getByLabel('E-mail').fill(account.ownerEmail)
  await page.getByLabel('Password').fill(goodPassword)
  await look(page, 'sign-in')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await look(page, 'step')
  await page.getByLabel('Code from your authenticator app').fill(appCode(key, portal.clock.wall))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Second step at sign-in' }).waitFor()
  await page.getByLabel('Name').fill('Laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('Your passkey is added.').waitFor()
  await look(page, 'page')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 320, height: 800 })
  await look(page, 'page-dark-phone')
  await page.goto('/profile/email')
  await look(page, 'email-dark-phone')

  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 800 })
  portal.clock.wall = (portal.clock.wall + 16 * 60_000) as typeof portal.clock.wall
  await page.goto('/profile/email', { waitUntil: 'networkidle' })
  await lookBothWays(page, 'confirm-identity')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('heading', { name: 'Change your e-mail' }).waitFor()
  await look(page, 'email')
  // A key that knows nobody does, too, with the password in the same form.
  portal.clock.wall = (portal.clock.wall + 16 * 60_000) as typeof portal.clock.wall
  await page.goto('/profile', { waitUntil: 'networkidle' })
  await look(page, 'profile-before-proof')
  await page.getByRole('link', { name: 'Set a new password' }).click()
  await page.getByLabel('Your password').fill(goodPassword)
  await page.getByRole('button', { name: 'Continue with password and passkey' }).click()
  await page.getByLabel('New password').waitFor()

  await page.context().clearCookies()
  await page.goto('/sign-in?to=/profile', { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { name: 'Your profile' }).waitFor()
  await page.getByText('an authenticator app and a passkey').waitFor()
})

test('USER-07 USER-12 the owner asks admins for a second step, one is led to it; links about an address; axe finds nothing', async () => {
  const { account, portal } = office
  const { personId } = account.owner
  const { link } = await invite(portal, account, {
    email: 'ada@example.com',
    name: 'Ada Admin',
    role: 'admin',
  })
  const ada = portal.visitor()
  await signUp(ada, link, { name: 'Ada Admin' })
  await portal.db.query(
    `insert into passkey (id, person_id, credential_id, public_key, sign_count, transports, name, made_at)
     values ($1::uuid, $2, $1::uuid::text, 'key', 0, '{}', 'Key', now())`,
    [randomUUID(), personId],
  )
  await portal.db.query(
    'update session set proven_at = to_timestamp($2::float8 / 1000) where person_id = $1',
    [personId, portal.clock.wall],
  )
  const page = await office.owner()
  await page.goto('/settings/security')
  await page.getByText('Ada Admin').waitFor()
  await look(page, 'rule-off')
  await page.getByRole('button', { name: 'Require it of admins' }).click()
  await page.getByText('A second step is now required of all admins.').waitFor()
  await lookBothWays(page, 'rule-on')

  const [id, asked] = [randomUUID(), new Date(portal.clock.wall)]
  await portal.db.query(
    `insert into email_change (id, person_id, email, email_key, former_email, former_email_key, asked_at, expires_at)
     select $1, id, 'new@example.com', 'new@example.com', email, email_key, $3, $3::timestamptz + interval '1 day'
     from person where id = $2`,
    [id, personId, asked],
  )
  await page.goto(`/confirm-email/${emailChangeToken(portal.secret, 'confirm', id)}`)
  await lookBothWays(page, 'confirm-email')
  await page.goto(`/stop-email-change/${emailChangeToken(portal.secret, 'stop', id)}`)
  await lookBothWays(page, 'stop-email')
  await page.getByRole('button', { name: 'Stop the change' }).click()
  await page.getByText('Every browser is signed out.').waitFor()
  await lookBothWays(page, 'stopped-email')

  await page.context().clearCookies()
  await page.goto('/sign-in/passkey')
  await lookBothWays(page, 'sign-in-passkey')
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByLabel('Password').fill(goodPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('until then nothing else opens').waitFor()
  await lookBothWays(page, 'led')
})

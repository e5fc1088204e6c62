import { axeFindings } from '@seatkeeper/testkit/axe'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword } from '../test/people.ts'
import { appCode } from '../test/soft-factors.ts'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

const shots = process.env['SHOTS']

/** Nothing to find for axe; kept as a picture for whoever wants to look. */
async function look(page: Page, name: string) {
  expect(await axeFindings(page)).toEqual([])
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(content).toBeLessThanOrEqual(window!)
  if (shots) await page.screenshot({ path: `${shots}/factor-${name}.png`, fullPage: true })
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
  await look(page, 'confirm-identity')
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

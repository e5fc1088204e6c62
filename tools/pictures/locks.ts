import { copperline, fernhill, harbour } from './people.ts'
import { at, type Picture } from './picture.ts'

/** An account that is locked, and how it opens again (issue: collecting). */
export const lockPictures: readonly Picture[] = [
  {
    name: 'lock-past-due',
    title: 'Past due',
    about: 'The card was declined: until when access goes on, and the way to pay',
    requirements: 'PAY-03, ACC-04',
    who: copperline,
    show: at('/settings/users'),
  },
  {
    name: 'lock-deactivated',
    title: 'Deactivated',
    about: 'The days of grace are over: the door is shut, and the owner can pay',
    requirements: 'ACC-04, D-20',
    who: copperline,
    async show(page, stage) {
      await stage.passDays(4)
      await page.goto('/settings/users', { waitUntil: 'networkidle' })
    },
  },
  {
    name: 'lock-lifted',
    title: 'Open again',
    about: 'Another card was entered, paid what was open, and lifted the lock',
    requirements: 'ACC-05, PAY-03',
    who: copperline,
    async show(page) {
      await page.goto('/settings/billing/card', { waitUntil: 'networkidle' })
      await page.locator('main form button').first().click()
      await page.getByLabel('Card number').fill('4242424242424242')
      await page.getByRole('button', { name: 'Save card' }).click()
      await page.waitForURL(/settings\/billing/)
      for (let tries = 0; tries < 60; tries++) {
        await page.goto('/settings/billing', { waitUntil: 'networkidle' })
        if (await page.getByText('Paid', { exact: true }).first().isVisible()) return
        await page.waitForTimeout(500)
      }
    },
  },
  {
    name: 'lock-card-required',
    title: 'Card required',
    about: 'A period has ended and no card is on file: only billing is open until one is entered',
    requirements: 'ACC-04, D-20',
    who: harbour,
    async show(page, stage) {
      await stage.sql(`delete from payment_account p using account a
        where a.id = p.account_id and a.name = 'Blue Harbor Care'`)
      await stage.passDays(15)
      await page.goto('/organizations', { waitUntil: 'networkidle' })
      await page.getByRole('button', { name: 'Open' }).first().click()
      await page.waitForURL((url) => url.pathname !== '/organizations')
      await page.goto('/settings/users', { waitUntil: 'networkidle' })
    },
  },
  {
    name: 'lock-wire-overdue',
    title: 'Wire overdue',
    about: 'Paid by wire and past its terms: said, and nothing locks until staff set a day',
    requirements: 'PAY-06, D-28',
    who: fernhill,
    async show(page, stage) {
      await stage.passDays(13)
      await page.goto('/settings/billing', { waitUntil: 'networkidle' })
    },
  },
]

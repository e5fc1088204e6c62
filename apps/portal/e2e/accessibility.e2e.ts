import { axeFindings } from '@seatkeeper/testkit/axe'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
let memberId: string
beforeAll(async () => {
  office = await openOffice()
  memberId = await office.add({
    name: 'Tomás Almeida',
    email: 'tomas@example.com',
    type: 'seasonal',
    seasonIds: [office.seasonId('Current'), office.seasonId('Holiday')],
  })
})
afterAll(() => office?.close())

const widths: Readonly<Record<string, BrowserContextOptions>> = { 'a window': {}, 'a phone': phone }

/** Every page and state of Settings → Users, each with the steps that lead to it. */
const pages: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'the list': (page) => page.goto('/settings/users'),
  'the list with its tip open': async (page) => {
    await page.goto('/settings/users', { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: 'Seasonal limits' }).click()
    await page.getByRole('tooltip').waitFor()
  },
  'nobody matches': (page) => page.goto('/settings/users?q=nobody-at-all'),
  'Add User': async (page) => {
    await page.goto('/settings/users/new')
    await page.getByLabel('Seasonal', { exact: true }).check()
  },
  'Add User with errors': async (page) => {
    await page.goto('/settings/users/new', { waitUntil: 'networkidle' })
    await page.getByLabel('Seasonal', { exact: true }).check()
    await page.getByRole('button', { name: 'Add User' }).click()
    await page.getByRole('alert').waitFor()
  },
  'a user': (page) => page.goto(`/settings/users/${memberId}`),
  'a review': async (page) => {
    await page.goto(`/settings/users/${memberId}`)
    await page.getByLabel('Current Open').uncheck()
    await page.evaluate(() => {
      document.querySelector<HTMLInputElement>('[name=confirmed]')!.remove()
      document.querySelector<HTMLFormElement>('#edit')!.submit()
    })
    await page.getByRole('heading', { name: /^Save changes to/ }).waitFor()
  },
  'the waiting list': async (page) => {
    await page.goto('/settings/users/waiting')
    const wait = page.getByRole('button', { name: 'Wait for a seat in Launch' })
    if (await wait.isVisible()) await wait.click()
    await page.getByText('First in line', { exact: true }).waitFor()
  },
  'a place to give': (page) => page.goto(`/settings/users/${memberId}/swap`),
  'a confirmation': (page) => page.goto(`/settings/users/${memberId}?confirm=withdraw`),
}

describe.each(Object.entries(widths))('in %s', (width, options) => {
  let page: Page
  beforeAll(async () => {
    page = await office.owner({ ...options, colorScheme: 'light' })
  })

  test.each(Object.entries(pages))(
    'USER-01 USER-02 USER-03 axe finds nothing in light and dark on %s, and nothing scrolls sideways at 320 pixels',
    async (_, open) => {
      await open(page)
      expect(await axeFindings(page)).toEqual([])
      // In the dark it is the same page but for its colours.
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await axeFindings(page, { rules: ['color-contrast'] })).toEqual([])
      await page.emulateMedia({ colorScheme: 'light' })
      if (width === 'a phone') return
      const size = page.viewportSize()!
      await page.setViewportSize({ width: 320, height: 640 })
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      expect(content).toBeLessThanOrEqual(window!)
      await page.setViewportSize(size)
    },
  )
})

test('a keyboard user can skip to the content, and the menu of a phone closes by Escape', async () => {
  const page = await office.owner(phone)
  await page.goto('/settings/users', { waitUntil: 'networkidle' })
  await page.keyboard.press('Tab')
  expect(await page.locator(':focus').innerText()).toBe('Skip to content')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  await page.getByRole('button', { name: 'Menu' }).tap()
  await page.getByRole('link', { name: 'My access' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'My access' }).waitFor({ state: 'hidden' })
})

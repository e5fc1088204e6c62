import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

const tip = (page: Page) => page.getByRole('tooltip')
const oneLine = (text: string) => text.replace(/\s+/g, ' ').replaceAll(' ,', ',')
const pill = (page: Page) => page.getByRole('button', { name: 'Seasonal limits' })

describe('the list', () => {
  test('USER-01 shows what each row must say', async () => {
    const page = await office.owner()
    await page.goto('/settings/users')
    const row = page.getByRole('row', { name: /Farid Rahimi/ })
    await expect.poll(() => row.getByRole('cell').allInnerTexts()).toHaveLength(6)
    const cells = await row.getByRole('cell').allInnerTexts()
    expect(cells.map(oneLine)).toEqual([
      'Seasonal',
      'Launch, open',
      'Agent',
      'Invited',
      'No: not signed up',
      'Never',
    ])
    expect(await row.getByRole('rowheader').innerText()).toContain('farid@example.com')
  })

  test('USER-01 searches, filters and sorts, each with an address of its own', async () => {
    const page = await office.owner()
    await page.goto('/settings/users')
    await page.getByRole('searchbox').fill('lindq')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=lindq/)
    await expect.poll(() => page.getByRole('rowheader').allInnerTexts()).toHaveLength(1)

    await page.getByRole('link', { name: 'Clear' }).click()
    await page.waitForURL((url) => url.search === '')
    await page.getByLabel('Type', { exact: true }).selectOption('Collaborator')
    await page.waitForURL(/type=collaborator/)
    await expect.poll(() => page.getByRole('rowheader').allInnerTexts()).toHaveLength(1)

    await page.goto('/settings/users')
    await page.getByRole('columnheader', { name: 'User', exact: true }).getByRole('link').click()
    await page.waitForURL(/sort=-name/)
    await expect.poll(() => page.getByRole('rowheader').first().innerText()).toContain('Olive Owner')
    expect(
      await page.getByRole('columnheader', { name: 'User', exact: true }).getAttribute('aria-sort'),
    ).toBe('descending')
  })

  test('USER-01 says so when nobody matches, and leads back', async () => {
    const page = await office.owner()
    await page.goto('/settings/users?q=nobody-at-all')
    await page.getByRole('heading', { name: 'Nobody matches' }).waitFor()
    await page.getByRole('link', { name: 'Clear search and filters' }).click()
    await page.getByRole('row', { name: /Farid Rahimi/ }).waitFor()
  })

  test('USER-01 a long list comes in pages that keep the search', async () => {
    const crowd = Array.from({ length: 48 }, (_, n) => ({
      name: `Crowd ${String(n).padStart(2, '0')}`,
      email: `crowd${n}@example.com`,
      type: 'seasonal' as const,
      seasonIds: [office.seasonId(n < 20 ? 'Current' : 'Holiday')],
    }))
    for (const user of crowd) await office.add(user)
    const page = await office.owner()
    await page.goto('/settings/users')
    await page.getByText('50 of 52 users').waitFor()
    expect(await page.getByRole('link', { name: 'Previous' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Next' }).click()
    await page.waitForURL(/cursor=/)
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(2)
    await page.getByRole('link', { name: 'Previous' }).click()
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(50)
    await page.goto('/settings/users?q=crowd')
    await page.getByText('48 users').waitFor()
  })

  test('USER-01 nothing of the table is cut off at any width', async () => {
    const long = 'Wolfeschlegelsteinhausen'.repeat(5)
    const longId = await office.add({
      email: `${long.slice(0, 60)}@${'long'.repeat(12)}.example.com`,
      name: long,
      type: 'seasonal',
      seasonIds: [office.seasonId('Holiday')],
    })
    const page = await office.owner()
    await page.goto('/settings/users')
    for (const width of [320, 390, 480, 640, 800, 961, 1024, 1100, 1200, 1280, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      const overflow = await page
        .getByRole('table')
        .evaluate((table) => table.scrollWidth - table.parentElement!.clientWidth)
      expect(overflow, `at ${width} pixels`).toBeLessThanOrEqual(0)
    }
    // The same long name in headings, paths and banners.
    for (const address of [`?added=${longId}`, `/${longId}`, `/${longId}?confirm=withdraw`]) {
      await page.goto(`/settings/users${address}`)
      for (const width of [1280, 390, 320]) {
        await page.setViewportSize({ width, height: 800 })
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(overflow, `${address} at ${width} pixels`).toBeLessThanOrEqual(0)
      }
    }
  })

  test('USER-11 the path is called as the help articles call it', async () => {
    const page = await office.owner()
    await page.goto('/settings/users')
    const path = await page
      .getByRole('navigation', { name: 'Breadcrumb' })
      .getByRole('listitem')
      .allInnerTexts()
    expect(path.map((part) => part.trim())).toEqual(['Settings', 'Users', 'Users'])
    expect(await page.getByRole('link', { name: 'Add User' }).getAttribute('href')).toBe(
      '/settings/users/new',
    )
  })
})

describe('USER-06 Seasonal limits', () => {
  test('USER-06 opens by hover, stays while the pointer is on it, and closes by Escape', async () => {
    const page = await office.owner()
    await page.goto('/settings/users', { waitUntil: 'networkidle' })
    expect(await tip(page).isVisible()).toBe(false)
    await page.mouse.move(1, 1)
    await pill(page).hover()
    await tip(page).waitFor()
    const box = (await tip(page).boundingBox())!
    await page.mouse.move(box.x + 20, box.y + 20, { steps: 8 })
    await page.waitForTimeout(400)
    expect(await tip(page).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await tip(page).waitFor({ state: 'hidden' })
    expect(await tip(page).isVisible()).toBe(false)
  })

  test('USER-06 opens by keyboard focus and closes when it moves on', async () => {
    const page = await office.owner()
    await page.goto('/settings/users', { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'Add User' }).focus()
    await page.keyboard.press('Tab')
    await tip(page).waitFor()
    await page.keyboard.press('Escape')
    await tip(page).waitFor({ state: 'hidden' })
    await page.keyboard.press('Enter')
    await tip(page).waitFor()
    await page.keyboard.press('Tab')
    await tip(page).waitFor({ state: 'hidden' })
  })

  test('USER-06 a click keeps it open when the pointer leaves, a second one closes it', async () => {
    const page = await office.owner()
    await page.goto('/settings/users', { waitUntil: 'networkidle' })
    await pill(page).click()
    await page.mouse.move(5, 5, { steps: 4 })
    await page.waitForTimeout(400)
    expect(await tip(page).isVisible()).toBe(true)
    await pill(page).click()
    await tip(page).waitFor({ state: 'hidden' })
  })

  test('USER-06 opens by tap, and a tap elsewhere closes it', async () => {
    const page = await office.owner(phone)
    await page.goto('/settings/users', { waitUntil: 'networkidle' })
    await pill(page).tap()
    await tip(page).waitFor()
    await page.getByRole('heading', { level: 1 }).tap()
    await tip(page).waitFor({ state: 'hidden' })
  })

  test('USER-06 CAL-02 names used and remaining seats and the dates, UTC first', async () => {
    const page = await office.owner()
    await page.goto('/settings/users', { waitUntil: 'networkidle' })
    await pill(page).click()
    const seasons = (await tip(page).getByRole('listitem').allInnerTexts()).map(oneLine)
    expect(seasons.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      'Current Open',
      'Launch Open',
      'Holiday Upcoming',
    ])
    const launch = seasons[1]!
    expect(launch).toContain('Full 2 of 2 used')
    // The owner reads Vienna's clock, two hours ahead in June.
    expect(launch).toContain('5 Jun 2026, 00:00 – 21 Jun 2026, 00:00 UTC')
    expect(launch).toContain('5 Jun 2026, 02:00 – 21 Jun 2026, 02:00')
  })

  test('USER-06 works without JavaScript: hover, focus, and a click that Escape undoes', async () => {
    const page = await office.owner({ javaScriptEnabled: false })
    await page.goto('/settings/users')
    await pill(page).hover()
    await tip(page).waitFor()
    await page.mouse.move(1, 1)
    await tip(page).waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Add User' }).focus()
    await page.keyboard.press('Tab')
    await tip(page).waitFor()
    await page.keyboard.press('Tab')
    await tip(page).waitFor({ state: 'hidden' })
    await pill(page).click()
    await page.mouse.move(1, 1)
    await tip(page).waitFor()
  })
})

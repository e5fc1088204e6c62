import { addDays, dayAt, startOfDay } from '@seatkeeper/rules'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

let added = 0
const inLaunch = async (): Promise<{ readonly memberId: string; readonly email: string }> => {
  const [row] = await office.portal.db.query<{ memberId: string; email: string }>(
    `select m.id as "memberId", m.email from member m join seat s on s.holder_id = m.id
     join pool p on p.id = s.pool_id where p.season_id = $1 order by m.id limit 1`,
    [office.seasonId('Launch')],
  )
  return row!
}
const fill = async (page: Page, name: string, email = `successor${++added}@example.com`) => {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('E-mail').fill(email)
}

describe('giving a place to someone else', () => {
  test('SEAT-05 leads from the user’s page, shows what changes hands, and hands over a seat of a full season', async () => {
    const { memberId } = await inLaunch()
    const page = await office.owner()
    await page.goto(`/settings/users/${memberId}`, { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'Give this place to someone else' }).click()
    await page.getByText('Hands on a seat in Launch').waitFor()
    expect(await page.getByLabel('Permission set').inputValue()).toBe(office.permissionSets[0])
    await fill(page, 'Nadia Rahimi')
    await page.getByRole('button', { name: 'Give the place' }).click()
    await page.getByText('The place is Nadia Rahimi’s now.').waitFor()
    expect(await page.getByLabel('Launch Open').isChecked()).toBe(true)
    const [left] = await office.portal.db.query('select removed_at from member where id = $1', [memberId])
    expect(left).toMatchObject({ removed_at: expect.anything() })
  })

  test('SEAT-05 works without JavaScript, and what is wrong is said at its field', async () => {
    const { memberId, email } = await inLaunch()
    const page = await office.owner({ javaScriptEnabled: false })
    await page.goto(`/settings/users/${memberId}/swap`)
    await fill(page, 'Otto Again', email)
    await page.getByRole('button', { name: 'Give the place' }).click()
    await page.getByText('Somebody with this e-mail address is already here.').first().waitFor()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Otto Again')
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
    await fill(page, 'Otto Again')
    await page.getByRole('button', { name: 'Give the place' }).click()
    await page.getByText('The place is Otto Again’s now.').waitFor()
  })

  test('SEAT-05 asks once more when the seats have changed since they were shown', async () => {
    const memberId = await office.add({
      name: 'Ivo Twoplaces',
      email: 'ivo@example.com',
      type: 'seasonal',
      seasonIds: [office.seasonId('Current'), office.seasonId('Holiday')],
    })
    const visitor = await office.visitor()
    const answer = await visitor.fill(`/settings/users/${memberId}/swap`, {
      name: 'Ida',
      email: 'ida@example.com',
      permissionSetId: 'none',
      confirmed: 'seen before',
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('The seats of this place have changed meanwhile.')
  })

  test('SEAT-05 there is nothing to give of whoever has no place, and nobody gives away the owner’s or their own', async () => {
    const visitor = await office.visitor()
    expect((await visitor.get(`/settings/users/${office.account.owner.memberId}/swap`)).status).toBe(403)
    const memberId = await office.add({ name: 'Zed Gone', email: 'zed@example.com' })
    await visitor.fill(`/settings/users/${memberId}?confirm=withdraw`, { intent: 'withdraw' })
    const page = await visitor.get(`/settings/users/${memberId}/swap`)
    expect(page.text).toContain('There is no place to give.')
    expect(
      (await visitor.fill(`/settings/users/${office.account.owner.memberId}`, { intent: 'deactivate' }))
        .status,
    ).toBe(403)
  })
})

test('BILL-08 a contract that is over is said where the seats would be, and nobody can be added', async () => {
  const { clock, db } = office.portal
  const now = clock.business
  // A term that renews goes on, however late the billing run is; this one does not.
  await db.query('update contract set renews = false')
  clock.business = startOfDay(addDays(dayAt(now), 200))
  try {
    const page = await office.owner()
    await page.goto('/settings/users')
    await page.getByRole('heading', { name: /^Your contract ended on/ }).waitFor()
    expect(await page.getByRole('link', { name: 'Add User' }).count()).toBe(0)
    await page.goto('/settings/users/new')
    await page.getByText('Ask your vendor’s account team for a new term.').waitFor()
    expect(await page.getByRole('button', { name: 'Add User' }).count()).toBe(0)
  } finally {
    clock.business = now
  }
})

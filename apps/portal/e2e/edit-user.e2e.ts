import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, signUp, signUpLink } from '../test/people.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

let added = 0
const addSeasonal = async (name: string, ...seasons: string[]) =>
  office.add({
    name,
    email: `seasonal${++added}@example.com`,
    type: 'seasonal',
    seasonIds: seasons.map((season) => office.seasonId(season)),
  })

const edit = (page: Page, memberId: string) =>
  page.goto(`/settings/users/${memberId}`, { waitUntil: 'networkidle' })
const summary = (page: Page) => page.getByRole('region', { name: 'What saving does' })

async function seatsOf(memberId: string): Promise<readonly string[]> {
  const rows = await office.portal.db.query<{ seat: string }>(
    `select coalesce(s.name, p.kind) as seat from seat x join pool p on p.id = x.pool_id
     left join season s on s.id = p.season_id where x.holder_id = $1 order by 1`,
    [memberId],
  )
  return rows.map(({ seat }) => seat)
}

describe('USER-03 the summary of seats', () => {
  test('USER-03 SEAT-05 is live while one chooses, and what it said is what is saved', async () => {
    const memberId = await addSeasonal('Lena Berg', 'Current', 'Holiday')
    const page = await office.owner()
    await edit(page, memberId)
    await summary(page).getByText('Keeps a seat in Current').waitFor()
    await page.getByLabel('Full-time', { exact: true }).check()
    await summary(page).getByText('Takes a full-time seat').waitFor()
    await summary(page).getByText('Frees a seat in Current').waitFor()
    await summary(page).getByText('Frees a seat in Holiday').waitFor()
    expect(await seatsOf(memberId)).toEqual(['Current', 'Holiday'])
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByText('Changes saved.').waitFor()
    expect(await seatsOf(memberId)).toEqual(['full-time'])
  })

  test('USER-03 a save that is quicker than the summary waits for it', async () => {
    const memberId = await addSeasonal('Quinn Hasty', 'Current')
    const page = await office.owner()
    await page.route('**/preview?**', async (route) => {
      await page.waitForTimeout(500)
      await route.continue()
    })
    await edit(page, memberId)
    await page.getByLabel('Holiday Upcoming').check()
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByText('Changes saved.').waitFor()
    expect(await seatsOf(memberId)).toEqual(['Current', 'Holiday'])
  })

  test('USER-03 SEAT-06 comes as a review step without JavaScript, and the form can be changed again', async () => {
    const memberId = await addSeasonal('Milo Karlsson', 'Current', 'Holiday')
    const page = await office.owner({ javaScriptEnabled: false })
    await page.goto(`/settings/users/${memberId}`)
    await page.getByLabel('Current Open').uncheck()
    await page.getByLabel('Name', { exact: true }).fill('Milo Carlsson')
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByRole('heading', { name: /^Save changes to/ }).waitFor()
    await page.getByText('Frees a seat in Current').waitFor()
    expect(await seatsOf(memberId)).toEqual(['Current', 'Holiday'])

    await page.getByRole('button', { name: 'Back to the form' }).click()
    expect(await page.getByLabel('Current Open').isChecked()).toBe(false)
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Milo Carlsson')
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByRole('heading', { name: /^Save changes to/ }).waitFor()
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByText('Changes saved.').waitFor()
    expect(await seatsOf(memberId)).toEqual(['Holiday'])
  })

  test('USER-03 asks anew when the seats have changed since the summary was seen', async () => {
    const memberId = await addSeasonal('Nia Osei', 'Current')
    const page = await office.owner()
    await edit(page, memberId)
    await page.getByLabel('Holiday Upcoming').check()
    await summary(page).getByText('Takes a seat in Holiday').waitFor()
    // Meanwhile somebody else takes Current away from the same user.
    const visitor = await office.visitor()
    const fields = {
      intent: 'save',
      type: 'seasonal',
      seasonIds: office.seasonId('Holiday'),
      name: 'Nia Osei',
      permissionSetId: office.permissionSets[0]!,
      role: 'member',
    }
    const review = await visitor.fill(`/settings/users/${memberId}`, fields)
    const confirmed = /name="confirmed" value="([^"]+)"/.exec(review.text)![1]!
    expect((await visitor.post(`/settings/users/${memberId}`, { ...fields, confirmed })).status).toBe(303)

    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByRole('heading', { name: /^Save changes to/ }).waitFor()
    await page.getByText('Takes a seat in Current').waitFor()
    await page.getByText('Keeps a seat in Holiday').waitFor()
  })

  test('USER-03 by keyboard alone', async () => {
    const memberId = await addSeasonal('Otto Weber', 'Current')
    const page = await office.owner()
    await edit(page, memberId)
    await page.getByLabel('Current Open').focus()
    // Launch is full: the keyboard comes past its ways out to Holiday.
    const holiday = page.getByLabel('Holiday')
    const reached = () => holiday.evaluate((box) => box === document.activeElement)
    for (let steps = 0; steps < 5 && !(await reached()); steps++) await page.keyboard.press('Tab')
    expect(await reached()).toBe(true)
    await page.keyboard.press('Space')
    await summary(page).getByText('Takes a seat in Holiday').waitFor()
    await page.getByRole('button', { name: 'Save Changes' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Changes saved.').waitFor()
    await page.locator(':focus').getByText('Changes saved.').waitFor()
    expect(await seatsOf(memberId)).toEqual(['Current', 'Holiday'])
  })

  test('USER-03 a name, a permission set and a role move no seat and ask nothing', async () => {
    const memberId = await addSeasonal('Pia Novak', 'Current')
    const page = await office.owner({ javaScriptEnabled: false })
    await page.goto(`/settings/users/${memberId}`)
    await page.getByLabel('Name', { exact: true }).fill('Pia Nováková')
    await page.getByLabel('Permission set').selectOption('Supervisor')
    await page.getByLabel('Role').selectOption({ value: 'user-manager' })
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByText('Changes saved.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Pia Nováková' }).waitFor()
    const [row] = await office.portal.db.query(
      'select role, permission_set_id as ps from member where id = $1',
      [memberId],
    )
    expect(row).toEqual({ role: 'user-manager', ps: office.permissionSets[1] })
  })

  test('D-14 a seasonal user may be left without a season, is told of it, and is marked so', async () => {
    const memberId = await addSeasonal('Quim Serra', 'Current')
    const page = await office.owner()
    await edit(page, memberId)
    await page.getByLabel('Current Open').uncheck()
    await summary(page).getByText('Without a season that is open or still to come').waitFor()
    await page.getByRole('button', { name: 'Save Changes' }).click()
    await page.getByText('Changes saved.').waitFor()
    expect(await seatsOf(memberId)).toEqual([])
    await page.goto('/settings/users?q=quim')
    await page.getByRole('cell', { name: 'No season', exact: true }).waitFor()
  })
})

describe('USER-04 steps that ask once more', () => {
  test('USER-04 deactivate, reactivate with a season chosen anew, remove', async () => {
    const memberId = await addSeasonal('Rosa Lindt', 'Current')
    await signUp(office.portal.visitor(), await signUpLink(office.portal, memberId), {
      password: goodPassword,
    })
    const page = await office.owner({ javaScriptEnabled: false })
    const path = `/settings/users/${memberId}`

    await page.goto(path)
    await page.getByRole('link', { name: 'Deactivate user' }).click()
    await page.getByRole('heading', { name: 'Deactivate Rosa Lindt?' }).waitFor()
    await page.getByText('Frees a seat in Current').waitFor()
    await page.getByRole('button', { name: 'Deactivate user' }).click()
    await page.getByText('Rosa Lindt is deactivated').waitFor()
    expect(await seatsOf(memberId)).toEqual([])

    await page.getByRole('link', { name: 'Reactivate user' }).click()
    await page.getByRole('button', { name: 'Reactivate user' }).click()
    await page.getByRole('group', { name: 'Seasons' }).getByText('needs at least one season').waitFor()
    await page.getByLabel('Holiday Upcoming').check()
    await page.getByRole('button', { name: 'Reactivate user' }).click()
    await page.getByText('Rosa Lindt is back').waitFor()
    expect(await seatsOf(memberId)).toEqual(['Holiday'])

    await page.getByRole('link', { name: 'Remove user' }).click()
    await page.getByRole('button', { name: 'Remove user' }).click()
    await page.getByText('Rosa Lindt was removed').waitFor()
    expect(await page.getByRole('rowheader', { name: 'Rosa Lindt' }).count()).toBe(0)
    await page.goto(path)
    await page.getByText('This user was removed').waitFor()
  })

  test('USER-04 an invitation is sent again, and withdrawn', async () => {
    const memberId = await office.add({ email: 'sven@example.com', name: 'Sven Falk', type: 'full-time' })
    const page = await office.owner()
    await edit(page, memberId)
    const link = await signUpLink(office.portal, memberId)
    await page.getByRole('button', { name: 'Re-send invitation' }).click()
    await page.getByText('A fresh invitation goes to sven@example.com').waitFor()
    expect(await signUpLink(office.portal, memberId)).not.toBe(link)

    await page.getByRole('link', { name: 'Withdraw invitation' }).click()
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.getByRole('link', { name: 'Withdraw invitation' }).click()
    await page.getByRole('button', { name: 'Withdraw invitation' }).click()
    await page.getByText('Sven Falk was removed').waitFor()
    expect(await seatsOf(memberId)).toEqual([])
  })

  test('USER-07 nobody can be talked into deactivating the owner', async () => {
    const page = await office.owner()
    await edit(page, office.account.owner.memberId)
    expect(await page.getByRole('link', { name: 'Deactivate user' }).count()).toBe(0)
    const visitor = await office.visitor()
    const answer = await visitor.fill(`/settings/users/${office.account.owner.memberId}`, {
      intent: 'deactivate',
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    const [row] = await office.portal.db.query('select deactivated_at as at from member where id = $1', [
      office.account.owner.memberId,
    ])
    expect(row).toEqual({ at: null })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

const holder = async (): Promise<string> => {
  const [row] = await office.portal.db.query<{ id: string }>(
    `select s.holder_id as id from seat s join pool p on p.id = s.pool_id
     where p.season_id = $1 and s.holder_id is not null order by 1 limit 1`,
    [office.seasonId('Launch')],
  )
  return row!.id
}

describe('waiting for a seat of a full season', () => {
  test('SEAT-12 leads from the full season, offers the seat that comes free, and adding takes it; without JavaScript', async () => {
    const page = await office.owner({ javaScriptEnabled: false })
    await page.goto('/settings/users/new')
    await page.getByLabel('Seasonal', { exact: true }).check()
    await page.getByRole('link', { name: 'Wait for a seat' }).first().click()
    await page.getByRole('button', { name: 'Wait for a seat in Launch' }).click()
    await page.getByText('You are in line. A mail tells you').waitFor()
    await page.getByText('First in line', { exact: true }).waitFor()

    const visitor = await office.visitor()
    await visitor.fill(`/settings/users/${await holder()}?confirm=withdraw`, { intent: 'withdraw' })
    await page.goto('/settings/users/waiting')
    await page.getByText('A seat is held until', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Take the seat in Launch' }).click()
    await page.getByLabel('Seasonal', { exact: true }).check()
    await page.getByLabel('Launch Open').check()
    await page.getByLabel('Name', { exact: true }).fill('Nell Next')
    await page.getByLabel('E-mail').fill('nell@example.com')
    await page.getByRole('button', { name: 'Add User' }).click()
    await page.getByText('Nell Next was added.').waitFor()
    await page.goto('/settings/users/waiting')
    await page.getByText('Nobody is waiting').waitFor()
  })

  test('SEAT-12 whoever needs no seat any more lets the next have it; being told is asked for beside', async () => {
    const visitor = await office.visitor()
    const seasonId = office.seasonId('Launch')
    const path = '/settings/users/waiting'
    for (const wants of ['seat', 'news']) {
      const answer = await visitor.fill(path, { intent: 'join', seasonId, wants })
      expect(answer.status).toBe(303)
    }
    const page = await visitor.get(path)
    for (const text of ['First in line', 'Will be told when a seat is free', 'You are in line for a seat.'])
      expect(page.text).toContain(text)
    const rows = await office.portal.db.query<{ id: string }>(
      'select id from waiting_entry where ended_at is null',
    )
    for (const { id } of rows) {
      expect((await visitor.fill(path, { intent: 'leave', entryId: id })).status).toBe(303)
    }
    expect((await visitor.get(path)).text).toContain('Nobody is waiting')
  })

  test.each([
    ['an unknown season', { intent: 'join', seasonId: crypto.randomUUID(), wants: 'seat' }, 404],
    ['no season', { intent: 'join', seasonId: '', wants: 'seat' }, 422],
    ['another wish', { intent: 'join', seasonId: crypto.randomUUID(), wants: 'all' }, 422],
    ['a place that is not there', { intent: 'leave', entryId: crypto.randomUUID() }, 404],
    ['nothing', { intent: 'x' }, 422],
  ])('SEAT-12 %s is refused kindly', async (_, fields, status) => {
    const visitor = await office.visitor()
    expect((await visitor.fill('/settings/users/waiting', fields)).status).toBe(status)
  })
})

test('SEAT-11 a review says until when it holds the seats, and others find them taken', async () => {
  const page = await office.owner({ javaScriptEnabled: false })
  const memberId = await office.add({ name: 'Rita Review', email: 'rita@example.com' })
  await page.goto(`/settings/users/${memberId}`)
  await page.getByLabel('Seasonal', { exact: true }).check()
  await page.getByLabel('Holiday Upcoming').check()
  await page.getByRole('button', { name: 'Save Changes' }).click()
  await page.getByText(/The seat is held for you until .* UTC/).waitFor()
  const [held] = await office.portal.db.query<{ seats: number }>(
    'select count(*)::int as seats from seat where held_by = $1 and holder_id is null',
    [office.account.owner.memberId],
  )
  expect(held!.seats).toBe(1)
  await page.getByRole('button', { name: 'Save Changes' }).click()
  await page.getByText('Holiday').first().waitFor()
})

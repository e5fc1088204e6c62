import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

const isFocused = (page: Page, label: string) =>
  page
    .getByLabel(label, { exact: true })
    .evaluate((element) => element === element.ownerDocument.activeElement)

/** Presses Tab until the control has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, label: string, most = 40): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    if (await isFocused(page, label)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The keyboard does not reach ${label}`)
}

const seatsIn = async (season: string) => {
  const [row] = await office.portal.db.query<{ n: number }>(
    'select count(holder_id)::int as n from seat s join pool p on p.id = s.pool_id where p.season_id = $1',
    [office.seasonId(season)],
  )
  return row!.n
}

describe('a seasonal user is added', () => {
  test('USER-02 by keyboard alone', async () => {
    const page = await office.owner()
    await page.goto('/settings/users', { waitUntil: 'networkidle' })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab')
      if ((await page.locator(':focus').innerText()) === 'Add User') break
    }
    await page.keyboard.press('Enter')
    await page.waitForURL(/users\/new/)

    await tabTo(page, 'Full-time')
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('group', { name: 'Seasons' }).isVisible()).toBe(true)
    await tabTo(page, 'Current Open')
    await page.keyboard.press('Space')
    await tabTo(page, 'Name')
    await page.keyboard.type('Noor Haddad')
    await tabTo(page, 'E-mail')
    await page.keyboard.type('noor@example.com')
    await tabTo(page, 'Permission set')
    await page.keyboard.type('Agent')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/added=/)
    await page.locator(':focus').getByText('Noor Haddad was added').waitFor()
    await page.getByRole('row', { name: /Noor Haddad/ }).waitFor()
    expect(await seatsIn('Current')).toBe(1)
  })

  test('USER-02 SEAT-03 without JavaScript', async () => {
    const page = await office.owner({ javaScriptEnabled: false })
    await page.goto('/settings/users')
    await page.getByRole('link', { name: 'Add User' }).click()
    expect(await page.getByRole('group', { name: 'Seasons' }).isVisible()).toBe(false)
    await page.getByLabel('Seasonal', { exact: true }).check()
    await page.getByLabel('Holiday Upcoming').check()
    await page.getByLabel('Name', { exact: true }).fill('Ines Prado')
    await page.getByLabel('E-mail').fill('not an address')
    await page.getByLabel('Permission set').selectOption('Agent')
    await page.getByRole('button', { name: 'Add User' }).click()

    // Nothing is lost: what was chosen and typed is still there, and the fault is named at its field.
    const email = page.getByLabel('E-mail')
    await expect.poll(() => email.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Holiday Upcoming').isChecked()).toBe(true)
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ines Prado')
    await email.fill('ines@example.com')
    await page.getByRole('button', { name: 'Add User' }).click()
    await page.getByText('Ines Prado was added').waitFor()
    expect(await seatsIn('Holiday')).toBe(1)
  })
})

describe('what cannot be chosen', () => {
  test('D-37 SEAT-03 SEAT-04 is shown with its reason and a way out', async () => {
    const page = await office.owner()
    await page.goto('/settings/users/new')
    expect(await page.getByLabel('Collaborator', { exact: true }).isDisabled()).toBe(true)
    await page.getByText('No collaborator seat is free').waitFor()
    await page.getByLabel('Seasonal', { exact: true }).check()
    const launch = page.getByLabel('Launch Open')
    expect(await launch.isDisabled()).toBe(true)
    expect(await page.getByLabel(/^Spring/).count()).toBe(0)
    await page.locator('.season-choices').getByRole('link', { name: 'See who holds them' }).click()
    await page.waitForURL(/season=/)
    await expect
      .poll(async () =>
        (await page.getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n')[0]),
      )
      .toEqual(['Farid Rahimi', 'Greta Lindqvist'])
  })

  test('USER-02 a season that filled up meanwhile is refused at its field, and nothing is written', async () => {
    const page = await office.owner({ javaScriptEnabled: false })
    await page.goto('/settings/users/new')
    await page.getByLabel('Seasonal', { exact: true }).check()
    await page.getByLabel('Launch Open').evaluate((box: HTMLInputElement) => (box.disabled = false))
    await page.getByLabel('Launch Open').check()
    await page.getByLabel('Name', { exact: true }).fill('Late Comer')
    await page.getByLabel('E-mail').fill('late@example.com')
    await page.getByLabel('Permission set').selectOption('Agent')
    await page.getByRole('button', { name: 'Add User' }).click()
    const seasons = page.getByRole('group', { name: 'Seasons' })
    await seasons.getByText('Every seat of Launch is taken').waitFor()
    expect(await seatsIn('Launch')).toBe(2)
    expect(await office.portal.db.query("select 1 from member where email_key = 'late@example.com'")).toEqual(
      [],
    )
  })

  test('D-15 two seasons that overlap are pointed out while choosing', async () => {
    const page = await office.owner()
    await page.goto('/settings/users/new', { waitUntil: 'networkidle' })
    await page.getByLabel('Seasonal', { exact: true }).check()
    // Launch is full: nobody new can be in both.
    await page.getByRole('checkbox', { name: /Current/ }).waitFor()
    expect(await page.getByText('Current and Launch overlap').count()).toBe(0)

    await page.goto('/settings/users?q=greta')
    await page.getByRole('link', { name: 'Greta Lindqvist' }).click()
    await page.getByText('Current and Launch overlap').waitFor()
  })
})

describe('bad input', () => {
  const forged = '01890a5d-ac96-774b-bcce-b302099a8057'
  test.each([
    ['nothing at all', {}, 'type', 'Choose a type of user.'],
    ['an empty name', { type: 'full-time', email: 'x@example.com', name: '   ' }, 'name', 'Enter a name.'],
    ['an endless name', { type: 'full-time', name: 'x'.repeat(500) }, 'name', 'That is too long'],
    ['control characters', { type: 'full-time', name: 'A\u0007B' }, 'name', 'control characters'],
    ['a right-to-left trick', { type: 'full-time', name: 'Ann\u202Egnp' }, 'name', 'invisible characters'],
    ['an unknown type', { type: 'robot', name: 'Robot' }, 'type', 'Choose a type of user.'],
    ['no season', { type: 'seasonal' }, 'seasonIds', 'at least one season'],
    ['a season of nobody', { type: 'seasonal', seasonIds: forged }, 'seasonIds', 'not on offer'],
    [
      'a season that is no identity',
      { type: 'seasonal', seasonIds: "1' or 1=1" },
      'seasonIds',
      'Choose one of those',
    ],
    ['a permission set of nobody', { permissionSetId: forged }, 'permissionSetId', 'does not exist any more'],
    ['a wrong e-mail', { email: 'a@b@c' }, 'email', 'That is not an e-mail address'],
    ['somebody who is here', { email: 'FARID@example.com ' }, 'email', 'already here'],
  ])('USER-02 %s: 422, the sentence at the field, nothing written', async (_, fields, name, sentence) => {
    const members = () => office.portal.db.query('select count(*)::int as n from member')
    const before = await members()
    const visitor = await office.visitor()
    const whole = {
      type: 'full-time',
      name: 'Pat Person',
      email: 'pat@example.com',
      permissionSetId: office.permissionSets[0]!,
      ...fields,
    }
    const answer = await visitor.fill('/settings/users/new', Object.keys(fields).length === 0 ? {} : whole)
    expect(answer.status).toBe(422)
    const error = new RegExp(`id="field-${name}-error".*?</p>`, 's').exec(answer.text)
    expect(error?.[0]).toContain(sentence)
    expect(await members()).toEqual(before)
  })

  test('a form sent twice adds one user', async () => {
    const visitor = await office.visitor()
    const page = await visitor.get('/settings/users/new')
    const idempotencyKey = /name="idempotencyKey" value="([^"]+)"/.exec(page.text)![1]!
    const fields = {
      idempotencyKey,
      type: 'full-time',
      name: 'Twice Told',
      email: 'twice@example.com',
      permissionSetId: office.permissionSets[0]!,
    }
    const [first, second] = await Promise.all([
      visitor.post('/settings/users/new', fields),
      visitor.post('/settings/users/new', fields),
    ])
    expect([first.status, second.status]).toEqual([303, 303])
    expect(second.headers.location).toBe(first.headers.location)
    expect(
      await office.portal.db.query("select 1 from member where email_key = 'twice@example.com'"),
    ).toHaveLength(1)
  })
})

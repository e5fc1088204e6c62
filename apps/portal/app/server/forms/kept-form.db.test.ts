import { buildAccount } from '@seatkeeper/testkit'
import { afterAll, expect, test } from 'vitest'
import { goodPassword, signIn } from '../../../test/people.ts'
import { runPortal } from '../../../test/running-portal.ts'
import type { Answer, Fields, Visitor } from '../../../test/visitor.ts'
import { hashPassword } from '../identity/password-hash.ts'

const portal = await runPortal()
afterAll(() => portal.close())

async function scene() {
  const account = await buildAccount(portal.db.url, {
    name: 'Old Mill',
    passwordHash: await hashPassword(goodPassword),
  })
  const visitor = portal.visitor()
  await signIn(visitor, account.ownerEmail)
  await visitor.get('/settings/users/new')
  const members = async () =>
    (await portal.db.query('select 1 from member where organization_id = $1', [account.organizationId]))
      .length
  return { account, visitor, members }
}

const user = { type: 'full-time', name: 'Ada "Byron" <b>', email: 'ada@example.com', permissionSetId: 'none' }

/** The hidden fields of a page, as a browser would send them. */
function hiddenFields({ text }: Answer): Fields {
  const unescape = (html: string) =>
    html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  const fields: Record<string, string> = {}
  for (const [, name, value] of text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) {
    if (name !== 'csrf') fields[name!] = unescape(value!)
  }
  return fields
}

async function signInAgain(visitor: Visitor, ended: Answer, email: string, password = goodPassword) {
  const kept = hiddenFields(ended)['kept']!
  return visitor.post('/sign-in-again', { kept, email, password })
}

test('USER-02 ACC-01 a session that ends while a form is filled loses nothing that was typed, and puts none of it into an address', async () => {
  const { account, visitor, members } = await scene()
  portal.clock.wall = (portal.clock.wall + 9 * 3_600_000) as typeof portal.clock.wall
  const ended = await visitor.post('/settings/users/new', user)
  expect(ended.status).toBe(401)
  expect(ended.text).toContain('Your session has ended')
  expect(ended.headers.location).toBeUndefined()
  expect(await members()).toBe(1)

  const wrong = await signInAgain(visitor, ended, account.ownerEmail, 'not this one')
  expect(wrong.status).toBe(422)
  expect(hiddenFields(wrong)['kept']).toBe(hiddenFields(ended)['kept'])

  const again = await signInAgain(visitor, wrong, account.ownerEmail)
  expect(again.text).toContain('You are signed in again')
  expect(again.text).not.toContain(goodPassword)
  const form = hiddenFields(again)
  expect(form).toEqual({ ...user, resumed: 'yes' })

  const back = await visitor.post('/settings/users/new', form)
  expect(back.status).toBe(200)
  expect(back.text).toContain('value="Ada &quot;Byron&quot; &lt;b&gt;"')
  expect(back.text).toContain('value="ada@example.com"')
  expect(await members()).toBe(1)
  expect((await visitor.post('/settings/users/new', user)).status).toBe(303)
  expect(await members()).toBe(2)
})

test('ACC-01 a form whose browser has lost its session altogether is kept, too; a page still leads to the sign-in', async () => {
  const { visitor } = await scene()
  visitor.cookies.clear()
  expect((await visitor.post('/settings/users/new', user)).status).toBe(401)
  const page = await visitor.get('/settings/users/new')
  expect(page.headers.location).toBe('/sign-in?to=%2Fsettings%2Fusers%2Fnew')
  expect((await visitor.get('/sign-in-again')).text).toContain('There is nothing here to go on with.')
})

test('USER-03 the summary beside a form does not lead away from it', async () => {
  const { account, visitor } = await scene()
  visitor.cookies.clear()
  const asked = await visitor.get(`/settings/users/${account.owner.memberId}/preview?type=full-time`)
  expect([asked.status, asked.headers.location]).toEqual([200, undefined])
})

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['another shape', '[]'],
  ['an address elsewhere', JSON.stringify({ to: '//evil.example', organizationId: null, fields: [] })],
  ['a scheme', JSON.stringify({ to: 'javascript:alert(1)', organizationId: null, fields: [] })],
])('ACC-02 what was kept and is not ours is refused: %s', async (_, kept) => {
  const { account, visitor } = await scene()
  const answer = await visitor
    .fill('/sign-in?to=/', {})
    .then(() => visitor.post('/sign-in-again', { kept, email: account.ownerEmail, password: goodPassword }))
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.text).not.toContain('evil.example')
})

test('OPS-05 one comes back into the organization of the form, and into no other', async () => {
  const { account, visitor } = await scene()
  const { account: other } = await scene()
  const kept = (organizationId: string) =>
    JSON.stringify({ to: '/settings/users/new', organizationId, fields: [['name', 'Ada']] })
  const session = async () => {
    const [row] = await portal.db.query<{ organization: string }>(
      'select organization_id as organization from session where person_id = $1 order by started_at desc, id desc limit 1',
      [account.owner.personId],
    )
    return row!.organization
  }
  for (const organizationId of [account.organizationId, other.organizationId]) {
    await visitor.post('/sign-in-again', {
      kept: kept(organizationId),
      email: account.ownerEmail,
      password: goodPassword,
    })
    expect(await session()).toBe(account.organizationId)
  }
})

import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, invite, signIn } from '../../../test/people.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'
import { hashPassword } from '../identity/password-hash.ts'

let portal: RunningPortal
let larkspur: TestAccount
let meadow: TestAccount
beforeAll(async () => {
  portal = await runPortal()
  const passwordHash = await hashPassword(goodPassword)
  larkspur = await buildAccount(portal.db.url, {
    name: 'Larkspur Outfitters',
    fullTimeSeats: 5,
    passwordHash,
  })
  meadow = await buildAccount(portal.db.url, { name: 'Meadow Post', fullTimeSeats: 5 })
  const { link } = await invite(portal, meadow, { email: larkspur.ownerEmail, role: 'admin' })
  await portal.visitor().fill(link, { as: 'known', password: goodPassword })
})
afterAll(() => portal?.close())

test('USER-01 OPS-05 a form opened in one organization is never written into another; nothing typed is lost', async () => {
  const visitor = portal.visitor()
  await signIn(visitor, larkspur.ownerEmail)
  const choose = ({ organizationId }: TestAccount) => visitor.fill('/organizations', { organizationId })
  const invited = async () =>
    portal.db.query<{ organization_id: string }>(
      `select organization_id from member where email_key = 'new.hire@example.com'`,
    )
  const wish = {
    email: 'new.hire@example.com',
    name: 'Nora Newhire',
    type: 'full-time',
    permissionSetId: 'none',
    role: 'member',
  }

  await choose(larkspur)
  const form = (await visitor.get('/settings/users/new')).text
  const csrf = /name="csrf" value="([^"]+)"/.exec(form)![1]!
  // The other tab.
  expect((await choose(meadow)).status).toBe(303)

  const answer = await visitor.post('/settings/users/new', { ...wish, csrf })
  expect(answer.status).toBe(409)
  expect(answer.text).toContain('You are now in Meadow Post')
  expect(answer.text).toContain('Nora Newhire')
  expect(await invited()).toEqual([])

  // Whose organization the token names cannot be changed.
  const forged = csrf.replace(larkspur.organizationId, meadow.organizationId)
  expect(forged).not.toBe(csrf)
  expect((await visitor.post('/settings/users/new', { ...wish, csrf: forged })).status).toBe(403)

  // The form came back with the token of the organization that it now says it is in.
  await visitor.post('/settings/users/new', { ...wish, csrf })
  expect((await visitor.post('/settings/users/new', wish)).status).toBe(303)
  expect(await invited()).toEqual([{ organization_id: meadow.organizationId }])
})

import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, invite, signIn, signUp } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import { hashPassword } from '../server/identity/password-hash.ts'

let portal: RunningPortal
let account: TestAccount
beforeAll(async () => {
  portal = await runPortal()
  account = await buildAccount(portal.db.url, { passwordHash: await hashPassword(goodPassword) })
})
afterAll(() => portal?.close())

test('USER-07 the owner hands over with their password, and sees from then on what a billing admin sees', async () => {
  const invited = await invite(portal, account, { email: 'waiting@example.com', name: 'Wim Waiting' })
  const { memberId, link } = await invite(portal, account, { email: 'ada@example.com' })
  const ada = portal.visitor()
  await signUp(ada, link)
  const owner = portal.visitor()
  await signIn(owner, account.ownerEmail)

  // Only to somebody who has signed in: the others have no such button, and no such page.
  expect((await owner.get(`/settings/users/${invited.memberId}`)).text).not.toContain('hand-over')
  expect((await owner.get(`/settings/users/${invited.memberId}/hand-over`)).status).toBe(403)
  expect((await owner.get(`/settings/users/${account.owner.memberId}/hand-over`)).status).toBe(403)

  const path = `/settings/users/${memberId}/hand-over`
  expect((await owner.get(`/settings/users/${memberId}`)).text).toContain(path)
  const wrong = await owner.fill(path, { password: 'a wrong guess' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('That is not your password.')
  expect((await owner.get(path)).status).toBe(200)

  const answer = await owner.fill(path, { password: goodPassword })
  expect(answer.headers.location).toBe(`/settings/users/${memberId}?done=handed-over`)
  const page = await owner.get(answer.headers.location!)
  expect(page.text).toContain('is the owner now, and you are a billing admin.')
  expect((await owner.get(path)).status).toBe(403)
  expect((await ada.get(`/settings/users/${account.owner.memberId}/hand-over`)).status).toBe(200)
})

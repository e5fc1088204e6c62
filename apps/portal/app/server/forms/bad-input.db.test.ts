import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, invite, signIn } from '../../../test/people.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'
import type { Fields, Visitor } from '../../../test/visitor.ts'
import { hashPassword } from '../identity/password-hash.ts'

let portal: RunningPortal
let account: TestAccount
let memberId: string
let owner: Visitor
beforeAll(async () => {
  portal = await runPortal()
  account = await buildAccount(portal.db.url, {
    fullTimeSeats: 5,
    seasons: [
      { name: 'Summer', from: -5, to: 10, seats: 5 },
      { name: 'Past', from: -50, to: -20, seats: 5 },
    ],
    passwordHash: await hashPassword(goodPassword),
  })
  const seasonIds = [account.seasons[0]!.id]
  memberId = (await invite(portal, account, { email: 'summer@example.com', type: 'seasonal', seasonIds }))
    .memberId
  owner = portal.visitor()
  await signIn(owner, account.ownerEmail)
  await owner.get('/settings/users/new')
})
afterAll(() => portal?.close())

const nobody = '019b0000-0000-7000-8000-000000000001'
const past = () => account.seasons[1]!.id
/** Members as they stand: bad input changes nothing. */
const members = () => portal.db.query('select id, name, type, role, deactivated_at from member order by id')

type Row = readonly [what: string, fields: () => Fields, status: number]

const both: readonly Row[] = [
  ['no name', () => ({ name: ' ' }), 422],
  ['a name beyond bounds', () => ({ name: 'x'.repeat(121) }), 422],
  ['a name with a NUL', () => ({ name: 'A\u0000da' }), 422],
  ['a name that turns around', () => ({ name: 'Ada\u202egnp.exe' }), 422],
  ['an unknown type', () => ({ type: 'emperor' }), 422],
  ['a season that is no identity', () => ({ seasonIds: 'x' }), 422],
  ['a season that is not there', () => ({ seasonIds: nobody }), 422],
  ['a season that is over', () => ({ seasonIds: past() }), 422],
  ['an unknown role', () => ({ role: 'emperor' }), 422],
  ['a permission set that is not there', () => ({ permissionSetId: nobody }), 422],
]

async function refuses(path: string, fields: Fields, status: number): Promise<void> {
  const before = await members()
  const answer = await owner.post(path, fields)
  expect(answer.status).toBe(status)
  expect(answer.text).not.toContain('Something went wrong on our side')
  expect(await members()).toEqual(before)
}

const usual = (): Fields => ({
  name: 'Ada Byron',
  type: 'seasonal',
  seasonIds: account.seasons[0]!.id,
  role: 'member',
  permissionSetId: 'none',
})

describe('USER-02 Add User', () => {
  test.each([
    ...both.filter(([what]) => what !== 'an unknown role'),
    ['an e-mail beyond bounds', () => ({ email: `${'a'.repeat(300)}@example.com` }), 422],
    ['an e-mail with a NUL', () => ({ email: 'a\u0000b@example.com' }), 422],
    ['an e-mail that turns around', () => ({ email: 'a\u202eb@example.com' }), 422],
    ['an e-mail with a line break', () => ({ email: 'a@example.com\r\nBcc: b@example.com' }), 422],
    ['no season', () => ({ seasonIds: [] }), 422],
    ['no e-mail', () => ({ email: '' }), 422],
  ] satisfies readonly Row[])('%s is answered in words', async (_what, fields, status) => {
    await refuses('/settings/users/new', { ...usual(), email: 'ada@example.com', ...fields() }, status)
  })
})

describe('USER-03 Edit user', () => {
  test.each(both)('saving %s is answered in words', async (_what, fields, status) => {
    await refuses(`/settings/users/${memberId}`, { ...usual(), intent: 'save', ...fields() }, status)
  })

  test.each([
    ['an unknown intent', () => ({ intent: 'explode' }), 422],
    ['no intent', () => ({}), 422],
    ['reactivating with a season that is no identity', () => ({ intent: 'reactivate', seasonIds: 'x' }), 422],
    ['a digest beyond bounds', () => ({ ...usual(), intent: 'save', confirmed: 'x'.repeat(201) }), 422],
  ] satisfies readonly Row[])('%s is answered in words', async (_what, fields, status) => {
    await refuses(`/settings/users/${memberId}`, fields(), status)
  })

  test.each([
    ['no type', () => '', 400],
    ['an unknown type', () => 'type=emperor', 400],
    ['a season that is no identity', () => 'type=seasonal&seasonIds=x', 400],
    ['a season that is over', () => `type=seasonal&seasonIds=${past()}`, 200],
    ['a season that is not there', () => `type=seasonal&seasonIds=${nobody}`, 200],
  ])('the preview of %s', async (_what, query, status) => {
    const answer = await owner.get(`/settings/users/${memberId}/preview?${query()}`)
    expect(answer.status).toBe(status)
  })
})

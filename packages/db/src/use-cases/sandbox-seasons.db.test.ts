import { asVendor, settleMember } from '@seatkeeper/db/set-up'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { TEST_NOW, type TestDatabase, buildAccount, createTestDatabase, newUser } from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '../invariants/index.ts'
import { findInvitation } from '../invitation/find-invitation.ts'
import { invitationToken } from '../invitation/token.ts'
import { invitationMail } from '../outbox/invitation-mail.ts'
import { seasonalLimits } from '../queries/seasonal-limits.ts'
import { addUserForm, editUserForm } from '../queries/user-forms.ts'
import { usersPage } from '../queries/users-page.ts'
import { addUser } from './add-user.ts'
import { addUsers } from './add-users.ts'
import { deactivateUser } from './deactivate-user.ts'
import { type UserEdit, editUser, previewEdit } from './edit-user.ts'
import { reactivateUser } from './reactivate-user.ts'
import { removeUser } from './remove-user.ts'
import { resendInvitation } from './resend-invitation.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const days = (n: number): Instant => (TEST_NOW + n * MS_PER_DAY) as Instant
const SECRET = 'a secret of the tests'

/** A sandbox beside a production organization; June is open and has no seat at all, July comes. */
async function scene() {
  const account = await buildAccount(world.url, {
    fullTimeSeats: 1,
    organizations: [{ name: 'Real' }, { name: 'Sand', kind: 'sandbox' }],
    seasons: [
      { name: 'Spring', from: -40, to: -10, seats: 5 },
      { name: 'June', from: -5, to: 10, seats: 0 },
      { name: 'July', from: 20, to: 40, seats: 2 },
    ],
  })
  const organizationId = account.organizationIds[1]!
  const owner = await asVendor(world.url, (db) =>
    settleMember(
      db,
      { organizationId, accountId: account.accountId },
      {
        email: `sand-${organizationId}@example.com`,
        name: 'Sandy Owner',
        type: 'full-time',
        role: 'owner',
        invitedAt: TEST_NOW,
        poolIds: [],
        mail: false,
      },
      TEST_NOW,
    ),
  )
  const actor = { ...account.owner, organizationId, memberId: owner.memberId }
  const context = { em: world.database.tenant(), actor, now: TEST_NOW }
  const [spring, june, july] = account.seasons.map(({ id }) => id) as [string, string, string]
  const of = async (memberId: string, now = TEST_NOW) => {
    const { rows } = await usersPage({ ...context, now }, {})
    const row = rows.find((one) => one.memberId === memberId)!
    return { ...row, seasons: row.seasons.map(({ name }) => name) }
  }
  const save = async (memberId: string, wish: Partial<UserEdit>) => {
    const { name, type, role, permissionSetId, seasonIds } = (await editUserForm(context, memberId))!.member
    return editUser(context, { memberId, name, type, role, permissionSetId, seasonIds, ...wish })
  }
  const add = async (seasonIds: readonly string[]) => {
    const decision = await addUser(context, newUser({ seasonIds }))
    if (decision.kind === 'refuse') throw new Error(decision.reason)
    return decision
  }
  return { account, context, spring, june, july, of, save, add }
}

describe('seasons in a sandbox', () => {
  test('SEAT-01 SEAT-03 are chosen without a seat, a full one too, and kept', async () => {
    const { context, june, july, spring, of, add } = await scene()
    expect((await addUserForm(context)).seasons.map(({ choosable }) => choosable)).toEqual([true, true])
    const { memberId, warnings, lapsesAt } = await add([june, july])
    expect(warnings).toEqual([])
    expect(lapsesAt).toBe(Date.UTC(2026, 6, 21))
    expect((await of(memberId)).seasons).toEqual(['June', 'July'])
    for (const { availability } of await seasonalLimits(context)) expect(availability.assigned).toBe(0)
    expect((await usersPage(context, { seasonId: july })).rows).toHaveLength(1)
    expect((await usersPage(context, { seasonId: spring })).rows).toHaveLength(0)
    expect((await editUserForm(context, memberId))!.form.seasons.map(({ held }) => held)).toEqual([
      true,
      true,
    ])
    expect(await addUser(context, newUser({ seasonIds: [spring] }))).toMatchObject({
      reason: 'season-closed',
    })
  })

  test('ACC-01 CAL-03 open and close access at their instants, as everywhere', async () => {
    const { july, of, add } = await scene()
    const { memberId } = await add([july])
    const opens = Date.UTC(2026, 5, 30) as Instant
    await world.query(
      `with p as (insert into person values (uuidv7(), 's@example.com', 's@example.com', 'S', 'x', 'UTC', 'en', now())
         returning id)
       update member set signed_up_at = $2, person_id = (select id from p) where id = $1`,
      [memberId, new Date(TEST_NOW).toISOString()],
    )
    const access = async (at: number) => {
      const { access } = await of(memberId, at as Instant)
      return access.kind === 'grant' ? 'grant' : access.reason
    }
    expect(await access(opens - 1)).toBe('not-yet-open')
    expect(await access(opens)).toBe('grant')
    expect(await access(Date.UTC(2026, 6, 21) - 1)).toBe('grant')
    expect(await access(Date.UTC(2026, 6, 21))).toBe('closed')
  })

  test('MAIL-01 D-13 are named in the invitation, which lasts until the last one closes', async () => {
    const { context, june, july, add } = await scene()
    const { memberId } = await add([june, july])
    const [row] = await world.query<{ id: string; issue: number }>(
      'select id, issue from invitation where member_id = $1',
      [memberId],
    )
    const payload = { invitationId: row!.id, issue: row!.issue, memberId, why: 'added' } as const
    const mail = await invitationMail(world.database.worker(), payload, TEST_NOW)
    expect(mail).toMatchObject({ kind: 'send', seasons: [{ name: 'June' }, { name: 'July' }] })
    const token = invitationToken(SECRET, row!.id, row!.issue)
    const identity = { em: world.database.identity(), wallNow: TEST_NOW, secret: SECRET }
    expect(await findInvitation({ ...identity, now: days(40) }, token)).toMatchObject({ kind: 'grant' })
    expect((await resendInvitation(context, { memberId })).kind).toBe('grant')
  })

  test('USER-03 SEAT-05 are changed by an edit without a seat to confirm, and go with the type', async () => {
    const { context, june, july, of, save, add } = await scene()
    const { memberId } = await add([june])
    expect(await save(memberId, { seasonIds: [july] })).toMatchObject({ summary: { takes: [], frees: [] } })
    expect((await of(memberId)).seasons).toEqual(['July'])
    const [entry] = await world.query<{ before: object; after: object }>(
      `select before, after from audit where subject_id = $1 and action = 'user.edited'`,
      [memberId],
    )
    expect(entry).toMatchObject({ before: { seasons: [june] }, after: { seasons: [july] } })

    expect((await save(memberId, { type: 'full-time', seasonIds: [] })).kind).toBe('grant')
    expect((await of(memberId)).seasons).toEqual([])
    expect((await save(memberId, { type: 'seasonal', seasonIds: [] })).kind).toBe('refuse')
    expect((await save(memberId, { type: 'seasonal', seasonIds: [june, july] })).kind).toBe('grant')
    expect((await of(memberId)).seasons).toEqual(['June', 'July'])
    const preview = await previewEdit(context, {
      memberId,
      name: 'A',
      type: 'seasonal',
      seasonIds: [july],
      permissionSetId: null,
      role: 'member',
    })
    expect(preview).toMatchObject({ kind: 'grant', summary: { takes: [], frees: [] } })
    expect((await of(memberId)).seasons).toEqual(['June', 'July'])
  })

  test('D-14 D-31 USER-04 go with who leaves, and are named anew by who comes back', async () => {
    const { context, june, july, of, add } = await scene()
    const { memberId } = await add([june])
    expect((await deactivateUser(context, { memberId })).kind).toBe('grant')
    expect((await of(memberId)).seasons).toEqual([])
    expect(await reactivateUser(context, { memberId, seasonIds: [] })).toMatchObject({
      reason: 'season-required',
    })
    expect((await reactivateUser(context, { memberId, seasonIds: [july] })).kind).toBe('grant')
    const back = await of(memberId)
    expect(back.seasons).toEqual(['July'])
    await removeUser(context, { memberId })
    const returned = await addUser(context, newUser({ email: back.email, seasonIds: [june] }))
    expect(returned).toMatchObject({ kind: 'grant', memberId, returned: true })
    expect((await of(memberId)).seasons).toEqual(['June'])
  })

  test('SEAT-06 each of many has their own', async () => {
    const { context, june, july, of } = await scene()
    const decision = await addUsers(context, [
      newUser({ seasonIds: [june] }),
      newUser(),
      newUser({ seasonIds: [july] }),
    ])
    if (decision.kind !== 'grant') throw new Error('refused')
    const seasons = await Promise.all(
      decision.users.map(async ({ memberId }) => (await of(memberId)).seasons.join()),
    )
    expect(seasons).toEqual(['June', '', 'July'])
  })

  test('the database itself refuses a choice of somebody who is not seasonal, and in a pool without a season', async () => {
    const { account, context } = await scene()
    const choose = (pool: string) =>
      world.query(
        `insert into season_choice (member_id, pool_id, organization_id, account_id, chosen_at)
         values ($1, $2, $3, $4, now())`,
        [context.actor.memberId, pool, context.actor.organizationId, account.accountId],
      )
    await expect(choose(account.seasons[0]!.poolId)).rejects.toMatchObject({
      constraint: 'choice_is_of_the_members_type',
    })
    await world.query(`update member set type = 'seasonal' where id = $1`, [context.actor.memberId])
    await expect(choose(account.pools['full-time']!)).rejects.toMatchObject({
      constraint: 'choice_in_the_accounts_pool',
    })
  })
})

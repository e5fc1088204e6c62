import { type Instant, MS_PER_DAY, type Role } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
  newUser,
} from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { IdempotencyConflict } from '../faults.ts'
import { checkInvariants } from '../invariants/index.ts'
import { seasonalLimits } from '../queries/seasonal-limits.ts'
import { seatCounts } from '../queries/seat-counts.ts'
import { editUserForm } from '../queries/user-forms.ts'
import { addUser } from './add-user.ts'
import { deactivateUser } from './deactivate-user.ts'
import { type UserEdit, editUser, previewEdit } from './edit-user.ts'
import { reactivateUser } from './reactivate-user.ts'
import { removeUser } from './remove-user.ts'
import { resendInvitation } from './resend-invitation.ts'
import { withdrawInvitation } from './withdraw-invitation.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase({ tenant: 20 })
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const days = (n: number): Instant => (TEST_NOW + n * MS_PER_DAY) as Instant
const SEASONS = [
  { name: 'Spring', from: -40, to: -10, seats: 5 },
  { name: 'June', from: -5, to: 10, seats: 2 },
  { name: 'July', from: 20, to: 40, seats: 2 },
]

async function scene(options: Parameters<typeof buildAccount>[1] = {}) {
  const account = await buildAccount(world.url, { seasons: SEASONS, ...options })
  const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
  const [spring, june, july] = account.seasons.map(({ id }) => id) as [string, string, string]
  const taken = async (now = TEST_NOW) => {
    const counts = await seatCounts({ ...context, now })
    const limits = await seasonalLimits({ ...context, now })
    return Object.fromEntries([
      ...counts.map(({ kind, availability }) => [kind, availability.assigned]),
      ...limits.map(({ season, availability }) => [season.name, availability.assigned]),
    ]) as Record<string, number>
  }
  const edit = async (memberId: string, wish: Partial<UserEdit>, now = TEST_NOW) => {
    const member = (await editUserForm({ ...context, now }, memberId))!.member
    const { name, type, role, permissionSetId, seasonIds } = member
    return { memberId, name, type, role, permissionSetId, seasonIds, ...wish }
  }
  const save = async (memberId: string, wish: Partial<UserEdit>, now = TEST_NOW) => {
    const input = await edit(memberId, wish, now)
    const preview = await previewEdit({ ...context, now }, input)
    if (preview.kind === 'refuse') return preview
    return editUser({ ...context, now }, { ...input, confirmed: preview.summary.digest })
  }
  return { account, context, spring, june, july, taken, edit, save }
}

describe('editing a user', () => {
  test('SEAT-05 seasonal to full-time frees the seasons and takes a seat, and the other way round', async () => {
    const { account, save, june, july, taken } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june, july] })
    expect(await taken()).toMatchObject({ June: 1, July: 1, 'full-time': 0 })
    expect(await save(memberId, { type: 'full-time', seasonIds: [] })).toMatchObject({
      kind: 'grant',
      summary: {
        takes: [{ kind: 'full-time' }],
        frees: [{ season: { name: 'June' } }, { season: { name: 'July' } }],
      },
    })
    expect(await taken()).toMatchObject({ June: 0, July: 0, 'full-time': 1 })
    expect(await save(memberId, { type: 'seasonal', seasonIds: [july] })).toMatchObject({ kind: 'grant' })
    expect(await taken()).toMatchObject({ June: 0, July: 1, 'full-time': 0 })
  })

  test('SEAT-05 a seasonal invitee who becomes full-time gets a link, and the seat counts its days from now', async () => {
    const { account, save, june, context } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    const later = days(9)
    expect(await save(memberId, { type: 'full-time', seasonIds: [] }, later)).toMatchObject({
      kind: 'grant',
      summary: { lapsesAt: days(23) },
    })
    const [invitation] = await world.query('select issue from invitation where member_id = $1', [memberId])
    expect(invitation).toEqual({ issue: 2 })
    expect((await editUserForm({ ...context, now: days(22) }, memberId))?.member.status).toBe('invited')
  })

  test('D-13 CAL-03 an invitee who changes type is invited anew, and the seat lapses with that invitation', async () => {
    const { account, save, taken, context } = await scene()
    const { memberId } = await added(world.database, account)
    expect(await save(memberId, { type: 'collaborator' }, days(10))).toMatchObject({
      kind: 'grant',
      summary: { lapsesAt: days(24) },
    })
    const [invitation] = await world.query('select issue from invitation where member_id = $1', [memberId])
    expect(invitation).toEqual({ issue: 2 })
    const statusAt = async (now: Instant) =>
      (await editUserForm({ ...context, now }, memberId))?.member.status
    expect([await statusAt(days(23)), (await taken(days(23))).collaborator]).toEqual(['invited', 1])
    expect([await statusAt(days(24)), (await taken(days(24))).collaborator]).toEqual([
      'invitation-expired',
      0,
    ])
    expect(await save(memberId, { type: 'full-time' }, days(25))).toMatchObject({ kind: 'grant' })
  })

  test('SEAT-05 seasons that are over go with the type of an invitation that ran out with them', async () => {
    const { account, save, june, context } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    const later = days(30)
    expect(await save(memberId, { type: 'full-time', seasonIds: [] }, later)).toMatchObject({
      kind: 'grant',
      summary: { frees: [{ season: { name: 'June' } }], takes: [] },
    })
    const member = (await editUserForm({ ...context, now: later }, memberId))?.member
    expect(member).toMatchObject({ type: 'full-time', seasonIds: [] })
  })

  test('D-13 SEAT-07 under any sequence of changes a seat lapses in the instant in which its invitation does', async () => {
    const { context, save, spring, june, july, account } = await scene({ fullTimeSeats: 1, collaborators: 1 })
    const steps = [
      'full-time',
      'collaborator',
      'seasonal',
      'seasonal again',
      'resend',
      'deactivate',
      'reactivate',
      'name',
    ] as const
    const some = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!
    for (let round = 0; round < 4; round++) {
      const people = [await added(world.database, account, { seasonIds: [june] })]
      people.push(await added(world.database, account, { seasonIds: [july] }))
      let day = 0
      const told: string[] = []
      for (let step = 0; step < 10; step++) {
        const { memberId } = some(people)
        const what = some(steps)
        day += some([0, 1, 5, 14])
        const now = days(day)
        told.push(`day ${day}, ${people.findIndex((each) => each.memberId === memberId)}: ${what}`)
        const at = { ...context, now }
        if (what === 'resend') await resendInvitation(at, { memberId })
        else if (what === 'deactivate') await deactivateUser(at, { memberId })
        else if (what === 'reactivate') await reactivateUser(at, { memberId, seasonIds: some([[], [july]]) })
        else if (what === 'name') await save(memberId, { name: `Name ${step}` }, now)
        else if (what.startsWith('seasonal')) {
          await save(
            memberId,
            { type: 'seasonal', seasonIds: some([[june], [july], [june, july], [spring]]) },
            now,
          )
        } else await save(memberId, { type: what as 'full-time', seasonIds: [] }, now)
        expect([told, await checkInvariants(world.url)]).toEqual([told, []])
      }
      for (const { memberId } of people) await removeUser({ ...context, now: days(day) }, { memberId })
    }
  })

  test('SEAT-06 USER-03 removing one season frees its seat on save; the rest is kept', async () => {
    const { account, save, june, july, taken } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june, july] })
    const saved = await save(memberId, { seasonIds: [july] })
    expect(saved).toMatchObject({
      kind: 'grant',
      summary: { takes: [], frees: [{ season: { name: 'June' } }], keeps: [{ season: { name: 'July' } }] },
    })
    expect(await taken()).toMatchObject({ June: 0, July: 1 })
  })

  test('USER-03 nothing is saved that was not confirmed: missing, or the seats changed since', async () => {
    const { account, edit, context, june, july, taken } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    const input = await edit(memberId, { seasonIds: [june, july] })
    const unconfirmed = await editUser(context, input)
    expect(unconfirmed).toMatchObject({ kind: 'confirm', summary: { takes: [{ season: { name: 'July' } }] } })
    expect(await editUser(context, { ...input, confirmed: 'something else' })).toEqual(unconfirmed)
    expect(await taken()).toMatchObject({ June: 1, July: 0 })
  })

  test('USER-03 an edit that moves no seat needs no confirmation', async () => {
    const { account, edit, context } = await scene()
    const { memberId } = await added(world.database, account)
    const saved = await editUser(context, await edit(memberId, { name: 'Renamed', role: 'admin' }))
    expect(saved).toMatchObject({ kind: 'grant', summary: { takes: [], frees: [] } })
    expect((await editUserForm(context, memberId))?.member).toMatchObject({ name: 'Renamed', role: 'admin' })
  })

  test('SEAT-03 SEAT-04 a full season and a type without seats are refused, what is held already never is', async () => {
    const { account, save, june, july } = await scene({ fullTimeSeats: 0 })
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    await added(world.database, account, { seasonIds: [june, july] })
    await added(world.database, account, { seasonIds: [july] })
    expect(await save(memberId, { seasonIds: [june, july] })).toMatchObject({
      reason: 'season-full',
      season: 'July',
    })
    expect(await save(memberId, { type: 'full-time', seasonIds: [] })).toEqual({
      kind: 'refuse',
      reason: 'no-full-time-seat',
    })
    expect(await save(memberId, { name: 'Still here' })).toMatchObject({ kind: 'grant' })
  })

  test('D-14 a seasonal user whose seasons are over stays, and is edited without a season', async () => {
    const { account, save, june, context } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    const after = days(30)
    expect((await editUserForm({ ...context, now: after }, memberId))?.member).toMatchObject({
      noSeason: true,
    })
    expect(await save(memberId, { name: 'Later', seasonIds: [] }, after)).toMatchObject({ kind: 'grant' })
  })

  test('USER-07 the owner is protected, billing admins are the owner’s to choose', async () => {
    const { account, context, edit } = await scene()
    const admin = await added(world.database, account, { role: 'admin' })
    const asAdmin = {
      ...context,
      actor: { ...account.owner, memberId: admin.memberId, role: 'admin' as Role },
    }
    const ownerEdit = {
      memberId: account.owner.memberId,
      name: 'X',
      type: 'full-time',
      role: 'member',
      permissionSetId: null,
      seasonIds: [],
    } as const
    expect(await editUser(asAdmin, ownerEdit)).toEqual({ kind: 'refuse', reason: 'not-permitted' })
    expect(await removeUser(context, { memberId: account.owner.memberId })).toEqual({
      kind: 'refuse',
      reason: 'not-permitted',
    })
    expect(await deactivateUser(asAdmin, { memberId: account.owner.memberId })).toEqual({
      kind: 'refuse',
      reason: 'not-permitted',
    })
    const { memberId } = await added(world.database, account)
    const promotion = await edit(memberId, { role: 'billing-admin' })
    expect(await editUser(asAdmin, promotion)).toEqual({ kind: 'refuse', reason: 'not-permitted' })
    expect(await editUser(context, promotion)).toMatchObject({ kind: 'grant' })
  })

  test('members of others, removed ones and senseless identities', async () => {
    const { account, context } = await scene()
    const other = await scene()
    const foreign = await added(world.database, other.account)
    const gone = await added(world.database, account)
    await removeUser(context, gone)
    for (const [memberId, reason] of [
      [foreign.memberId, 'not-found'],
      ['no-identity', 'not-found'],
      [gone.memberId, 'member-removed'],
    ] as const) {
      const input = {
        memberId,
        name: 'X',
        type: 'full-time',
        role: 'member',
        permissionSetId: null,
        seasonIds: [],
      } as const
      const refusal = { kind: 'refuse', reason }
      expect(await editUser(context, input)).toEqual(refusal)
      expect(await previewEdit(context, input)).toEqual(refusal)
      expect(await deactivateUser(context, { memberId })).toEqual(refusal)
      expect(await removeUser(context, { memberId })).toEqual(refusal)
      expect(await reactivateUser(context, { memberId, seasonIds: [] })).toEqual(refusal)
      expect(await resendInvitation(context, { memberId })).toEqual(refusal)
      expect(await withdrawInvitation(context, { memberId })).toEqual(refusal)
    }
    expect(await editUserForm(context, foreign.memberId)).toBeNull()
  })

  test('two edits at once wait for each other, and the last seat goes to one of them', async () => {
    const { account, edit, context, june, july, taken } = await scene()
    const people = await Promise.all(
      Array.from({ length: 2 }, () => added(world.database, account, { seasonIds: [june] })),
    )
    await added(world.database, account, { seasonIds: [july] })
    const answers = await Promise.all(
      people.map(async ({ memberId }) => {
        const input = await edit(memberId, { seasonIds: [july] })
        const preview = await previewEdit(context, input)
        const confirmed = preview.kind === 'grant' ? preview.summary.digest : ''
        return editUser({ ...context, em: world.database.tenant() }, { ...input, confirmed })
      }),
    )
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['grant', 'refuse'])
    expect(await taken()).toMatchObject({ June: 1, July: 2 })
  })
})

describe('leaving and coming back', () => {
  test('USER-04 SEAT-02 deactivating frees the seats, reactivating needs one', async () => {
    const { account, context, taken } = await scene({ fullTimeSeats: 1 })
    const { memberId } = await added(world.database, account)
    expect(await deactivateUser(context, { memberId })).toMatchObject({
      kind: 'grant',
      freed: [{ kind: 'full-time' }],
    })
    expect(await taken()).toMatchObject({ 'full-time': 0 })
    const other = await added(world.database, account)
    expect(await reactivateUser(context, { memberId, seasonIds: [] })).toEqual({
      kind: 'refuse',
      reason: 'no-full-time-seat',
    })
    await removeUser(context, other)
    expect(await reactivateUser(context, { memberId, seasonIds: [] })).toMatchObject({
      kind: 'grant',
      summary: { takes: [{ kind: 'full-time' }] },
    })
    expect(await taken()).toMatchObject({ 'full-time': 1 })
  })

  test('USER-04 D-14 a seasonal member comes back with seasons, and needs at least one', async () => {
    const { account, context, june, july, taken } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    await deactivateUser(context, { memberId })
    expect(await reactivateUser(context, { memberId, seasonIds: [] })).toEqual({
      kind: 'refuse',
      reason: 'season-required',
    })
    expect(await reactivateUser(context, { memberId, seasonIds: [july] })).toMatchObject({ kind: 'grant' })
    expect(await taken()).toMatchObject({ June: 0, July: 1 })
  })

  test('SEAT-07 CLS-01 of two staff members reactivated at once, one gets the last seat', async () => {
    for (let round = 0; round < 5; round++) {
      const { account, context } = await scene({ staffSeats: 3, seasons: [] })
      const staff = await Promise.all(
        Array.from({ length: 2 }, () => added(world.database, account, { type: 'staff' })),
      )
      for (const { memberId } of staff) await deactivateUser(context, { memberId })
      await added(world.database, account, { type: 'staff' })
      const answers = await Promise.all(
        staff.map(({ memberId }) =>
          reactivateUser({ ...context, em: world.database.tenant() }, { memberId, seasonIds: [] }),
        ),
      )
      expect(answers.map((answer) => (answer.kind === 'grant' ? 'grant' : answer.reason)).sort()).toEqual([
        'grant',
        'no-staff-seat',
      ])
    }
  })

  test('USER-03 USER-10 somebody deactivated is given no season in an edit, and the audit says what they have', async () => {
    const { account, context, save, june, july } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    await deactivateUser(context, { memberId })
    const refusal = { kind: 'refuse', reason: 'no-seat-while-away' }
    expect(await save(memberId, { seasonIds: [july] })).toEqual(refusal)
    expect(await save(memberId, { name: 'Renamed' })).toMatchObject({ kind: 'grant' })
    expect((await reactivateUser(context, { memberId, seasonIds: [june] })).kind).toBe('grant')
    expect(await save(memberId, { seasonIds: [june, july] })).toMatchObject({ kind: 'grant' })
    const entries = await world.query(
      `select after -> 'seasons' as seasons from audit where subject_id = $1 and action <> 'user.deactivated' order by id`,
      [memberId],
    )
    expect(entries.map(({ seasons }) => seasons)).toEqual([[june], [], [june], [june, july]])
  })

  test('the same request twice gives the first result; the key of another request is a bug', async () => {
    const { account, context } = await scene()
    const { memberId } = await added(world.database, account)
    const keyed = { ...context, idempotencyKey: 'leave' }
    const first = await deactivateUser(keyed, { memberId })
    expect(await deactivateUser(keyed, { memberId })).toEqual(first)
    await expect(removeUser(keyed, { memberId })).rejects.toThrow(IdempotencyConflict)
  })

  test('D-13 USER-04 a re-sent invitation lasts 14 days anew, and an expired one needs its seat again', async () => {
    const { account, context } = await scene({ fullTimeSeats: 1 })
    const { memberId } = await added(world.database, account)
    expect(await resendInvitation({ ...context, now: days(10) }, { memberId })).toEqual({
      kind: 'grant',
      expiresAt: days(24),
    })
    expect((await editUserForm({ ...context, now: days(25) }, memberId))?.member.status).toBe(
      'invitation-expired',
    )
    const other = await addUser({ ...context, now: days(25) }, newUser())
    expect(other.kind).toBe('grant')
    expect(await resendInvitation({ ...context, now: days(26) }, { memberId })).toEqual({
      kind: 'refuse',
      reason: 'no-full-time-seat',
    })
    await removeUser(
      { ...context, now: days(26) },
      { memberId: other.kind === 'grant' ? other.memberId : '' },
    )
    expect(await resendInvitation({ ...context, now: days(27) }, { memberId })).toEqual({
      kind: 'grant',
      expiresAt: days(41),
    })
  })

  test('USER-10 each change leaves who, what, before and after', async () => {
    const { account, context, save } = await scene()
    const { memberId } = await added(world.database, account)
    await save(memberId, { name: 'Renamed' })
    await deactivateUser(context, { memberId })
    const entries = await world.query(
      'select action, actor_id, channel, before, after from audit where subject_id = $1 order by id',
      [memberId],
    )
    expect(entries.map(({ action }) => action)).toEqual(['user.added', 'user.edited', 'user.deactivated'])
    expect(entries[1]).toMatchObject({
      actor_id: account.owner.memberId,
      channel: 'portal',
      after: { name: 'Renamed' },
    })
  })
})

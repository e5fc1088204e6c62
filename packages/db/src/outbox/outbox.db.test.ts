import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeEach, beforeAll, describe, expect, test } from 'vitest'
import { editUserForm } from '../queries/user-forms.ts'
import { removeUser } from '../use-cases/remove-user.ts'
import { resendInvitation } from '../use-cases/resend-invitation.ts'
import {
  beginSending,
  claimOutbox,
  markDelivered,
  markFailed,
  markRetry,
  markSkipped,
  markUnknown,
  sweepLeases,
  type ClaimedEvent,
} from './claim.ts'
import type { OutboxPayload } from './events.ts'
import { invitationMail } from './invitation-mail.ts'

let world: TestDatabase
let account: TestAccount
beforeAll(async () => {
  world = await createTestDatabase()
  account = await buildAccount(world.url, {
    fullTimeSeats: 50,
    seasons: [
      { name: 'June', from: -5, to: 10, seats: 5 },
      { name: 'Past', from: -50, to: -20, seats: 5 },
    ],
  })
})
beforeEach(() => world.query('delete from outbox'))

function invitationOf(event: ClaimedEvent): OutboxPayload<'invitation'> {
  if (event.type !== 'invitation') throw new Error(`Not an invitation: ${event.type}`)
  return event.payload
}

afterAll(() => world.drop())

const em = () => world.database.worker()
/** Events are due by the database's own clock, which is the wall's. */
const wall = (later = 0): Instant => (Date.now() + 1000 + later) as Instant
const claim = (later = 0, limit = 10) => claimOutbox(em(), { wallNow: wall(later), limit, leaseMs: 60_000 })
const stateOf = async (id: string) =>
  (await world.query('select state, note, message_id from outbox where id = $1', [id]))[0]

describe('delivery', () => {
  test('ten workers share the events: each gets what no other has', async () => {
    for (let n = 0; n < 20; n++) await added(world.database, account)
    const claims = await Promise.all(Array.from({ length: 10 }, () => claim(0, 3)))
    const ids = claims.flat().map(({ id }) => id)
    expect(ids).toHaveLength(20)
    expect(new Set(ids).size).toBe(20)
  })

  test('MAIL-04 delivered, tried again later, skipped, failed: each mark holds the lease to account', async () => {
    const { memberId } = await added(world.database, account)
    const [event] = await claim()
    expect(event).toMatchObject({ type: 'invitation', payload: { memberId, why: 'added' }, attempt: 1 })
    expect(await beginSending(em(), event!, { wallNow: wall() })).toBe(true)
    expect(await markRetry(em(), event!, { wallNow: wall(), retryAt: wall(5000), error: 'busy' })).toBe(true)
    expect(await markDelivered(em(), event!, { wallNow: wall() })).toBe(false)
    expect(await claim(4000)).toEqual([])
    const [again] = await claim(6000)
    expect(again).toMatchObject({ id: event!.id, attempt: 2 })
    expect(await markDelivered(em(), again!, { wallNow: wall(), messageId: '<1@x>' })).toBe(true)
    expect(await stateOf(event!.id)).toMatchObject({ state: 'delivered', message_id: '<1@x>' })
    for (const [mark, state] of [
      [markUnknown, 'unknown'],
      [markFailed, 'failed'],
    ] as const) {
      await added(world.database, account)
      const [next] = await claim()
      expect(await mark(em(), next!, { wallNow: wall(), error: 'why' })).toBe(true)
      expect(await stateOf(next!.id)).toMatchObject({ state, note: 'why' })
    }
    await added(world.database, account)
    const [pointless] = await claim()
    await markSkipped(em(), pointless!, { wallNow: wall(), reason: 'withdrawn' })
    expect(await stateOf(pointless!.id)).toMatchObject({ state: 'skipped', note: 'withdrawn' })
    expect(await claim(1e9)).toEqual([])
  })

  test('MAIL-04 D-41 a worker that died: not begun is tried again, begun is unknown and never re-sent by itself', async () => {
    await added(world.database, account)
    await added(world.database, account)
    const [begun, waiting] = await claim()
    await beginSending(em(), begun!, { wallNow: wall() })
    const sweep = (later: number) => sweepLeases(em(), { wallNow: wall(later), mostAttempts: 20 })
    expect(await sweep(59_000)).toEqual({ retry: 0, unknown: 0, failed: 0 })
    expect(await sweep(61_000)).toEqual({ retry: 1, unknown: 1, failed: 0 })
    expect(await markDelivered(em(), begun!, { wallNow: wall() })).toBe(false)
    expect(await beginSending(em(), waiting!, { wallNow: wall() })).toBe(false)
    expect((await claim(70_000)).map(({ id }) => id)).toEqual([waiting!.id])
  })

  test('MAIL-04 one event that cannot be read fails and holds up nothing; an unknown type waits for a newer worker', async () => {
    for (let n = 0; n < 3; n++) await added(world.database, account)
    const [broken, newer] = await world.query<{ id: string }>('select id from outbox order by id')
    await world.query(`update outbox set payload = '{"invitationId": "x"}' where id = $1`, [broken!.id])
    await world.query(`update outbox set type = 'from-the-next-release' where id = $1`, [newer!.id])
    expect(await claim()).toHaveLength(1)
    expect(await stateOf(broken!.id)).toMatchObject({
      state: 'failed',
      note: expect.stringContaining('invitationId'),
    })
    expect(await stateOf(newer!.id)).toMatchObject({ state: 'pending' })
  })

  test('MAIL-04 an event that no worker can handle comes back ever later, and in the end has failed', async () => {
    const { memberId } = await added(world.database, account)
    const pauses: number[] = []
    let later = 0
    for (let attempt = 1; attempt <= 4; attempt++) {
      const [event] = await claim(later)
      expect(event).toMatchObject({ attempt, payload: { memberId } })
      later += 61_000
      const swept = wall(later)
      const outcome = await sweepLeases(em(), { wallNow: swept, mostAttempts: 4 })
      expect(outcome).toEqual({ retry: attempt < 4 ? 1 : 0, unknown: 0, failed: attempt < 4 ? 0 : 1 })
      const [row] = await world.query<{ due_at: Date }>('select due_at from outbox')
      if (attempt < 4) pauses.push(row!.due_at.getTime() - swept)
      later += 100_000
    }
    expect(pauses).toEqual([0, 30_000, 90_000])
    expect(
      await world.query(`select 1 from outbox where state = 'failed' and done_at is not null`),
    ).toHaveLength(1)
  })

  test('MAIL-06 a bounce shows on the user until the next invitation', async () => {
    const { memberId } = await added(world.database, account)
    const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
    const bounced = async () => (await editUserForm(context, memberId))?.member.invitation?.bounced
    const [event] = await claim()
    await markFailed(em(), event!, { wallNow: wall(), error: 'no such user', bounced: true })
    expect(await bounced()).toBe(true)
    await resendInvitation(context, { memberId })
    expect(await bounced()).toBe(false)
  })
})

describe('the invitation’s mail', () => {
  test('MAIL-01 names organization and open and coming seasons, as they stand when it is sent', async () => {
    const [june] = account.seasons.map(({ id }) => id)
    await added(world.database, account, { seasonIds: [june!] })
    const [event] = await claim()
    const mail = await invitationMail(em(), invitationOf(event!), TEST_NOW)
    expect(mail).toMatchObject({
      kind: 'send',
      type: 'seasonal',
      seasons: [{ name: 'June' }],
      issue: 1,
      signedUp: false,
      timeZone: null,
    })
  })

  test('MAIL-04 what became pointless is skipped with the reason', async () => {
    const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
    const replaced = await added(world.database, account)
    const gone = await added(world.database, account)
    const late = await added(world.database, account)
    const events = await claim()
    await resendInvitation(context, replaced)
    await removeUser(context, gone)
    const reason = async (memberId: string, now = TEST_NOW) =>
      invitationMail(
        em(),
        invitationOf(events.find(({ payload }) => 'memberId' in payload && payload.memberId === memberId)!),
        now,
      )
    expect(await reason(replaced.memberId)).toEqual({ kind: 'skip', reason: 'replaced' })
    expect(await reason(gone.memberId)).toEqual({ kind: 'skip', reason: 'withdrawn' })
    expect(await reason(late.memberId, (TEST_NOW + 14 * MS_PER_DAY) as Instant)).toEqual({
      kind: 'skip',
      reason: 'expired',
    })
  })
})

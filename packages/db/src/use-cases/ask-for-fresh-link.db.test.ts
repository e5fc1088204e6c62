import { randomUUID } from 'node:crypto'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
  newUser,
} from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '../invariants/index.ts'
import { findInvitation } from '../invitation/find-invitation.ts'
import { invitationToken } from '../invitation/token.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { addUser } from './add-user.ts'
import { askForFreshLink } from './ask-for-fresh-link.ts'
import { deactivateUser } from './deactivate-user.ts'
import { removeUser } from './remove-user.ts'
import { resendInvitation } from './resend-invitation.ts'
import { withdrawInvitation } from './withdraw-invitation.ts'

const SECRET = 'a secret of the tests'
let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const days = (n: number): Instant => (TEST_NOW + n * MS_PER_DAY) as Instant

function ask(token: string, now: Instant, idempotencyKey?: string) {
  const { database } = world
  return askForFreshLink(
    {
      identity: database.identity(),
      tenant: database.tenant(),
      now,
      secret: SECRET,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    },
    token,
  )
}

const opens = (token: string, now: Instant) =>
  findInvitation({ em: world.database.identity(), now, wallNow: now, secret: SECRET }, token)

/** An account with one full-time seat, and somebody who was invited to it. */
async function scene(options: Parameters<typeof buildAccount>[1] = { fullTimeSeats: 1 }) {
  const account = await buildAccount(world.url, options)
  const { memberId } = await added(world.database, account, { type: 'full-time' })
  const at = (now: Instant) => ({ em: world.database.tenant(), actor: account.owner, now })
  const issue = async () => {
    const [row] = await world.query<{ id: string; issue: number }>(
      'select id, issue from invitation where member_id = $1',
      [memberId],
    )
    return row!
  }
  const link = async (of?: number) => {
    const row = await issue()
    return invitationToken(SECRET, row.id, of ?? row.issue)
  }
  const mails = async () =>
    (
      await world.query<{ issue: number }>(
        `select (payload ->> 'issue')::integer as issue from outbox where payload ->> 'memberId' = $1 order by id`,
        [memberId],
      )
    ).map((row) => row.issue)
  /** The mails that wait are sent, so that they hold no further one back. */
  const deliver = () =>
    world.query(`update outbox set state = 'delivered' where payload ->> 'memberId' = $1`, [memberId])
  const audit = () =>
    world.query<{ actor: string; id: string; before: object }>(
      `select actor_kind as actor, actor_id as id, before from audit
       where subject_id = $1 and action = 'user.fresh-link-asked' order by id`,
      [memberId],
    )
  return { account, memberId, at, link, issue, mails, deliver, audit }
}

describe('ACC-02 a fresh link', () => {
  test('ACC-02 while the invitation runs, its link is mailed again and stays as it is', async () => {
    const { link, mails, deliver, audit, memberId } = await scene()
    await deliver()
    expect(await ask(await link(), days(3))).toEqual({ kind: 'grant', expiresAt: days(14) })
    expect(await mails()).toEqual([1, 1])
    expect(await opens(await link(1), days(3))).toMatchObject({ kind: 'grant' })
    expect(await audit()).toEqual([{ actor: 'member', id: memberId, before: { status: 'invited' } }])
  })

  test('ACC-02 the link of an earlier issue brings the one that counts now', async () => {
    const { at, link, mails, deliver, memberId } = await scene()
    await resendInvitation(at(days(2)), { memberId })
    await deliver()
    expect(await ask(await link(1), days(3))).toEqual({ kind: 'grant', expiresAt: days(16) })
    expect(await mails()).toEqual([1, 2, 2])
  })

  test('ACC-02 no second mail while the first one waits, and one entry for one form', async () => {
    const { link, mails, deliver, audit } = await scene()
    await deliver()
    const [token, key] = [await link(), randomUUID()]
    const answers = await Promise.all([1, 2, 3].map(() => ask(token, days(3), key)))
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['grant']))
    expect(await mails()).toEqual([1, 1])
    expect(await audit()).toHaveLength(1)
    await ask(token, days(3), randomUUID())
    expect(await mails()).toEqual([1, 1])
  })

  test('ACC-02 SEAT-09 once it has run out, the seat is taken anew and earlier links die', async () => {
    const { link, mails, deliver, audit } = await scene()
    await deliver()
    const token = await link()
    const key = randomUUID()
    const first = await ask(token, days(20), key)
    expect(first).toEqual({ kind: 'grant', expiresAt: days(34) })
    expect(await ask(token, days(20), key)).toEqual(first)
    expect(await mails()).toEqual([1, 2])
    expect(await opens(token, days(21))).toMatchObject({ reason: 'invitation-expired' })
    expect(await opens(await link(), days(21))).toMatchObject({ kind: 'grant' })
    expect(await audit()).toMatchObject([{ before: { status: 'invitation-expired' } }])
  })

  test('ACC-02 SEAT-09 two presses at once, each with a key of its own, take one seat and send one mail', async () => {
    const { link, mails, deliver } = await scene()
    await deliver()
    const token = await link()
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(token, days(20), randomUUID())))
    expect(answers.map(({ kind }) => kind)).toEqual(['grant', 'grant', 'grant', 'grant'])
    expect(await mails()).toEqual([1, 2])
  })

  test('ACC-02 D-13 nobody is let past a full pool', async () => {
    const { at, link, mails, issue } = await scene()
    // The lapsed invitation's seat, the only one, goes to somebody else.
    const other = await addUser(at(days(20)), newUser({ type: 'full-time', seasonIds: [] }))
    expect(other.kind).toBe('grant')
    expect(await ask(await link(), days(20))).toMatchObject({ kind: 'refuse', reason: 'no-full-time-seat' })
    expect(await issue()).toMatchObject({ issue: 1 })
    expect(await mails()).toEqual([1])
  })

  test('ACC-02 withdrawn, removed and deactivated get none', async () => {
    for (const leave of [withdrawInvitation, removeUser, deactivateUser]) {
      const { at, link, mails, deliver, memberId, audit } = await scene()
      await deliver()
      const token = await link()
      expect((await leave(at(days(1)), { memberId })).kind).toBe('grant')
      for (const now of [days(2), days(20)]) {
        expect(await ask(token, now)).toEqual({ kind: 'refuse', reason: 'invitation-expired' })
      }
      expect(await mails()).toEqual([1])
      expect(await audit()).toEqual([])
    }
  })

  test('ACC-02 who has signed up needs none', async () => {
    const { link } = await scene()
    const token = await link()
    const person = {
      kind: 'new',
      name: 'Ada',
      passwordHash: 'hash',
      timeZone: 'Europe/Vienna',
      locale: 'en-GB',
    } as const
    const identity = {
      em: world.database.identity(),
      now: TEST_NOW,
      wallNow: TEST_NOW,
      secret: SECRET,
    }
    expect(await acceptInvitation(identity, { token, person })).toMatchObject({ kind: 'grant' })
    expect(await ask(token, days(1))).toEqual({ kind: 'refuse', reason: 'link-used' })
  })

  test('ACC-02 a link that we never made brings nothing', async () => {
    const { issue, mails } = await scene()
    const { id } = await issue()
    const forged = [
      'nonsense',
      invitationToken('another secret', id, 1),
      invitationToken(SECRET, id, 2),
      invitationToken(SECRET, randomUUID(), 1),
      `${id}.${'A'.repeat(43)}`,
    ]
    for (const token of forged) {
      expect(await ask(token, days(20))).toEqual({ kind: 'refuse', reason: 'not-found' })
    }
    expect(await mails()).toEqual([1])
  })

  test('ACC-04 a locked account takes no seat anew, and the holder is not told why', async () => {
    const { account, link } = await scene()
    await world.query('update account set overdue_since = $2, grace_deadline = $3 where id = $1', [
      account.accountId,
      new Date(days(1)),
      new Date(days(4)),
    ])
    expect(await ask(await link(), days(20))).toEqual({ kind: 'refuse', reason: 'invitation-expired' })
  })
})

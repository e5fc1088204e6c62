import type { Instant } from '@seatkeeper/rules'
import { TEST_NOW, type TestDatabase, added, buildAccount, createTestDatabase } from '@seatkeeper/testkit'
import { asVendor, settleMember } from '@seatkeeper/db/set-up'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../context.ts'
import { checkInvariants } from '../invariants/index.ts'
import { waitingMail } from '../outbox/waiting-mail.ts'
import { waitingList } from '../queries/waiting-list.ts'
import { joinWaitingList } from '../use-cases/join-waiting-list.ts'
import { removeUser } from '../use-cases/remove-user.ts'
import { nextLineAt, workLines } from './work-lines.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(async () => {
  expect(await checkInvariants(world.url)).toEqual([])
  await world.drop()
})

const hours = (n: number) => (TEST_NOW + n * 3_600_000) as Instant
const context = (actor: Actor, now = TEST_NOW) => ({ em: world.database.tenant(), actor, now })

test('SEAT-12 D-40 the worker passes on what ran out, and mails people of the account’s other organization', async () => {
  const account = await buildAccount(world.url, {
    organizations: [{ name: 'One' }, { name: 'Two' }],
    seasons: [{ name: 'Rush', from: -1, to: 2, seats: 1 }],
  })
  const { owner, accountId, organizationIds } = account
  const seasonId = account.seasons[0]!.id
  const { memberId: holder } = await added(world.database, account, { seasonIds: [seasonId] })
  const place = { organizationId: organizationIds[1]!, accountId }
  const other = await asVendor(world.url, (db) =>
    settleMember(
      db,
      place,
      {
        email: 'owner.two@example.com',
        name: 'Two',
        type: 'full-time',
        role: 'owner',
        invitedAt: TEST_NOW,
        poolIds: [],
        mail: false,
        person: {
          passwordHash: '-',
          timeZone: 'UTC',
          locale: 'en-GB',
          joinedAt: TEST_NOW,
          lastSignedInAt: TEST_NOW,
        },
      },
      TEST_NOW,
    ),
  )
  const second: Actor = { ...owner, ...place, memberId: other.memberId, personId: other.personId! }
  await joinWaitingList(context(owner), { seasonId, wants: 'seat' })
  await joinWaitingList(context(second, hours(1)), { seasonId, wants: 'seat' })
  await removeUser(context(owner, hours(2)), { memberId: holder })

  expect(await nextLineAt(world.database, hours(2))).toBe(hours(26))
  await workLines(world.database, hours(25))
  expect(await waitingList(context(second, hours(25)))).toMatchObject([{ position: 1 }])
  const mails = () =>
    world.query<{ id: string; entryId: string; memberId: string }>(
      `select id, payload ->> 'entryId' as "entryId", payload ->> 'memberId' as "memberId" from outbox
       where account_id = $1 and type = 'waiting' order by id`,
      [accountId],
    )
  const [first] = await mails()
  const mail = (entryId: string, memberId: string, now: Instant) =>
    waitingMail(world.database.worker(), { entryId, memberId }, now)
  expect(await mail(first!.entryId, owner.memberId, hours(3))).toMatchObject({
    kind: 'send',
    season: { name: 'Rush' },
    offeredUntil: hours(26),
  })

  // The first has let the deadline pass; two workers look at once.
  await Promise.all([workLines(world.database, hours(26)), workLines(world.database, hours(26))])
  expect(await waitingList(context(second, hours(26)))).toMatchObject([{ offeredUntil: hours(50) }])
  const sent = await mails()
  expect(sent.map(({ memberId }) => memberId)).toEqual([owner.memberId, other.memberId])
  expect(await mail(first!.entryId, owner.memberId, hours(26))).toEqual({ kind: 'skip', reason: 'expired' })
  expect(await mail(sent[1]!.entryId, other.memberId, hours(27))).toMatchObject({
    kind: 'send',
    to: { email: 'owner.two@example.com' },
    organization: { name: 'Two' },
  })
  // The season closes: nobody waits any more.
  expect(await waitingList(context(second, hours(24 * 5)))).toEqual([])
  await workLines(world.database, hours(24 * 5))
})

test('SEAT-12 ACC-04 what nobody could take under a lock is offered when the lock is lifted', async () => {
  const account = await buildAccount(world.url, { seasons: [{ name: 'Rush', from: -1, to: 2, seats: 1 }] })
  const { id: seasonId, poolId } = account.seasons[0]!
  await added(world.database, account, { seasonIds: [seasonId] })
  await joinWaitingList(context(account.owner), { seasonId, wants: 'seat' })
  await world.query(
    `insert into seat (account_id, pool_id, kind, valid_from) select account_id, id, 'seasonal', '2026-01-01' from pool where id = $1`,
    [poolId],
  )
  const overdue = (since: Instant | null, deadline: Instant | null) =>
    world.query(
      `update account set overdue_since = to_timestamp($2::bigint / 1000.0), grace_deadline = to_timestamp($3::bigint / 1000.0) where id = $1`,
      [account.accountId, since, deadline],
    )
  const offers = () =>
    world.query('select 1 from waiting_entry where pool_id = $1 and offered_until is not null', [poolId])

  await overdue(hours(-100), hours(-1))
  await workLines(world.database, TEST_NOW)
  expect(await offers()).toHaveLength(0)
  await overdue(null, null)
  await workLines(world.database, hours(1))
  expect(await offers()).toHaveLength(1)
})

test('SEAT-12 a line that cannot be worked keeps no other waiting, and is no secret', async () => {
  const lines = []
  for (const name of ['Broken', 'Sound']) {
    const account = await buildAccount(world.url, {
      name,
      seasons: [{ name: 'Rush', from: -1, to: 2, seats: 1 }],
    })
    const { id: seasonId, poolId } = account.seasons[0]!
    await added(world.database, account, { seasonIds: [seasonId] })
    await joinWaitingList(context(account.owner), { seasonId, wants: 'seat' })
    // A seat that was bought since: nobody's change has offered it.
    await world.query(
      `insert into seat (account_id, pool_id, kind, valid_from) select account_id, id, 'seasonal', '2026-01-01' from pool where id = $1`,
      [poolId],
    )
    lines.push({ poolId, actor: account.owner })
  }
  const [broken, sound] = lines.toSorted((a, b) => (a.poolId < b.poolId ? -1 : 1)) as [Line, Line]
  await world.query(`create function break_line() returns trigger language plpgsql as $$
    begin if new.pool_id = '${broken.poolId}' then raise 'Broken'; end if; return new; end $$`)
  await world.query(
    'create trigger break_line before update on waiting_entry for each row execute function break_line()',
  )
  await expect(workLines(world.database, TEST_NOW)).rejects.toThrow('1 waiting line')
  await world.query('drop function break_line cascade')
  const offered = async ({ actor }: Line) => (await waitingList(context(actor)))[0]!.offeredUntil !== null
  expect([await offered(broken), await offered(sound)]).toEqual([false, true])
})

interface Line {
  readonly poolId: string
  readonly actor: Actor
}

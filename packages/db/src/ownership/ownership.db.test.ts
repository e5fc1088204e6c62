import { TEST_NOW, type TestDatabase, added, buildAccount, createTestDatabase } from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '../invariants/index.ts'
import { handOver } from './hand-over.ts'
import { recoverOwner } from './recover-owner.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

async function scene() {
  const account = await buildAccount(world.url, { fullTimeSeats: 9 })
  const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
  // The builder's owner takes no seat; whoever owned the organization needs one, as everybody else.
  await world.query(
    `with seat as (
       update seat set holder_id = $1 where id = (
         select id from seat where account_id = $2 and kind = 'full-time' and holder_id is null limit 1)
       returning id, pool_id)
     insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
     select $2, $3, pool_id, id, $1, $4, 'vendor' from seat`,
    [account.owner.memberId, account.accountId, account.organizationId, new Date(TEST_NOW)],
  )
  const person = async (active = true) => {
    const { memberId, email } = await added(world.database, account)
    if (active) {
      await world.query(
        `with p as (insert into person (id, email, email_key, name, password_hash, time_zone, locale, created_at)
           values (uuidv7(), $2, $2, 'P', 'x', 'UTC', 'en-GB', now()) returning id), freed as (
           update seat set held_until = null where holder_id = $1), accepted as (
           update invitation set accepted_at = $3 where member_id = $1)
         update member set person_id = p.id, joined_at = $3, last_signed_in_at = $3 from p where member.id = $1`,
        [memberId, email, new Date(TEST_NOW)],
      )
    }
    return { memberId, email, actor: { ...account.owner, memberId } }
  }
  const roles = async () => {
    const rows = await world.query<{ id: string; role: string }>(
      'select id, role from member where organization_id = $1',
      [account.organizationId],
    )
    return new Map(rows.map(({ id, role }) => [id, role]))
  }
  return { account, context, person, roles }
}

describe('USER-07 handing the organization over', () => {
  test('USER-07 both change in one step, the audit says so, and the former owner can’t again', async () => {
    const { account, context, person, roles } = await scene()
    const ada = await person()
    expect(await handOver({ ...context, idempotencyKey: 'k' }, ada)).toEqual({ kind: 'grant' })
    expect((await roles()).get(ada.memberId)).toBe('owner')
    expect((await roles()).get(account.owner.memberId)).toBe('billing-admin')
    // The same wish once more is the same wish; another one is no longer theirs.
    expect((await handOver(context, await person())).kind).toBe('refuse')
    const [entry] = await world.query<{ actor_id: string; after: object }>(
      `select actor_id, after from audit where action = 'user.made-owner' and subject_id = $1`,
      [ada.memberId],
    )
    expect(entry).toEqual({
      actor_id: account.owner.memberId,
      after: { role: 'owner', predecessor: account.owner.memberId },
    })
  })

  test('USER-07 only to somebody who has signed in, only by the owner, never to oneself', async () => {
    const { account, context, person } = await scene()
    const refusal = { kind: 'refuse', reason: 'not-permitted' }
    const ada = await person()
    expect(await handOver(context, await person(false))).toEqual(refusal)
    expect(await handOver(context, account.owner)).toEqual(refusal)
    expect(await handOver({ ...context, actor: ada.actor }, await person())).toEqual(refusal)
    const stranger = await scene()
    expect(await handOver(stranger.context, ada)).toMatchObject({ reason: 'not-found' })
  })

  test('USER-07 two at once: one is granted, and there is one owner', async () => {
    const { context, person, roles } = await scene()
    const people = [await person(), await person(), await person()]
    const answers = await Promise.all(people.map((one) => handOver(context, one)))
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['grant', 'refuse', 'refuse'])
    expect([...(await roles()).values()].filter((role) => role === 'owner')).toHaveLength(1)
  })
})

describe('USER-07 an owner who is lost', () => {
  test('USER-07 the vendor makes another the owner; the one before keeps their place without rights', async () => {
    const { account, person, roles } = await scene()
    const ada = await person()
    const command = { url: world.url, now: TEST_NOW }
    expect(await recoverOwner(command, { email: ada.email.toUpperCase() })).toMatchObject({
      kind: 'recovered',
      before: 'Olive Owner',
    })
    expect((await roles()).get(ada.memberId)).toBe('owner')
    expect((await roles()).get(account.owner.memberId)).toBe('member')
    expect(await recoverOwner(command, ada)).toEqual({ kind: 'owner-already' })
    const [entry] = await world.query<{ actor_kind: string; channel: string }>(
      `select actor_kind, channel from audit where action = 'user.made-owner' and subject_id = $1`,
      [ada.memberId],
    )
    expect(entry).toEqual({ actor_kind: 'job', channel: 'command' })
  })

  test('USER-07 who is not there, not active, or in several organizations is not made owner by guessing', async () => {
    const { person } = await scene()
    const command = { url: world.url, now: TEST_NOW }
    expect(await recoverOwner(command, { email: 'nobody@example.com' })).toEqual({ kind: 'not-found' })
    expect(await recoverOwner(command, await person(false))).toEqual({ kind: 'not-active' })
    const twice = await person()
    const elsewhere = await scene()
    await added(world.database, elsewhere.account, { email: twice.email })
    expect(await recoverOwner(command, twice)).toMatchObject({ kind: 'which' })
    const { organizationId: organization } = elsewhere.account
    expect(await recoverOwner(command, { email: twice.email, organization })).toEqual({ kind: 'not-active' })
  })
})

import { type Instant, MS_PER_DAY, type Role, type Scope } from '@seatkeeper/rules'
import {
  added,
  buildAccount,
  createTestDatabase,
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { apiKeyHash } from '../api-keys/token.ts'
import { IdempotencyConflict } from '../faults.ts'
import { type AccessDesk, createAccessDesk, meantMember } from '../queries/access-desk.ts'
import { apiKeys } from '../queries/api-keys.ts'
import { createApiKey, type NewApiKey } from './create-api-key.ts'
import { revokeApiKey } from './revoke-api-key.ts'

const WALL = Date.UTC(2026, 5, 10, 9) as Instant
const secret = 'a secret of at least thirty-two characters'

let world: TestDatabase
let desk: AccessDesk
let account: TestAccount
beforeAll(async () => {
  world = await createTestDatabase()
  desk = createAccessDesk(world.database)
})
afterAll(() => world.drop())
beforeEach(async () => {
  account = await buildAccount(world.url, {
    seasons: [{ name: 'Summer', from: -5, to: 10, seats: 5 }],
  })
})

const context = (by = account) => ({
  em: world.database.tenant(),
  actor: by.owner,
  now: TEST_NOW,
  wallNow: WALL,
  secret,
})
const wish: NewApiKey = { name: 'Product', scopes: ['access.evaluate'], expiresAt: null }

async function made(key: Partial<NewApiKey> = {}, by = account) {
  const decision = await createApiKey(context(by), { ...wish, ...key })
  if (decision.kind === 'refuse') throw new Error(decision.reason)
  return { ...decision, hash: apiKeyHash(decision.token)! }
}

const ask = (hash: Buffer, subjects: readonly string[], wallNow = WALL, scope: Scope = 'access.evaluate') =>
  desk.ask({ keyHash: hash, scope, members: subjects.map(meantMember), now: TEST_NOW, wallNow })

const roleOfOwner = (role: Role) =>
  world.query('update member set role = $2 where id = $1', [account.owner.memberId, role])

describe('making and ending a key', () => {
  test('ECO-01 the secret is given out once and stored as its hash alone', async () => {
    const { token, keyId } = await made({ scopes: ['sign-ins.report', 'access.evaluate'] })
    expect(token).toMatch(/^seat_[\da-f]{64}$/)
    const [row] = await world.query<Record<string, unknown>>('select * from api_key where id = $1', [keyId])
    expect(JSON.stringify(row)).not.toContain(token.slice(5))
    expect(row).toMatchObject({ prefix: token.slice(0, 13), scopes: ['access.evaluate', 'sign-ins.report'] })
    const [entry] = await world.query<Record<string, unknown>>(
      `select action, actor_id, after from audit where subject_id = $1`,
      [keyId],
    )
    expect(entry).toMatchObject({ action: 'api-key.created', actor_id: account.owner.memberId })
    expect(JSON.stringify(entry)).not.toContain(token.slice(13))
  })

  test('ECO-01 a form that is sent twice makes one key and shows it both times', async () => {
    const twice = { ...context(), idempotencyKey: '0b6c4f2e-3a55-4bb1-9a0e-5f3f0a6a1a11' }
    const first = await createApiKey(twice, wish)
    expect(await createApiKey(twice, wish)).toEqual(first)
    expect(await apiKeys(context())).toHaveLength(1)
    await expect(createApiKey(twice, { ...wish, scopes: ['usage.write'] })).rejects.toThrow(
      IdempotencyConflict,
    )
    expect(first).toMatchObject({ kind: 'grant' })
    if (first.kind === 'grant') await revokeApiKey(context(), { keyId: first.keyId })
    await expect(createApiKey(twice, wish)).rejects.toThrow(IdempotencyConflict)
  })

  test('USER-07 needs the right that the database knows of, and gives no right beyond one’s own', async () => {
    await roleOfOwner('admin')
    expect(await createApiKey(context(), { ...wish, scopes: ['billing.read'] })).toEqual({
      kind: 'refuse',
      reason: 'not-permitted',
    })
    const { keyId } = await made()
    await roleOfOwner('user-manager')
    const refused = { kind: 'refuse', reason: 'not-permitted' }
    expect(await createApiKey(context(), wish)).toEqual(refused)
    expect(await revokeApiKey(context(), { keyId })).toEqual(refused)
  })

  test('ECO-01 a revoked key opens nothing from then on, and the list says who ended it', async () => {
    const { keyId, hash } = await made()
    expect(await ask(hash, ['nobody@example.com'])).toMatchObject({ key: 'good' })
    expect(await revokeApiKey(context(), { keyId })).toEqual({ kind: 'grant', name: 'Product' })
    expect(await revokeApiKey(context(), { keyId })).toEqual({ kind: 'grant', name: 'Product' })
    expect(await ask(hash, ['nobody@example.com'])).toEqual({ key: 'unknown' })
    expect(await apiKeys(context())).toMatchObject([{ keyId, revoked: { at: WALL, by: 'Olive Owner' } }])
    const entries = await world.query(
      `select 1 from audit where subject_id = $1 and action = 'api-key.revoked'`,
      [keyId],
    )
    expect(entries).toHaveLength(1)
  })

  test('OPS-05 keys of another organization are not there', async () => {
    const { keyId, hash } = await made()
    const other = await buildAccount(world.url)
    expect(await apiKeys(context(other))).toEqual([])
    expect(await revokeApiKey(context(other), { keyId })).toEqual({ kind: 'refuse', reason: 'not-found' })
    expect(await ask(hash, ['nobody@example.com'])).toMatchObject({ key: 'good' })
  })

  test('ECO-01 a key runs out at its instant on the wall clock', async () => {
    const expiresAt = (WALL + MS_PER_DAY) as Instant
    const { hash } = await made({ expiresAt })
    expect(await ask(hash, ['nobody@example.com'], (expiresAt - 1) as Instant)).toMatchObject({ key: 'good' })
    expect(await ask(hash, ['nobody@example.com'], expiresAt)).toEqual({ key: 'unknown' })
  })

  test('ECO-01 the last use is noted, at most every five minutes', async () => {
    const { hash, keyId } = await made()
    const lastUse = async () =>
      (await apiKeys(context())).find((key) => key.keyId === keyId)?.lastUsedAt ?? null
    expect(await lastUse()).toBeNull()
    for (const [minutes, expected] of [
      [0, 0],
      [4, 0],
      [6, 6],
    ] as const) {
      await ask(hash, ['nobody@example.com'], (WALL + minutes * 60_000) as Instant)
      expect(await lastUse()).toBe(WALL + expected * 60_000)
    }
  })
})

describe('asking who may sign in', () => {
  test('ACC-03 by e-mail in any spelling and by identity; strangers and other organizations’ people are not there', async () => {
    const { hash } = await made()
    const { memberId, email } = await added(world.database, account, {
      seasonIds: [account.seasons[0]!.id],
    })
    const other = await buildAccount(world.url)
    const answer = await ask(hash, [
      email.toUpperCase(),
      memberId,
      'nobody@example.com',
      other.ownerEmail,
      other.owner.memberId,
      'no address at all',
      account.ownerEmail,
    ])
    expect(answer.key === 'good' && answer.answers.map((one) => one?.memberId ?? null)).toEqual([
      memberId,
      memberId,
      null,
      null,
      null,
      null,
      account.owner.memberId,
    ])
    expect(answer).toMatchObject({
      organizationId: account.organizationId,
      answers: [
        { decision: { kind: 'refuse', reason: 'not-signed-up' } },
        {},
        null,
        null,
        null,
        null,
        { decision: { kind: 'grant', nextChange: null } },
      ],
    })
  })

  test('ACC-03 many at once share statements, and each gets its own answer', async () => {
    const others = [account, await buildAccount(world.url), await buildAccount(world.url)]
    const keys = await Promise.all(others.map((each) => made({}, each)))
    const asked = await Promise.all(
      Array.from({ length: 300 }, async (_, n) => {
        const own = n % 3
        const whose = n % 7 === 0 ? (own + 1) % 3 : own
        const answer = await ask(keys[own]!.hash, [others[whose]!.ownerEmail])
        return { own, whose, answer }
      }),
    )
    for (const { own, whose, answer } of asked) {
      const expected = own === whose ? others[own]!.owner.memberId : undefined
      expect(answer.key === 'good' && answer.answers[0]?.memberId).toBe(expected)
    }
  })

  test('ECO-01 a key without the scope and a key that nobody made are told apart', async () => {
    const { hash } = await made({ scopes: ['usage.write'] })
    expect(await ask(hash, [account.ownerEmail])).toEqual({ key: 'scope-missing' })
    expect(await ask(apiKeyHash(`seat_${'0'.repeat(64)}`)!, [account.ownerEmail])).toEqual({ key: 'unknown' })
    for (const text of ['', 'seat_', `SEAT_${'0'.repeat(64)}`, `seat_${'0'.repeat(65)}`]) {
      expect(apiKeyHash(text)).toBeNull()
    }
  })

  test('ACC-03 every type is denied while the account’s standing locks', async () => {
    const overdue = { since: (TEST_NOW - 4 * MS_PER_DAY) as Instant, graceDeadline: TEST_NOW }
    const { hash } = await made()
    await world.query('update account set overdue_since = $2, grace_deadline = $3 where id = $1', [
      account.accountId,
      new Date(overdue.since),
      new Date(overdue.graceDeadline),
    ])
    expect(await ask(hash, [account.ownerEmail])).toMatchObject({
      answers: [{ decision: { reason: 'account-locked' } }],
    })
  })

  test('OPS-05 the product’s door reaches no passwords, sessions, mails or audit entries', async () => {
    const db = world.database.product()
    for (const table of ['person', 'session', 'outbox', 'audit', 'invitation', 'vendor_staff']) {
      await expect(db.execute(`select 1 from ${table}`)).rejects.toThrow(/permission denied/)
    }
    for (const change of [
      `member set role = 'owner'`,
      `api_key set revoked_at = null`,
      'seat set holder_id = null',
    ]) {
      await expect(db.execute(`update ${change}`)).rejects.toThrow(/permission denied/)
    }
  })
})

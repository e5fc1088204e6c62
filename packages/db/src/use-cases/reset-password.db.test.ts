import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { TEST_NOW, type TestDatabase, buildAccount, createTestDatabase } from '@seatkeeper/testkit'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeOwnPassword } from '../profile/own-profile.ts'
import { findSession, startSession } from '../identity/sessions.ts'
import { resetToken } from '../password-reset/token.ts'
import { askForPasswordReset } from './ask-for-password-reset.ts'
import { resetPassword } from './reset-password.ts'

const SECRET = 'a secret of the tests'
const TOMORROW = (TEST_NOW + MS_PER_DAY) as Instant
let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

const identity = () => ({ em: world.database.identity(), now: TEST_NOW, wallNow: TEST_NOW, secret: SECRET })
const hashOf = (token: string) => createHash('sha256').update(token).digest()

/** Somebody with the password `old` and a link that sets another one. */
async function forgetful() {
  const { owner } = await buildAccount(world.url, { passwordHash: 'old' })
  const { personId } = owner
  const [person] = await world.query<{ email: string }>('select email from person where id = $1', [personId])
  await askForPasswordReset(identity(), person!.email)
  const [reset] = await world.query<{ id: string }>('select id from password_reset where person_id = $1', [
    personId,
  ])
  return {
    personId,
    signIn: (token: string) =>
      startSession(identity(), {
        personId,
        provenBy: { kind: 'password', passwordHash: 'old' },
        tokenHash: hashOf(token),
        endsAt: TOMORROW,
        idleEndsAt: TOMORROW,
      }),
    change: () =>
      changeOwnPassword(identity(), { personId, from: 'old', to: 'new', keptSessionId: randomUUID() }),
    reset: () => resetPassword(identity(), { token: resetToken(SECRET, reset!.id), passwordHash: 'new' }),
    session: (token: string) => findSession(identity(), { tokenHash: hashOf(token), idleEndsAt: TOMORROW }),
  }
}

test('ACC-02 a sign-in that had checked the old password before it was replaced begins no session', async () => {
  const { signIn, reset, session } = await forgetful()
  expect(await signIn('before')).toMatchObject({
    kind: 'grant',
    session: { memberships: [{ status: 'active' }] },
  })
  expect(await reset()).toMatchObject({ kind: 'grant' })
  expect(await session('before')).toBeNull()
  expect(await signIn('after')).toEqual({ kind: 'stale' })
  expect(await session('after')).toBeNull()
})

test.each([
  ['ACC-02 set anew by mail', 'reset'],
  ['USER-12 changed in the profile', 'change'],
] as const)(
  '%s: a session that begins meanwhile by the old password ends with the others',
  async (_, how) => {
    const { personId, session, ...person } = await forgetful()
    const signingIn = new Client({ connectionString: world.url })
    await signingIn.connect()
    await signingIn.query('begin')
    await signingIn.query('select id from person where id = $1 for share', [personId])
    const replaced = person[how]()
    await waiting()
    await signingIn.query(
      `insert into session (id, person_id, token_hash, started_at, seen_at, idle_ends_at, ends_at)
     values (uuidv7(), $1, $2, $3, $3, $4, $4)`,
      [personId, hashOf('meanwhile'), new Date(TEST_NOW), new Date(TOMORROW)],
    )
    await signingIn.query('commit')
    await signingIn.end()
    expect(await replaced).toBeTruthy()
    expect(await session('meanwhile')).toBeNull()
  },
)

/** Until the reset waits for the lock of the sign-in. */
async function waiting(): Promise<void> {
  for (;;) {
    const found = await world.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (found.length > 0) return
    await sleep(5)
  }
}

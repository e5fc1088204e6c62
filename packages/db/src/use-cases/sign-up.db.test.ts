import { createHash } from 'node:crypto'
import { type Instant, MS_PER_DAY, mayEnter } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
  newUser,
} from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findCredentials, replacePasswordHash } from '../identity/credentials.ts'
import { createLimiter } from '../identity/limiter.ts'
import {
  chooseOrganization,
  endSession,
  findSession,
  type NewSession,
  startSession as start,
} from '../identity/sessions.ts'
import { checkInvariants } from '../invariants/index.ts'
import { findInvitation } from '../invitation/find-invitation.ts'
import { invitationToken } from '../invitation/token.ts'
import { usersPage } from '../queries/users-page.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { addUser } from './add-user.ts'
import { createFirst } from './create-first.ts'
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
const identity = (now: Instant = TEST_NOW) => ({
  em: world.database.identity(),
  now,
  wallNow: now,
  secret: SECRET,
})
const hashOf = (token: string) => createHash('sha256').update(token).digest()

/** Begins a session for whoever has proven who they are, whatever they did for it. */
async function startSession(context: ReturnType<typeof identity>, session: Omit<NewSession, 'provenBy'>) {
  const started = await start(context, { ...session, provenBy: { kind: 'passkey' } })
  if (started.kind !== 'grant') throw new Error(started.kind)
  return started.session
}

async function scene(options: Parameters<typeof buildAccount>[1] = {}) {
  const account = await buildAccount(world.url, options)
  return { account, context: { em: world.database.tenant(), actor: account.owner, now: TEST_NOW } }
}

async function linkOf(memberId: string): Promise<string> {
  const [row] = await world.query<{ id: string; issue: number }>(
    'select id, issue from invitation where member_id = $1',
    [memberId],
  )
  return invitationToken(SECRET, row!.id, row!.issue)
}

const fresh = {
  kind: 'new',
  name: 'Ada',
  passwordHash: 'hash',
  timeZone: 'Europe/Vienna',
  locale: 'en-GB',
} as const

describe('signing up', () => {
  test('ACC-02 the link shows whom it invites and changes nothing; using it makes the person', async () => {
    const { account } = await scene()
    const { memberId, email } = await added(world.database, account)
    const token = await linkOf(memberId)
    const shown = await findInvitation(identity(), token)
    expect(shown).toMatchObject({
      kind: 'grant',
      invitation: { email, memberId, existingPerson: null, expiresAt: days(14) },
    })
    expect(await findInvitation(identity(), token)).toEqual(shown)
    const used = await acceptInvitation(identity(), { token, person: fresh })
    expect(used).toMatchObject({ kind: 'grant', memberId, organizationId: account.organizationId })
    expect(await findInvitation(identity(), token)).toEqual({ kind: 'refuse', reason: 'link-used' })
    expect(await acceptInvitation(identity(), { token, person: fresh })).toEqual({
      kind: 'refuse',
      reason: 'link-used',
    })
    expect(await findCredentials(identity(), email.toUpperCase())).toMatchObject({ passwordHash: 'hash' })
  })

  test('SEAT-09 accepting never fails for want of a seat, and keeps it from then on', async () => {
    const { account, context } = await scene({ fullTimeSeats: 1 })
    const { memberId } = await added(world.database, account)
    const lastMoment = (days(14) - 1) as Instant
    const used = await acceptInvitation(identity(lastMoment), {
      token: await linkOf(memberId),
      person: fresh,
    })
    expect(used.kind).toBe('grant')
    expect(await addUser({ ...context, now: days(300) }, newUser())).toMatchObject({ kind: 'refuse' })
  })

  test('ACC-02 forged, replaced, expired, withdrawn and left', async () => {
    const { account, context } = await scene({ fullTimeSeats: 9 })
    const { memberId } = await added(world.database, account)
    const token = await linkOf(memberId)
    const flipped = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')
    for (const forged of [
      '',
      'x',
      flipped,
      invitationToken('another secret', token.slice(0, 36), 1),
      `${token}\0`,
    ]) {
      expect(await findInvitation(identity(), forged)).toEqual({ kind: 'refuse', reason: 'not-found' })
      expect(await acceptInvitation(identity(), { token: forged, person: fresh })).toEqual({
        kind: 'refuse',
        reason: 'not-found',
      })
    }
    expect(await findInvitation(identity(days(14)), token)).toEqual({
      kind: 'refuse',
      reason: 'invitation-expired',
    })
    await resendInvitation(context, { memberId })
    expect(await findInvitation(identity(), token)).toEqual({ kind: 'refuse', reason: 'invitation-expired' })
    const second = await linkOf(memberId)
    await deactivateUser(context, { memberId })
    expect(await findInvitation(identity(), second)).toEqual({ kind: 'refuse', reason: 'invitation-expired' })
    await removeUser(context, { memberId })
    expect(await acceptInvitation(identity(), { token: second, person: fresh })).toEqual({
      kind: 'refuse',
      reason: 'invitation-expired',
    })
  })

  test('SEAT-09 ten at once use a link once', async () => {
    const { account } = await scene()
    const { memberId } = await added(world.database, account)
    const token = await linkOf(memberId)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => acceptInvitation(identity(), { token, person: fresh })),
    )
    expect(answers.filter(({ kind }) => kind === 'grant')).toHaveLength(1)
    const reasons = answers.flatMap((answer) => (answer.kind === 'refuse' ? [answer.reason] : []))
    expect(new Set(reasons)).toEqual(new Set(['link-used']))
  })

  test('SEAT-07 an acceptance at the moment of expiry and a claim of the seat: one of the two has it', async () => {
    const { account, context } = await scene({ fullTimeSeats: 1 })
    const { memberId } = await added(world.database, account)
    const token = await linkOf(memberId)
    // Two processes whose clocks differ by a millisecond.
    const [claim, accept] = await Promise.all([
      addUser({ ...context, now: days(14) }, newUser()),
      acceptInvitation(identity((days(14) - 1) as Instant), { token, person: fresh }),
    ])
    expect([claim.kind, accept.kind].sort()).toEqual(['grant', 'refuse'])
  })

  test('a person who signed up elsewhere proves it by password, and nobody else takes their place', async () => {
    const one = await scene()
    const two = await scene()
    const { memberId, email } = await added(world.database, one.account)
    const first = await acceptInvitation(identity(), { token: await linkOf(memberId), person: fresh })
    const again = await added(world.database, two.account, { email })
    const token = await linkOf(again.memberId)
    const shown = await findInvitation(identity(), token)
    expect(shown).toMatchObject({ invitation: { existingPerson: { passwordHash: 'hash' } } })
    expect(await acceptInvitation(identity(), { token, person: fresh })).toEqual({
      kind: 'refuse',
      reason: 'link-used',
    })
    const stranger = { kind: 'proven', personId: one.account.owner.personId } as const
    expect(await acceptInvitation(identity(), { token, person: stranger })).toEqual({
      kind: 'refuse',
      reason: 'link-used',
    })
    const personId = first.kind === 'grant' ? first.personId : ''
    expect(await acceptInvitation(identity(), { token, person: { kind: 'proven', personId } })).toMatchObject(
      { kind: 'grant', personId },
    )
  })
})

describe('signing in', () => {
  test('USER-05 ACC-06 whoever signs up while something keeps them out is not active before they come in', async () => {
    const { account, context } = await scene({ seasons: [{ name: 'July', from: 20, to: 40, seats: 2 }] })
    const { memberId } = await added(world.database, account, { seasonIds: [account.seasons[0]!.id] })
    const used = await acceptInvitation(identity(), { token: await linkOf(memberId), person: fresh })
    const personId = used.kind === 'grant' ? used.personId : ''
    const signIn = (now: Instant, token: string) =>
      startSession(identity(now), {
        personId,
        tokenHash: hashOf(token),
        endsAt: days(60),
        idleEndsAt: days(60),
      })
    const seen = async (now: Instant) => {
      const { rows } = await usersPage({ ...context, now }, { type: 'seasonal' })
      const { status, access, lastSignInAt } = rows[0]!
      return [status, access.kind === 'grant' ? 'grant' : access.reason, lastSignInAt]
    }
    await signIn(TEST_NOW, 'early')
    expect(await seen(TEST_NOW)).toEqual(['invited', 'not-yet-open', null])
    const opensAt = Date.UTC(2026, 5, 30) as Instant
    expect(await seen(opensAt)).toEqual(['invited', 'grant', null])
    expect((await usersPage({ ...context, now: days(100) }, { status: 'invited' })).rows).toHaveLength(1)
    expect((await usersPage({ ...context, now: days(100) }, { status: 'invitation-expired' })).rows).toEqual(
      [],
    )
    expect(await resendInvitation(context, { memberId })).toMatchObject({ reason: 'link-used' })
    expect(await withdrawInvitation(context, { memberId })).toMatchObject({ reason: 'link-used' })
    await signIn(opensAt, 'open')
    expect(await seen(opensAt)).toEqual(['active', 'grant', opensAt])
  })

  test('ACC-06 ACC-04 SEAT-09 signed up under a lock: not active, let in to see why, and the seat stays for good', async () => {
    const { account, context } = await scene({
      fullTimeSeats: 1,
      overdue: { since: days(-9), graceDeadline: days(-2) },
    })
    const beforeTheLock = days(-3)
    const { memberId } = await added(world.database, account, {}, beforeTheLock)
    const used = await acceptInvitation(identity(), { token: await linkOf(memberId), person: fresh })
    const session = {
      personId: used.kind === 'grant' ? used.personId : '',
      tokenHash: hashOf('locked'),
      endsAt: days(60),
      idleEndsAt: days(60),
    }
    const { memberships } = await startSession(identity(), session)
    expect(memberships).toMatchObject([
      { status: 'invited', lastSignInAt: null, access: { reason: 'account-locked' } },
    ])
    expect(mayEnter(memberships[0]!.access)).toBe(true)
    await world.query('update account set overdue_since = null, grace_deadline = null where id = $1', [
      account.accountId,
    ])
    // Long after the invitation would have run out.
    expect(await addUser({ ...context, now: days(40) }, newUser())).toMatchObject({
      reason: 'no-full-time-seat',
    })
    const after = await startSession(identity(days(40)), { ...session, tokenHash: hashOf('lifted') })
    expect(after.memberships).toMatchObject([{ status: 'active', lastSignInAt: days(40) }])
  })

  test('ACC-06 USER-05 a completed sign-in is told by memberships whose access is granted', async () => {
    const { account } = await scene({ seasons: [{ name: 'July', from: 20, to: 40, seats: 2 }] })
    const open = await added(world.database, account)
    const token = await linkOf(open.memberId)
    const used = await acceptInvitation(identity(), { token, person: fresh })
    const personId = used.kind === 'grant' ? used.personId : ''
    const signedIn = await startSession(identity(days(1)), {
      personId,
      tokenHash: hashOf('t1'),
      endsAt: days(30),
      idleEndsAt: days(2),
    })
    expect(signedIn).toMatchObject({
      organizationId: account.organizationId,
      memberships: [{ status: 'active', lastSignInAt: days(1), access: { kind: 'grant' } }],
    })
  })

  test('a session is found by its token until it is idle, over or ended', async () => {
    const { account } = await scene()
    const { personId } = account.owner
    const session = { personId, tokenHash: hashOf('t2'), endsAt: days(3), idleEndsAt: days(1) }
    const { sessionId } = await startSession(identity(), session)
    const find = (now: Instant, token = 't2') =>
      findSession(identity(now), { tokenHash: hashOf(token), idleEndsAt: (now + MS_PER_DAY) as Instant })
    expect(await find(TEST_NOW, 'another')).toBeNull()
    expect(await find((days(1) - 1) as Instant)).toMatchObject({
      sessionId,
      person: { id: personId, timeZone: 'Europe/Vienna' },
    })
    // It was used, so it may idle for another day.
    expect(await find((days(2) - 2) as Instant)).toMatchObject({ sessionId })
    expect(await find(days(3))).toBeNull()
    const { sessionId: second } = await startSession(identity(), { ...session, tokenHash: hashOf('t3') })
    await endSession(identity(), second)
    expect(await find(TEST_NOW, 't3')).toBeNull()
  })

  test('only an organization of one’s own can be chosen', async () => {
    const { account } = await scene()
    const other = await scene()
    const { personId } = account.owner
    const { sessionId } = await startSession(identity(), {
      personId,
      tokenHash: hashOf('t4'),
      endsAt: days(3),
      idleEndsAt: days(1),
    })
    const choose = (organizationId: string) =>
      chooseOrganization(identity(), { sessionId, personId, organizationId })
    expect(await choose(account.organizationId)).toBe(true)
    expect(await choose(other.account.organizationId)).toBe(false)
    expect(await choose('no-identity')).toBe(false)
  })

  test('a password hash is replaced only while the old one stands', async () => {
    const { account } = await scene({ passwordHash: 'old' })
    const { personId } = account.owner
    const change = { personId, from: 'old', to: 'new' }
    expect(await replacePasswordHash(identity(), change)).toBe(true)
    expect(await replacePasswordHash(identity(), change)).toBe(false)
    expect(await findCredentials(identity(), account.ownerEmail)).toEqual({ personId, passwordHash: 'new' })
    expect(await findCredentials(identity(), 'nobody@example.com')).toBeNull()
    expect(await findCredentials(identity(), 'no e-mail')).toBeNull()
  })

  test('limits count across connections, open again and can be forgotten', async () => {
    const limiter = createLimiter(world.database, { name: 'test', points: 3, perSeconds: 60 })
    const takes = await Promise.all(Array.from({ length: 6 }, () => limiter.take('key')))
    expect(takes.filter(({ allowed }) => allowed)).toHaveLength(3)
    expect(takes.find(({ allowed }) => !allowed)?.retryAfterMs).toBeGreaterThan(0)
    expect((await limiter.take('another')).allowed).toBe(true)
    await limiter.forget('key')
    expect((await limiter.take('key')).allowed).toBe(true)
  })
})

describe('the first run', () => {
  test('REQ-08 makes staff, account and owner once', async () => {
    const input = {
      staff: { email: 'staff@vendor.example', name: 'Stella Staff', passwordHash: 'hash' },
      account: { name: 'First', fullTimeSeats: 3, collaboratorSeats: 1 },
      organization: { name: 'First' },
      owner: { email: 'first@example.com', name: 'Fay First' },
    }
    const context = { url: world.url, now: TEST_NOW, secret: SECRET }
    expect(await createFirst(context, { ...input, owner: { ...input.owner, email: 'x' } })).toEqual({
      kind: 'refuse',
      reason: 'invalid-email',
    })
    const made = await createFirst(context, input)
    expect(made.kind).toBe('grant')
    expect(await createFirst(context, input)).toEqual({ kind: 'exists' })
    const token = made.kind === 'grant' ? made.signUpToken : ''
    expect(await acceptInvitation(identity(), { token, person: fresh })).toMatchObject({ kind: 'grant' })
  })
})

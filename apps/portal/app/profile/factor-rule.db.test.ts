import { factorRuleMail, resetFactors } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { goodPassword, invite, signIn, signUp } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import { appCode } from '../../test/soft-factors.ts'
import type { Visitor } from '../../test/visitor.ts'
import { hashPassword } from '../server/identity/password-hash.ts'

let portal: RunningPortal
let passwordHash: string
beforeAll(async () => {
  portal = await runPortal()
  passwordHash = await hashPassword(goodPassword)
})
afterAll(() => portal?.close())
// Codes are used up: every test has a minute of its own.
beforeEach(async () => {
  await portal.db.query('delete from rate_limit')
  later(60_000)
})

const later = (ms: number) => {
  portal.clock.wall = (portal.clock.wall + ms) as Instant
}
const page = '/settings/security'
const factors = '/profile/second-step'
const asks = (visitor: Visitor, require: 'yes' | 'no') => visitor.post(page, { require })
const mailed = (account: TestAccount) =>
  portal.db.query<{ memberId: string; required: boolean }>(
    `select payload ->> 'memberId' as "memberId", (payload ->> 'required')::boolean as required from outbox
     where organization_id = $1 and type = 'second-factor-rule' order by created_at, id`,
    [account.organizationId],
  )

async function ownerOf(account: TestAccount): Promise<Visitor> {
  const visitor = portal.visitor()
  await signIn(visitor, account.ownerEmail, goodPassword, '/')
  return visitor
}

async function setUpApp(visitor: Visitor): Promise<{ readonly key: string; readonly shown: string }> {
  await visitor.get(factors)
  await visitor.post(`${factors}?index`, { intent: 'begin-app' })
  const key = /app-key">([A-Z2-7 ]+)</.exec((await visitor.get(`${factors}/app`)).text)![1]!
  const { text } = await visitor.post(`${factors}/app`, { code: appCode(key, portal.clock.wall) })
  later(60_000)
  return { key, shown: text }
}

test('USER-07 the owner asks admins for a second factor once they have one, noted and mailed; nobody else may', async () => {
  const account = await buildAccount(portal.db.url, { passwordHash, fullTimeSeats: 10 })
  const owner = await ownerOf(account)
  const [admin, lead, member] = [portal.visitor(), portal.visitor(), portal.visitor()]
  const people = { admin, 'team-lead': lead, member } as const
  const ids: Record<string, string> = {}
  for (const [role, visitor] of Object.entries(people)) {
    const invited = await invite(portal, account, {
      role: role as keyof typeof people,
      email: `${role}@a.example`,
    })
    ids[role] = invited.memberId
    await signUp(visitor, invited.link)
  }
  const before = await owner.get(page)
  expect(before.text).toContain('Set up a second step for yourself first')
  expect(before.text).toContain('0 of 2 have one.')
  // What no second step guards is said, with how many there are.
  const words = (html: string) => html.replaceAll(/<[^>]*>/g, '')
  expect(words(before.text)).toMatch(/No API keys in use.*No Slack workspaces connected/s)
  const keyed = (expiresAt: Instant | null, prefix: string) =>
    portal.db.query(
      `insert into api_key (id, account_id, organization_id, name, prefix, secret_hash, scopes, created_by, created_at, expires_at)
       values (uuidv7(), $1, $2, 'A', $3, sha256($3::text::bytea), '{seats.read}', $4, now(), $5)`,
      [
        account.accountId,
        account.organizationId,
        prefix,
        account.owner.memberId,
        expiresAt && new Date(expiresAt),
      ],
    )
  await keyed(null, 'sk_one')
  await keyed((portal.clock.wall - 1) as Instant, 'sk_two')
  expect(words((await owner.get(page)).text)).toContain('1 API key in use')
  const early = await asks(owner, 'yes')
  expect([early.status, early.text.includes('Set up a second step for yourself first')]).toEqual([422, true])
  for (const visitor of [admin, lead, member]) {
    await visitor.get('/profile')
    expect((await visitor.get(page)).status).toBe(403)
    expect((await asks(visitor, 'yes')).status).toBe(403)
  }

  await setUpApp(owner)
  await owner.get(page)
  expect((await asks(owner, 'yes')).headers.location).toBe(`${page}?done=required`)
  // A second press does nothing more.
  expect((await asks(owner, 'yes')).status).toBe(303)
  expect(
    await portal.db.query(
      `select action, actor_id as "by", before, after from audit where organization_id = $1 and action like 'organization.%'`,
      [account.organizationId],
    ),
  ).toEqual([
    {
      action: 'organization.second-factor-required',
      by: account.owner.memberId,
      before: { secondFactorForAdmins: false },
      after: { secondFactorForAdmins: true },
    },
  ])
  const log = await owner.get('/settings/audit')
  expect(log.text).toContain('now requires a second step of all admins')
  const mails = await mailed(account)
  expect(new Set(mails.map(({ memberId }) => memberId))).toEqual(
    new Set([account.owner.memberId, ids['admin']]),
  )
  const worker = portal.db.database.worker()
  expect(await factorRuleMail(worker, { memberId: ids['admin']!, required: true })).toMatchObject({
    kind: 'send',
    to: { email: 'admin@a.example' },
  })
  expect(await factorRuleMail(worker, { memberId: ids['admin']!, required: false })).toMatchObject({
    reason: 'rule-changed',
  })
  expect(await factorRuleMail(worker, { memberId: ids['member']!, required: true })).toMatchObject({
    reason: 'no-admin',
  })

  // It counts from the next request of those whom it means, and of nobody else.
  expect((await admin.get('/settings/users')).headers.location).toBe(factors)
  expect((await lead.get('/my-access')).status).toBe(200)
  expect((await member.get('/my-access')).status).toBe(200)

  expect((await asks(owner, 'no')).headers.location).toBe(`${page}?done=not-required`)
  expect((await mailed(account)).filter(({ required }) => !required)).toHaveLength(2)
  expect((await admin.get('/settings/users')).status).toBe(200)
})

test('USER-07 USER-12 an admin without a factor sets one up and nothing else opens before; with it everything does', async () => {
  const account = await buildAccount(portal.db.url, { passwordHash })
  await portal.db.query('update organization set admins_need_second_factor = true where id = $1', [
    account.organizationId,
  ])
  const owner = portal.visitor()
  const signedIn = await signIn(owner, account.ownerEmail, goodPassword, '/settings/users')
  expect(signedIn.headers.location).toBe('/settings/users')
  expect((await owner.get('/settings/users')).headers.location).toBe(factors)
  const led = await owner.get(factors)
  expect(led.text).toContain('until then nothing else opens')
  expect(led.text).not.toContain('href="/my-access"')
  expect(led.text).not.toContain('href="/profile"')
  // Neither what would change who they are, nor another organization.
  for (const path of ['/profile/email', '/organizations', '/link-slack?team=T1&user=U1']) {
    expect((await owner.get(path)).headers.location).toBe(factors)
  }
  const thief = portal.visitor()
  await signIn(thief, account.ownerEmail, goodPassword, '/')
  const { shown } = await setUpApp(owner)
  expect(shown).toContain('href="/"')
  expect((await owner.get('/settings/users')).status).toBe(200)
  expect((await owner.get(factors)).text).toContain('nothing else opens until you have set up another')
  // Whoever was in by the password alone is out.
  expect((await thief.get(factors)).headers.location).toMatch(/^\/sign-in/)
})

test('USER-07 who removes their last factor, or has it taken away by the vendor, is led to a new one', async () => {
  const account = await buildAccount(portal.db.url, { passwordHash })
  await portal.db.query('update organization set admins_need_second_factor = true where id = $1', [
    account.organizationId,
  ])
  const owner = await ownerOf(account)
  await setUpApp(owner)
  await owner.get(factors)
  await owner.post(`${factors}?index`, { intent: 'remove-app' })
  expect((await owner.get('/settings/users')).headers.location).toBe(factors)
  await setUpApp(owner)
  const { url } = portal.db
  const reset = await resetFactors(
    { url, now: portal.clock.business, wallNow: portal.clock.wall },
    account.ownerEmail,
  )
  expect(reset.kind).toBe('reset')
  const again = await ownerOf(account)
  expect((await again.get('/settings/users')).headers.location).toBe(factors)
  await setUpApp(again)
  expect((await again.get('/settings/users')).status).toBe(200)
})

test('USER-07 CLS-07 under the classic policy it means whoever billing belongs to, whatever their role', async () => {
  const account = await buildAccount(portal.db.url, { passwordHash, fullTimeSeats: 3 })
  const clerk = portal.visitor()
  const { link } = await invite(portal, account, { email: 'clerk@b.example' })
  await signUp(clerk, link)
  await portal.db.query('update organization set admins_need_second_factor = true where id = $1', [
    account.organizationId,
  ])
  expect((await clerk.get('/my-access')).status).toBe(200)
  await portal.db.query(`update account set billing_email = 'clerk@b.example' where id = $1`, [
    account.accountId,
  ])
  await portal.db.query(`update contract set policy = 'classic' where account_id = $1`, [account.accountId])
  expect((await clerk.get('/my-access')).headers.location).toBe(factors)
})

import {
  deactivateUser,
  emailChangeToken,
  erasePerson,
  resetToken,
  removeUser,
  setBillingEmail,
  resetFactors,
} from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { goodPassword, invite, signIn, signUp } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import { SoftPasskey } from '../../test/soft-factors.ts'
import type { Visitor } from '../../test/visitor.ts'

let portal: RunningPortal
let account: TestAccount
beforeAll(async () => {
  portal = await runPortal()
  account = await buildAccount(portal.db.url, { fullTimeSeats: 40 })
})
afterAll(() => portal?.close())
beforeEach(() => portal.db.query('delete from rate_limit'))

const later = (ms: number) => {
  portal.clock.wall = (portal.clock.wall + ms) as Instant
}
const hours = 3_600_000

let made = 0

async function person() {
  const n = ++made
  const email = `old${n}@example.com`
  const { link, memberId } = await invite(portal, account, { email })
  const visitor = portal.visitor()
  await signUp(visitor, link)
  return { visitor, email, memberId, newEmail: `new${n}@example.com` }
}

type Somebody = Awaited<ReturnType<typeof person>>

/** Adds a passkey to whoever is signed in and has proven themselves lately. */
async function addPasskey(visitor: Visitor, name = 'Laptop'): Promise<SoftPasskey> {
  const passkey = new SoftPasskey(portal.origin)
  await visitor.get('/profile/second-step')
  const { challenge } = JSON.parse((await visitor.get('/passkey-options?for=register')).text)
  const fields = { intent: 'add-passkey', name, passkey: passkey.register(challenge) }
  // With the first come codes, after a further one the list.
  expect((await visitor.post('/profile/second-step?index', fields)).status).toBeLessThan(400)
  return passkey
}

/** Asks for another address; gives the links of the two mails. */
async function ask(visitor: Visitor, email: string) {
  const answer = await visitor.fill('/profile/email', { intent: 'ask', email })
  const [row] = await portal.db.query<{ id: string }>(
    'select id from email_change where email_key = lower(trim($1)) order by asked_at desc, id desc limit 1',
    [email],
  )
  const link = (kind: 'confirm' | 'stop', path: string) =>
    row ? `/${path}/${emailChangeToken(portal.secret, kind, row.id)}` : ''
  return {
    answer,
    changeId: row?.id ?? '',
    confirm: link('confirm', 'confirm-email'),
    stop: link('stop', 'stop-email-change'),
  }
}

const addresses = async (memberId: string) =>
  (
    await portal.db.query<{ person: string; member: string }>(
      'select p.email as person, m.email as member from member m join person p on p.id = m.person_id where m.id = $1',
      [memberId],
    )
  )[0]

/** Opens a link in a fresh browser, and presses its button if there is one. */
async function follow(link: string) {
  const visitor = portal.visitor()
  const seen = await visitor.get(link)
  return seen.status === 200 ? visitor.post(link, {}) : seen
}

describe('USER-12 another e-mail address', () => {
  test('USER-12 it counts once its mail was read: person and members change, other browsers end, each organization notes it', async () => {
    const { visitor, email, memberId, newEmail } = await person()
    const elsewhere = portal.visitor()
    await signIn(elsewhere, email)
    await elsewhere.fill('/forgotten-password', { email })
    const { answer, changeId, confirm } = await ask(visitor, ` ${newEmail.toUpperCase()} `)
    expect(answer.headers.location).toBe('/profile/email?done=asked')
    expect((await visitor.get('/profile/email')).text).toContain(`Waiting for`)
    const mails = () =>
      portal.db.query<{ mail: string }>(
        `select payload ->> 'mail' as mail from outbox where payload ->> 'changeId' = $1 order by created_at, 1`,
        [changeId],
      )
    expect((await mails()).map(({ mail }) => mail).sort()).toEqual(['asked', 'confirm'])
    // Looking changes nothing: mail scanners open links.
    const looked = await portal.visitor().get(confirm)
    expect(looked.status).toBe(200)
    expect(await addresses(memberId)).toEqual({ person: email, member: email })
    const twice = await Promise.all([follow(confirm), follow(confirm)])
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 410])
    expect(twice.find(({ status }) => status === 200)!.text).toContain('Your e-mail is changed')
    const now = await addresses(memberId)
    expect([now!.person.toLowerCase(), now!.member.toLowerCase()]).toEqual([newEmail, newEmail])
    expect((await visitor.get('/my-access')).status).toBe(200)
    expect((await elsewhere.get('/my-access')).status).toBe(302)
    expect((await signIn(portal.visitor(), email)).status).toBe(422)
    expect((await signIn(portal.visitor(), newEmail)).status).toBe(303)
    expect((await mails()).map(({ mail }) => mail)).toContain('done')
    const noted = await portal.db.query<{ before: object }>(
      `select before from audit where action = 'email.changed' and subject_id = $1`,
      [memberId],
    )
    expect(noted).toEqual([{ before: { email } }])
    const resets = await portal.db.query(
      `select 1 from password_reset r join member m on m.person_id = r.person_id
       where m.id = $1 and r.used_at is null and r.replaced_at is null`,
      [memberId],
    )
    expect(resets).toEqual([])
    expect((await follow(confirm)).status).toBe(410)
  })

  test('USER-12 asking says the same of a known address as of any; confirming says that it is taken, and changes nothing', async () => {
    const [one, other] = [await person(), await person()]
    const invited = `invited${made}@example.com`
    await invite(portal, account, { email: invited })
    for (const taken of [other.email, invited]) {
      const { answer, confirm } = await ask(one.visitor, taken)
      expect(answer.headers.location).toBe('/profile/email?done=asked')
      const said = await follow(confirm)
      expect([said.status, said.text.includes('This address is taken')]).toEqual([409, true])
    }
    expect(await addresses(one.memberId)).toEqual({ person: one.email, member: one.email })
  })

  test('USER-12 the old address stops it, and takes a confirmed one back within three days', async () => {
    const first = await person()
    await addPasskey(first.visitor, 'Own key')
    later(hours / 60)
    const stopped = await ask(first.visitor, first.newEmail)
    await addPasskey(first.visitor, 'Planted key')
    const looked = await portal.visitor().get(stopped.stop)
    expect(looked.text).toContain('every browser is signed out')
    const answer = await follow(stopped.stop)
    expect([answer.status, answer.text.includes('may know your password')]).toEqual([200, true])
    expect((await follow(stopped.confirm)).status).toBe(410)
    // Whoever asked was in: they are no more, and what they planted is gone (0144).
    expect((await first.visitor.get('/my-access')).status).toBe(302)
    const left = await portal.db.query(
      'select k.name from passkey k join person p on p.id = k.person_id where p.email = $1',
      [first.email],
    )
    expect(left).toEqual([{ name: 'Own key' }])

    const second = await person()
    const done = await ask(second.visitor, second.newEmail)
    await follow(done.confirm)
    later(71 * hours)
    expect((await follow(done.stop)).text).toContain(`Your address is`)
    expect(await addresses(second.memberId)).toEqual({ person: second.email, member: second.email })
    expect((await second.visitor.get('/my-access')).status).toBe(302)
    expect((await follow(done.stop)).status).toBe(410)

    const third = await person()
    const late = await ask(third.visitor, third.newEmail)
    await follow(late.confirm)
    later(73 * hours)
    const answer410 = await follow(late.stop)
    expect([answer410.status, answer410.text.includes('It is too late to take this back')]).toEqual([
      410,
      true,
    ])
  })

  test('USER-12 a thief who changes it twice and adds a passkey keeps neither: the first address takes everything back', async () => {
    const { visitor: thief, email, memberId, newEmail } = await person()
    const own = await addPasskey(thief, 'Own key')
    later(1_000)
    const first = await ask(thief, newEmail)
    await follow(first.confirm)
    later(1_000)
    const second = await ask(thief, `further.${newEmail}`)
    await follow(second.confirm)
    later(1_000)
    const third = await ask(thief, `waiting.${newEmail}`)
    const planted = await addPasskey(thief, 'Planted key')
    later(70 * hours)
    const answer = await follow(first.stop)
    expect([answer.status, answer.text.includes('are gone as well')]).toEqual([200, true])
    expect(await addresses(memberId)).toEqual({ person: email, member: email })
    const dead = [await follow(second.stop), await follow(third.confirm), await follow(first.stop)]
    expect(dead.map(({ status }) => status)).toEqual([410, 410, 410])
    const passkeys = await portal.db.query<{ id: string }>(
      'select credential_id as id from passkey where credential_id in ($1, $2)',
      [own.id, planted.id],
    )
    expect(passkeys).toEqual([{ id: own.id }])
    const told = await portal.db.query<{ what: string }>(
      `select o.payload ->> 'what' as what from outbox o join person p on p.id::text = o.payload ->> 'personId'
       where p.email = $1 order by o.created_at desc, o.id desc limit 1`,
      [email],
    )
    expect(told).toEqual([{ what: 'factors-taken-back' }])
  })

  test('CLS-07 USER-12 billing that belongs to the old address follows its person, there and back, and nobody else’s does', async () => {
    const classic = await buildAccount(portal.db.url, { staffSeats: 3 })
    const email = 'books@example.com'
    const staff = { type: 'staff' } as const
    const visitor = portal.visitor()
    await signUp(visitor, (await invite(portal, classic, { email, ...staff })).link)
    const vendor = { url: portal.db.url, now: portal.clock.business }
    expect((await setBillingEmail(vendor, classic.accountId, email)).kind).toBe('grant')
    const belongsTo = async () => {
      const [row] = await portal.db.query<{ email: string }>(
        'select billing_email as email from account where id = $1',
        [classic.accountId],
      )
      return row!.email
    }
    const opens = async (browser: Visitor) => (await browser.get('/settings/billing')).status
    expect(await opens(visitor)).toBe(200)

    const bystander = portal.visitor()
    await signUp(bystander, (await invite(portal, classic, { email: 'other@example.com', ...staff })).link)
    await follow((await ask(bystander, 'another@example.com')).confirm)
    expect(await belongsTo()).toBe(email)

    const change = await ask(visitor, 'Ledgers@example.com')
    await follow(change.confirm)
    expect([await belongsTo(), await opens(visitor)]).toEqual(['ledgers@example.com', 200])
    await follow(change.stop)
    expect(await belongsTo()).toBe(email)
    const back = portal.visitor()
    await signIn(back, email)
    expect(await opens(back)).toBe(200)
    const noted = await portal.db.query<{ actor: string; after: object }>(
      `select actor_kind as actor, after from audit
       where account_id = $1 and action = 'billing.email-registered' order by id`,
      [classic.accountId],
    )
    expect(noted).toEqual([
      { actor: 'job', after: { email } },
      { actor: 'person', after: { email: 'ledgers@example.com' } },
      { actor: 'person', after: { email } },
    ])
  })

  test('USER-12 a link runs out, a newer wish takes its place, and one can think better of it', async () => {
    const { visitor, newEmail, memberId, email } = await person()
    const first = await ask(visitor, newEmail)
    const newer = await ask(visitor, `other.${newEmail}`)
    expect((await follow(first.confirm)).status).toBe(410)
    await visitor.fill('/profile/email', { intent: 'drop' })
    await visitor.fill('/profile/email', { intent: 'drop' })
    const noted = await portal.db.query(
      `select 1 from audit a join member m on m.person_id = a.subject_id
       where m.id = $1 and a.action = 'email.change-dropped'`,
      [memberId],
    )
    expect(noted).toHaveLength(1)
    expect((await follow(newer.confirm)).status).toBe(410)
    const last = await ask(visitor, newEmail)
    // The link to one address is none of the other's.
    expect((await follow(last.confirm.replace('confirm-email', 'stop-email-change'))).status).toBe(404)
    later(25 * hours)
    expect((await follow(last.confirm)).status).toBe(410)
    expect((await follow('/confirm-email/nonsense')).status).toBe(404)
    expect(await addresses(memberId)).toEqual({ person: email, member: email })
  })

  const newPassword = 'nine yellow lanterns swing'
  test.each([
    [
      'sets a new password by mail',
      async ({ email }: Somebody) => {
        await portal.visitor().fill('/forgotten-password', { email })
        const [row] = await portal.db.query<{ id: string }>(
          'select r.id from password_reset r join person p on p.id = r.person_id where p.email = $1',
          [email],
        )
        const link = `/reset-password/${resetToken(portal.secret, row!.id)}`
        expect((await portal.visitor().fill(link, { password: newPassword })).status).toBe(303)
      },
    ],
    [
      'changes the password in the profile',
      async ({ email }: Somebody) => {
        const own = portal.visitor()
        await signIn(own, email)
        const fields = { intent: 'password', password: goodPassword, newPassword }
        expect((await own.fill('/profile?index', fields)).status).toBe(303)
      },
    ],
    [
      'has their factors taken away by the vendor',
      async ({ email, visitor }: Somebody) => {
        await addPasskey(visitor)
        const context = { url: portal.db.url, now: portal.clock.business, wallNow: portal.clock.wall }
        expect(await resetFactors(context, email)).toMatchObject({ kind: 'reset' })
      },
    ],
  ])('USER-12 a thief’s change of address dies when its person %s', async (_, act) => {
    const somebody = await person()
    const { email, memberId, newEmail, visitor: thief } = somebody
    const asked = await ask(thief, newEmail)
    await act(somebody)
    expect((await follow(asked.confirm)).status).toBe(410)
    expect(await addresses(memberId)).toEqual({ person: email, member: email })
  })

  test.each([
    ['no address', 'nobody', 'That is not an e-mail address.'],
    ['their own', 'OWN', 'That is your address already.'],
  ])('USER-12 %s is refused in words', async (_, typed, said) => {
    const { visitor, email } = await person()
    const { answer } = await ask(visitor, typed === 'OWN' ? email.toUpperCase() : typed)
    expect([answer.status, answer.text.includes(said)]).toEqual([422, true])
  })

  test('USER-12 nobody fills a stranger’s inbox', async () => {
    const { visitor, newEmail } = await person()
    for (let i = 0; i < 5; i++) expect((await ask(visitor, `${i}.${newEmail}`)).answer.status).toBe(303)
    expect((await ask(visitor, newEmail)).answer.status).toBe(429)
  })

  test('USER-10 USER-12 erasing a person finds the address that they had before, too', async () => {
    const { visitor, email, memberId, newEmail } = await person()
    await follow((await ask(visitor, newEmail)).confirm)
    await ask(visitor, `wished.${newEmail}`)
    const context = { em: portal.db.database.tenant(), actor: account.owner, now: portal.clock.business }
    await setBillingEmail({ url: portal.db.url, now: portal.clock.business }, account.accountId, newEmail)
    expect(await deactivateUser(context, { memberId })).toMatchObject({ kind: 'grant' })
    expect(await removeUser(context, { memberId })).toMatchObject({ kind: 'grant' })
    const command = { url: portal.db.url, secret: portal.secret, now: portal.clock.business }
    expect(await erasePerson(command, newEmail)).toMatchObject({ kind: 'erased' })
    for (const table of ['person', 'member', 'account', 'audit', 'email_change', 'outbox']) {
      const rows = await portal.db.query(
        `select 1 from ${table} t where to_jsonb(t)::text ilike '%' || $1 || '%' or to_jsonb(t)::text ilike '%' || $2 || '%'`,
        [email, newEmail],
      )
      expect([table, rows.length]).toEqual([table, 0])
    }
  })
})

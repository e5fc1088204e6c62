import { resetFactors } from '@seatkeeper/db'
import { hash } from '@node-rs/argon2'
import type { Instant } from '@seatkeeper/rules'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { goodPassword, invite, signIn, signUp } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import { appCode, SoftPasskey } from '../../test/soft-factors.ts'
import type { Answer, Visitor } from '../../test/visitor.ts'

let portal: RunningPortal
let account: TestAccount
beforeAll(async () => {
  portal = await runPortal()
  account = await buildAccount(portal.db.url, { fullTimeSeats: 60 })
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

let made = 0

interface Somebody {
  readonly visitor: Visitor
  readonly email: string
}

async function person(): Promise<Somebody> {
  const email = `factor${++made}@example.com`
  const { link } = await invite(portal, account, { email })
  const visitor = portal.visitor()
  await signUp(visitor, link)
  return { visitor, email }
}

const page = '/profile/second-step'
const codesIn = ({ text }: Answer) =>
  [...text.matchAll(/<code>([\dA-Z-]{19})<\/code>/g)].map(([, code]) => code!)
const now = (key: string) => appCode(key, portal.clock.wall)

/** Somebody with an app, a minute after they set it up. */
async function withApp() {
  const { visitor, email } = await person()
  await visitor.get(page)
  await visitor.post(`${page}?index`, { intent: 'begin-app' })
  const shown = await visitor.get(`${page}/app`)
  const key = /app-key">([A-Z2-7 ]+)</.exec(shown.text)![1]!
  const codes = codesIn(await visitor.post(`${page}/app`, { code: now(key) }))
  later(60_000)
  return { visitor, email, key, codes }
}

async function challenge(visitor: Visitor, purpose: string): Promise<string> {
  return JSON.parse((await visitor.get(`/passkey-options?for=${purpose}`)).text).challenge
}

async function withPasskey() {
  const { visitor, email } = await person()
  const passkey = new SoftPasskey(portal.origin)
  await visitor.get(page)
  const answer = await visitor.post(`${page}?index`, {
    intent: 'add-passkey',
    name: 'Laptop',
    passkey: passkey.register(await challenge(visitor, 'register')),
  })
  return { visitor, email, passkey, codes: codesIn(answer), answer }
}

const isIn = async (visitor: Visitor) => (await visitor.get('/my-access')).status === 200
const second = (visitor: Visitor, fields: Record<string, string>) =>
  visitor.post('/sign-in/second-step', { to: '/my-access', ...fields })
/** A browser in which the password was given. */
async function halfway(email: string, password = goodPassword): Promise<Visitor> {
  const visitor = portal.visitor()
  const answer = await signIn(visitor, email, password, '/my-access')
  expect(answer.headers.location).toBe('/sign-in/second-step?to=%2Fmy-access')
  await visitor.get('/sign-in/second-step?to=%2Fmy-access')
  return visitor
}

const mailsTo = async (email: string) =>
  (
    await portal.db.query<{ what: string }>(
      `select o.payload ->> 'what' as what from outbox o join person p on p.id::text = o.payload ->> 'personId'
       where p.email = $1 and o.type = 'security-notice' order by o.created_at, o.id`,
      [email],
    )
  ).map(({ what }) => what)

describe('USER-12 an authenticator app', () => {
  test('USER-12 its key is shown as a picture and as text, and counts once a code of it was given', async () => {
    const { visitor, email } = await person()
    await visitor.get(page)
    await visitor.post(`${page}?index`, { intent: 'begin-app' })
    const shown = await visitor.get(`${page}/app`)
    expect(shown.text).toContain('<svg class="qr"')
    const key = /app-key">([A-Z2-7 ]+)</.exec(shown.text)![1]!
    const wrong = await visitor.post(`${page}/app`, { code: '000000' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('That is not the code.')
    expect((await signIn(portal.visitor(), email)).headers.location).toBe('/')
    const right = await visitor.post(`${page}/app`, { code: ` ${now(key).slice(0, 3)} ${now(key).slice(3)}` })
    expect(codesIn(right)).toHaveLength(10)
    expect((await visitor.get(page)).text).not.toContain(codesIn(right)[0])
    expect((await visitor.get('/profile')).text).toContain('10 recovery codes left')
    expect(await mailsTo(email)).toEqual(['app-added'])
    const kept = await portal.db.query<{ sealed: Buffer }>(
      'select sealed_secret as sealed from authenticator_app a join person p on p.id = a.person_id where email = $1',
      [email],
    )
    expect(kept[0]!.sealed.toString('latin1')).not.toContain(key.replaceAll(' ', ''))
  })

  test('USER-12 after the password a code is needed; half a sign-in opens nothing', async () => {
    const { email, key } = await withApp()
    const visitor = await halfway(email)
    expect(visitor.cookies.has('__Host-seatkeeper-session')).toBe(false)
    expect((await visitor.get('/my-access')).headers.location).toMatch(/^\/sign-in/)
    expect((await visitor.get('/settings/users')).status).toBe(302)
    const wrong = await second(visitor, { code: '000000' })
    expect([wrong.status, wrong.text.includes('That is not the code.')]).toEqual([422, true])
    const right = await second(visitor, { code: now(key) })
    expect(right.headers.location).toBe('/my-access')
    expect(await isIn(visitor)).toBe(true)
  })

  test('USER-12 a code works once, whoever looked over a shoulder; one step of a wrong clock is forgiven', async () => {
    const { email, key } = await withApp()
    const [first, thief] = [await halfway(email), await halfway(email)]
    const code = appCode(key, portal.clock.wall + 30_000)
    // At the very same time: one of the two.
    const answers = await Promise.all([second(first, { code }), second(thief, { code })])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(answers.find(({ status }) => status === 422)!.text).toContain('That code has been used.')
    expect((await second(await halfway(email), { code: now(key) })).status).toBe(422)
    expect(
      (await second(await halfway(email), { code: appCode(key, portal.clock.wall + 60_000) })).status,
    ).toBe(422)
  })

  test('USER-12 guesses end in a pause, and a browser they know stays theirs', async () => {
    const { visitor: own, email, key } = await withApp()
    const visitor = await halfway(email)
    for (let i = 0; i < 8; i++) expect((await second(visitor, { code: `00000${i}` })).status).toBe(422)
    expect((await second(visitor, { code: now(key) })).status).toBe(429)
    // The address is the same in all tests: what is counted by it is forgotten, what is counted by the person is not.
    await portal.db.query(`delete from rate_limit where key like 'factor-pair%'`)
    await portal.db.query(`update rate_limit set points = 99 where key like 'factor-person%'`)
    expect((await second(visitor, { code: now(key) })).status).toBe(429)
    await own.post('/sign-out', {})
    await portal.db.query(`delete from rate_limit where key like 'factor-pair%'`)
    const again = await signIn(own, email, goodPassword, '/my-access')
    expect(again.headers.location).toContain('/sign-in/second-step')
    expect((await second(own, { code: now(key) })).status).toBe(303)
  })

  test('USER-12 the half ends after ten minutes, and when another password is set meanwhile', async () => {
    const { visitor, email, key } = await withApp()
    const [slow, early] = [await halfway(email), await halfway(email)]
    const newPassword = 'nine yellow lanterns swing'
    await visitor.get('/profile')
    await visitor.post('/profile?index', { intent: 'password', password: goodPassword, newPassword })
    expect((await second(early, { code: now(key) })).headers.location).toBe(
      '/sign-in?to=%2Fmy-access&done=too-slow',
    )
    const next = await halfway(email, newPassword)
    later(11 * 60_000)
    for (const late of [slow, next]) {
      expect((await second(late, { code: now(key) })).headers.location).toContain('done=too-slow')
    }
    expect(await mailsTo(email)).toEqual(['app-added', 'password-changed'])
  })

  test('USER-12 a form that came after its session waits for the second step as well', async () => {
    const { email, key } = await withApp()
    const visitor = portal.visitor()
    await visitor.get('/sign-in')
    const kept = JSON.stringify({
      to: '/profile?index',
      organizationId: null,
      fields: [
        ['intent', 'profile'],
        ['name', 'Kept Name'],
      ],
    })
    const asked = await visitor.post('/sign-in-again', { email, password: goodPassword, kept })
    expect(asked.text).toContain('action="/sign-in-again/second-step"')
    expect(asked.text).toContain('Kept Name')
    const wrong = await visitor.post('/sign-in-again/second-step', { kept, code: '000000' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('Kept Name')
    const right = await visitor.post('/sign-in-again/second-step', { kept, code: now(key) })
    expect(right.text).toContain('What you typed is still here')
    expect(right.text).toContain('Kept Name')
    expect(await isIn(visitor)).toBe(true)
  })

  test('USER-12 what changes how one signs in asks once more after a quarter of an hour', async () => {
    const { visitor, email, key, codes } = await withApp()
    later(16 * 60_000)
    expect((await visitor.get(page)).headers.location).toBe('/confirm-identity?to=%2Fprofile%2Fsecond-step')
    expect((await visitor.get('/profile/email')).headers.location).toContain('/confirm-identity')
    await visitor.get('/profile')
    expect((await visitor.post(`${page}?index`, { intent: 'remove-app' })).headers.location).toContain(
      '/confirm-identity',
    )
    const prove = (fields: Record<string, string>) =>
      visitor.fill('/confirm-identity', { to: page, ...fields })
    expect((await prove({ password: goodPassword })).status).toBe(422)
    expect((await prove({ password: 'a wrong guess', code: now(key) })).text).toContain(
      'That is not your password.',
    )
    expect((await prove({ password: goodPassword, recovery: codes[0]! })).headers.location).toBe(page)
    await visitor.get(page)
    expect((await visitor.post(`${page}?index`, { intent: 'remove-app' })).headers.location).toContain(
      'app-removed',
    )
    // With the last factor the codes go, and a password is enough.
    expect((await signIn(portal.visitor(), email)).headers.location).toBe('/')
    expect(
      await portal.db.query(
        'select 1 from recovery_code c join person p on p.id = c.person_id where p.email = $1',
        [email],
      ),
    ).toEqual([])
    expect(await mailsTo(email)).toEqual(['app-added', 'recovery-code-used', 'app-removed'])
  })
})

describe('USER-12 who is asked once more', () => {
  test('USER-12 a new password takes the second factor, too, of whoever has one', async () => {
    const { visitor, key } = await withApp()
    const fields = { intent: 'password', password: goodPassword, newPassword: 'nine yellow lanterns swing' }
    later(26 * 60_000)
    expect((await visitor.get('/profile')).text).not.toContain('name="newPassword"')
    const sent = await visitor.post('/profile?index', fields)
    expect(sent.headers.location).toBe('/confirm-identity?to=%2Fprofile')
    await visitor.fill('/confirm-identity', { to: '/profile', password: goodPassword, code: now(key) })
    expect((await visitor.fill('/profile?index', fields)).headers.location).toBe('/profile?done=password')
  })

  test('USER-12 a form is taken for some minutes longer than its page opens', async () => {
    const { visitor } = await person()
    await visitor.get('/profile/email')
    later(16 * 60_000)
    const wish = (email: string) => visitor.post('/profile/email', { intent: 'ask', email })
    expect((await wish('late@example.com')).headers.location).toBe('/profile/email?done=asked')
    expect((await visitor.get('/profile/email')).headers.location).toContain('/confirm-identity')
    later(10 * 60_000)
    expect((await wish('later@example.com')).headers.location).toContain('/confirm-identity')
  })

  test('USER-12 a key that does not know its person proves them together with the password, and not alone', async () => {
    const { visitor, passkey } = await withPasskey()
    later(16 * 60_000)
    const prove = async (purpose: string, fields: Record<string, string>) => {
      const signed = passkey.sign(await challenge(visitor, purpose), { verified: false })
      return visitor.fill('/confirm-identity', { to: page, passkey: signed, ...fields })
    }
    expect((await prove('prove', {})).status).toBe(422)
    expect((await prove('prove-with-password', {})).status).toBe(422)
    expect((await prove('prove-with-password', { password: 'a wrong guess' })).text).toContain(
      'That is not your password.',
    )
    const both = await prove('prove-with-password', { password: goodPassword })
    expect(both.headers.location).toBe(page)
  })

  test('USER-12 a password whose hash is outdated opens half a sign-in that can be finished', async () => {
    const { email, key } = await withApp()
    const outdated = await hash(goodPassword, { memoryCost: 4096, timeCost: 2, parallelism: 1 })
    await portal.db.query('update person set password_hash = $2 where email = $1', [email, outdated])
    const half = await halfway(email)
    expect((await second(half, { code: now(key) })).headers.location).toBe('/my-access')
    const [row] = await portal.db.query<{ hash: string }>(
      'select password_hash as hash from person where email = $1',
      [email],
    )
    expect(row!.hash).not.toBe(outdated)
  })
})

describe('USER-12 whoever has lost it', () => {
  test('USER-12 a recovery code works once; new ones make those before worthless', async () => {
    const { visitor, email, codes } = await withApp()
    const [code = '', other = '', third = ''] = codes
    const halves = [await halfway(email), await halfway(email)]
    const atOnce = await Promise.all(halves.map((half) => second(half, { recovery: third })))
    expect(atOnce.map(({ status }) => status).sort()).toEqual([303, 422])
    const first = await halfway(email)
    expect((await second(first, { recovery: code.toLowerCase().replaceAll('-', ' ') })).status).toBe(303)
    const again = await second(await halfway(email), { recovery: code })
    expect([again.status, again.text.includes('That is none of your recovery codes')]).toEqual([422, true])
    await visitor.get(page)
    const fresh = codesIn(await visitor.post(`${page}?index`, { intent: 'new-codes' }))
    expect(fresh).toHaveLength(10)
    expect((await second(await halfway(email), { recovery: other })).status).toBe(422)
    expect((await second(await halfway(email), { recovery: fresh[0]! })).status).toBe(303)
    const [theirs] = [await withApp()]
    expect((await second(await halfway(theirs.email), { recovery: fresh[1]! })).status).toBe(422)
  })

  test('USER-12 the vendor takes it away by a command, which is noted and told; the password stays', async () => {
    const { visitor, email } = await withApp()
    const command = { url: portal.db.url, now: portal.clock.business, wallNow: portal.clock.wall }
    expect(await resetFactors(command, ` ${email.toUpperCase()}`)).toMatchObject({ kind: 'reset' })
    expect(await resetFactors(command, email)).toEqual({ kind: 'none' })
    expect(await resetFactors(command, 'nobody@example.com')).toEqual({ kind: 'not-found' })
    expect(await isIn(visitor)).toBe(false)
    expect((await signIn(portal.visitor(), email)).headers.location).toBe('/')
    expect(await mailsTo(email)).toEqual(['app-added', 'factors-reset'])
    const noted = await portal.db.query<{ by: string }>(
      `select a.actor_id as by from audit a join person p on p.id = a.subject_id
       where a.action = 'second-factor.reset' and p.email = $1`,
      [email],
    )
    expect(noted).toEqual([{ by: 'vendor' }])
  })
})

describe('USER-12 a passkey', () => {
  test('USER-12 it is added with a name, and signs in by itself when it knows its person', async () => {
    const { visitor, email, passkey, codes, answer } = await withPasskey()
    expect([answer.status, codes.length]).toEqual([200, 10])
    expect((await visitor.get(page)).text).toContain('Laptop')
    const fresh = portal.visitor()
    await fresh.get('/sign-in')
    const signed = passkey.sign(await challenge(fresh, 'sign-in'))
    const entered = await fresh.post('/sign-in/passkey', { passkey: signed, to: '/my-access' })
    expect(entered.headers.location).toBe('/my-access')
    expect(await isIn(fresh)).toBe(true)
    expect(await mailsTo(email)).toEqual(['passkey-added'])
    // The password alone does not, any more.
    const other = await halfway(email)
    const stepped = passkey.sign(await challenge(other, 'second-step'), { verified: false })
    expect((await second(other, { passkey: stepped })).headers.location).toBe('/my-access')
  })

  test('USER-12 nothing that was signed once, for something else, elsewhere or too late is taken', async () => {
    const { visitor, email, passkey } = await withPasskey()
    const fresh = portal.visitor()
    await fresh.get('/sign-in')
    const enter = async (answer: string) => (await fresh.post('/sign-in/passkey', { passkey: answer })).status
    const ask = () => challenge(fresh, 'sign-in')
    const used = passkey.sign(await ask())
    expect(await enter(used)).toBe(303)
    await fresh.get('/sign-in')
    expect(await enter(used)).toBe(422)
    expect(await enter(passkey.sign(await ask(), { verified: false }))).toBe(422)
    expect(await enter(passkey.sign(await ask(), { origin: 'https://evil.example' }))).toBe(422)
    expect(await enter(passkey.sign(await challenge(visitor, 'prove')))).toBe(422)
    expect(await enter(passkey.sign('AAAA'))).toBe(422)
    for (const junk of ['', '{}', 'null', '[]', '{"id":1}', '{"id":"x","response":{}}']) {
      expect(await enter(junk)).toBe(422)
    }
    // The challenge is a right one: the name of the credential is all that is wrong.
    for (const id of ['\u0000', 'é', '', 'x'.repeat(1_401)]) {
      expect(await enter(JSON.stringify({ ...JSON.parse(passkey.sign(await ask())), id }))).toBe(422)
    }
    const late = passkey.sign(await ask())
    later(6 * 60_000)
    expect(await enter(late)).toBe(422)
    // A copy of the key falls behind the counter.
    passkey.counter = 0
    expect(await enter(passkey.sign(await ask()))).toBe(422)
    passkey.counter = 50
    // A passkey of somebody else is no second factor of theirs.
    const other = await withPasskey()
    const half = await halfway(email)
    const foreign = other.passkey.sign(await challenge(half, 'second-step'))
    expect((await second(half, { passkey: foreign })).status).toBe(422)
    // Removed, it opens nothing.
    const [row] = await portal.db.query<{ id: string }>('select id from passkey where credential_id = $1', [
      passkey.id,
    ])
    await visitor.get(page)
    await visitor.post(`${page}?index`, { intent: 'remove-passkey', passkeyId: row!.id })
    expect(await enter(passkey.sign(await ask()))).toBe(422)
    expect((await signIn(portal.visitor(), email)).headers.location).toBe('/')
  })

  test('USER-12 options are handed to those whom they concern alone', async () => {
    const stranger = portal.visitor()
    for (const purpose of ['second-step', 'prove', 'register', 'anything', '']) {
      expect((await stranger.get(`/passkey-options?for=${purpose}`)).status).toBe(403)
    }
    const { visitor } = await person()
    later(16 * 60_000)
    expect((await visitor.get('/passkey-options?for=register')).status).toBe(403)
    expect((await visitor.get('/passkey-options?for=prove')).status).toBe(200)
  })
})

import { createHash } from 'node:crypto'
import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '@seatkeeper/rules'
import { buildAccount, TEST_NOW, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { essence, goodPassword, invite, signIn, signUp } from '../../../test/people.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'
import { hashPassword } from './password-hash.ts'

const sessionCookie = '__Host-seatkeeper-session'
const at = (ms: number) => (TEST_NOW + ms) as Instant

let portal: RunningPortal
let account: TestAccount
beforeAll(async () => {
  portal = await runPortal()
  account = await buildAccount(portal.db.url, {
    name: 'Larkspur Outfitters',
    fullTimeSeats: 50,
    seasons: [
      { name: 'Summer', from: 5, to: 10, seats: 10 },
      { name: 'Autumn', from: 11, to: 20, seats: 10 },
    ],
    passwordHash: await hashPassword(goodPassword),
  })
})
afterAll(() => portal?.close())
afterEach(() => {
  portal.clock.business = TEST_NOW
  portal.clock.wall = TEST_NOW
})

let made = 0
const freshEmail = () => `person${++made}@example.com`

/** Somebody who signed up, with a browser that is signed in. */
async function member(options: Parameters<typeof invite>[2] = { email: freshEmail() }) {
  const { memberId, link } = await invite(portal, account, options)
  const visitor = portal.visitor()
  const answer = await signUp(visitor, link)
  return { memberId, visitor, answer, email: options.email }
}

describe('signing in', () => {
  test('ACC-06 with the right password one gets in, to where one wanted to go', async () => {
    const visitor = portal.visitor()
    expect((await visitor.get('/settings/users?type=seasonal')).headers.location).toBe(
      '/sign-in?to=%2Fsettings%2Fusers%3Ftype%3Dseasonal',
    )
    const answer = await signIn(visitor, account.ownerEmail, goodPassword, '/my-access')
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/my-access')
    const page = await visitor.get('/my-access')
    expect(page.status).toBe(200)
    expect(page.text).toContain('Larkspur Outfitters')
  })

  test('ACC-06 the spelling of the e-mail does not matter (D-31)', async () => {
    expect((await signIn(portal.visitor(), `  ${account.ownerEmail.toUpperCase()} `)).status).toBe(303)
  })

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'ACC-06 sign-in leads nowhere else: %s',
    async (to) => {
      const answer = await signIn(portal.visitor(), account.ownerEmail, goodPassword, to)
      expect(answer.headers.location).toBe('/')
      const page = await portal.visitor().get(`/sign-in?${new URLSearchParams({ to })}`)
      expect(page.text).toContain('name="to" value="/"')
    },
  )

  test('an unknown e-mail and a wrong password get the same answer', async () => {
    const wrong = await signIn(portal.visitor(), account.ownerEmail, 'not the password')
    const unknown = await signIn(portal.visitor(), 'nobody@example.com', 'not the password')
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('is not right')
    expect(essence(unknown, 'nobody@example.com')).toBe(essence(wrong, account.ownerEmail))
    expect(wrong.text).not.toContain('not the password')
  })

  test('what is missing is said at its field', async () => {
    const answer = await portal.visitor().fill('/sign-in', { email: '', password: '' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Enter your e-mail address.')
    expect(answer.text).toContain('Enter your password.')
  })

  test.each([
    ['control characters', 'a\u0000b@example.com'],
    ['a reversed reading direction', 'a\u202eb@example.com'],
    ['a very long e-mail', `${'a'.repeat(300)}@example.com`],
  ])('%s in the e-mail are answered in words', async (_what, email) => {
    expect((await signIn(portal.visitor(), email)).status).toBe(422)
  })

  test('after eight guesses from one place there is a pause, for known and unknown alike, and only there', async () => {
    for (const email of [(await member()).email, freshEmail()]) {
      const guesser = portal.visitor()
      for (let i = 0; i < 8; i++) expect((await signIn(guesser, email, 'a wrong guess')).status).toBe(422)
      const answer = await signIn(guesser, email, goodPassword)
      expect(answer.status).toBe(429)
      expect(answer.text).toContain('too often')
    }
    expect((await signIn(portal.visitor(), account.ownerEmail)).status).toBe(303)
  })

  test('right passwords use up no limit: a whole office behind one address signs in', async () => {
    await portal.db.query('delete from rate_limit')
    for (let i = 0; i < 3; i++) expect((await signIn(portal.visitor(), account.ownerEmail)).status).toBe(303)
    const left = await portal.db.query('select key, points from rate_limit where points > 0')
    expect(left).toEqual([])
  })

  test('strangers who guess at a password cannot shut its owner out of their own browser', async () => {
    const { visitor, email } = await member()
    visitor.cookies.delete(sessionCookie)
    for (const one of [email, account.ownerEmail]) await signIn(portal.visitor(), one, 'a wrong guess')
    await portal.db.query(`update rate_limit set points = 1000 where key like 'sign-in-email:%'`)
    expect((await signIn(portal.visitor(), email)).status).toBe(429)
    await portal.db.query(`delete from rate_limit where key like 'sign-in-pair:%'`)
    expect((await signIn(visitor, account.ownerEmail)).status).toBe(429)
    expect((await signIn(visitor, email)).status).toBe(303)
    await portal.db.query('delete from rate_limit')
  })

  test('D-31 a place that is shut out does not use up the person’s limit, however the e-mail is spelt', async () => {
    await portal.db.query('delete from rate_limit')
    const guesser = portal.visitor()
    for (let i = 0; i < 10; i++) {
      const spelt = i % 2 === 0 ? 'ZO\u00cb@example.com' : 'zoe\u0308@example.com'
      expect((await signIn(guesser, spelt, 'a wrong guess')).status).toBe(i < 8 ? 422 : 429)
    }
    const points = await portal.db.query(`select points from rate_limit where key like 'sign-in-email:%'`)
    expect(points).toEqual([{ points: 8 }])
    await portal.db.query('delete from rate_limit')
  })
})

describe('sessions', () => {
  test('the token begins anew at sign-in, and the session before it is over', async () => {
    const visitor = portal.visitor()
    await signIn(visitor, account.ownerEmail)
    const before = visitor.cookies.get(sessionCookie)!
    visitor.cookies.delete(sessionCookie)
    await visitor.get('/sign-in')
    visitor.cookies.set(sessionCookie, before)
    await visitor.post('/sign-in', { email: account.ownerEmail, password: goodPassword, to: '/' })
    const after = visitor.cookies.get(sessionCookie)!
    expect(after).not.toBe(before)

    const thief = portal.visitor()
    thief.cookies.set(sessionCookie, before)
    expect((await thief.get('/my-access')).status).toBe(302)
  })

  test('a token that somebody planted is not taken over', async () => {
    const visitor = portal.visitor()
    const planted = 'A'.repeat(43)
    visitor.cookies.set(sessionCookie, planted)
    await signIn(visitor, account.ownerEmail)
    expect(visitor.cookies.get(sessionCookie)).not.toBe(planted)
  })

  test('the database keeps the token’s hash, not the token', async () => {
    const visitor = portal.visitor()
    await signIn(visitor, account.ownerEmail)
    const token = visitor.cookies.get(sessionCookie)!
    const hash = createHash('sha256').update(token).digest()
    const rows = await portal.db.query<{ row: string }>(
      'select s::text as row from session s where token_hash = $1',
      [hash],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]!.row).not.toContain(token)
  })

  test('the cookie belongs to this host alone, out of reach of scripts', async () => {
    const answer = await signIn(portal.visitor(), account.ownerEmail)
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-seatkeeper-session=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=604800$/,
      ),
      expect.stringMatching(
        /^__Host-seatkeeper-known=[\w-]{22}\.[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=15552000$/,
      ),
    ])
  })

  test('signing out ends the session, and its cookie is worth nothing afterwards', async () => {
    const visitor = portal.visitor()
    await signIn(visitor, account.ownerEmail)
    const token = visitor.cookies.get(sessionCookie)!
    await visitor.get('/my-access')
    const answer = await visitor.post('/sign-out', {})
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/sign-in')
    expect(visitor.cookies.has(sessionCookie)).toBe(false)
    visitor.cookies.set(sessionCookie, token)
    expect((await visitor.get('/my-access')).headers.location).toBe('/sign-in?to=%2Fmy-access')
  })

  test('nobody is signed out by a link', async () => {
    const visitor = portal.visitor()
    await signIn(visitor, account.ownerEmail)
    await visitor.get('/sign-out')
    expect((await visitor.get('/my-access')).status).toBe(200)
  })

  test('a session unused for eight hours is over', async () => {
    const visitor = portal.visitor()
    await signIn(visitor, account.ownerEmail)
    portal.clock.wall = at(8 * MS_PER_HOUR - 1)
    expect((await visitor.get('/my-access')).status).toBe(200)
    portal.clock.wall = at(16 * MS_PER_HOUR)
    expect((await visitor.get('/my-access')).status).toBe(302)
  })

  test('a session used all the time is over after seven days', async () => {
    const visitor = portal.visitor()
    await signIn(visitor, account.ownerEmail)
    for (let hours = 7; hours < 7 * 24; hours += 7) {
      portal.clock.wall = at(hours * MS_PER_HOUR)
      expect((await visitor.get('/my-access')).status).toBe(200)
    }
    portal.clock.wall = at(7 * MS_PER_DAY)
    expect((await visitor.get('/my-access')).status).toBe(302)
  })

  test.each(['', 'x', 'A'.repeat(43), 'A'.repeat(10_000), '%00', '"'])(
    'the cookie %j signs nobody in',
    async (value) => {
      const visitor = portal.visitor()
      visitor.cookies.set(sessionCookie, value)
      expect((await visitor.get('/my-access')).status).toBe(302)
    },
  )
})

describe('seasonal access', () => {
  const opens = at(5 * MS_PER_DAY - 8 * MS_PER_HOUR)
  const closes = at(21 * MS_PER_DAY - 8 * MS_PER_HOUR)

  test('ACC-01 access opens and closes at the very instant, with a page before and after in UTC and own time', async () => {
    const email = freshEmail()
    const seasonIds = account.seasons.map(({ id }) => id)
    const { link } = await invite(portal, account, { email, type: 'seasonal', seasonIds })
    const visitor = portal.visitor()

    portal.clock.business = (opens - 1) as Instant
    const early = await signUp(visitor, link)
    expect(early.status).toBe(403)
    expect(early.text).toContain('Summer is not open yet')
    expect(early.text).toContain('15 Jun 2026, 00:00 UTC')
    expect(early.text).toContain('14 Jun 2026, 20:00 EDT')
    expect(visitor.cookies.has(sessionCookie)).toBe(false)
    expect((await signIn(visitor, email)).status).toBe(403)

    portal.clock.business = opens
    expect((await signIn(visitor, email)).status).toBe(303)
    expect((await visitor.get('/my-access')).text).toContain('Open to you')

    // Back-to-back seasons are one stay (D-16): nobody is signed out between them.
    portal.clock.business = at(11 * MS_PER_DAY - 8 * MS_PER_HOUR)
    expect((await visitor.get('/my-access')).status).toBe(200)

    portal.clock.business = (closes - 1) as Instant
    expect((await visitor.get('/my-access')).status).toBe(200)
    portal.clock.business = closes
    const late = await visitor.get('/my-access')
    expect(late.status).toBe(403)
    expect(late.text).toContain('Autumn has closed')
    expect(late.text).toContain('1 Jul 2026, 00:00 UTC')
    expect(visitor.cookies.has(sessionCookie)).toBe(false)
    expect((await visitor.get('/my-access')).status).toBe(302)
    const again = await signIn(visitor, email)
    expect(again.status).toBe(403)
    expect(again.text).toContain('Autumn has closed')
  })
})

describe('signing up', () => {
  test('ACC-02 ACC-06 opening the link changes nothing; sending the form uses it up, signs in and makes active', async () => {
    const email = freshEmail()
    const { memberId, link } = await invite(portal, account, { email })
    const state = async () =>
      (
        await portal.db.query('select joined_at, person_id, last_signed_in_at from member where id = $1', [
          memberId,
        ])
      )[0]
    for (let i = 0; i < 3; i++) {
      const page = await portal.visitor().get(link)
      expect(page.status).toBe(200)
      expect(page.text).toContain('Join Larkspur Outfitters')
      expect(page.text).toContain(email)
    }
    expect(await state()).toEqual({ joined_at: null, person_id: null, last_signed_in_at: null })

    const visitor = portal.visitor()
    const answer = await signUp(visitor, link)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    expect((await visitor.get('/')).headers.location).toBe('/my-access')
    expect(await state()).toEqual({
      joined_at: expect.anything(),
      person_id: expect.any(String),
      last_signed_in_at: expect.anything(),
    })
  })

  test('ACC-02 a used link says so and leads to sign-in', async () => {
    const { link } = await invite(portal, account, { email: freshEmail() })
    await signUp(portal.visitor(), link)
    const page = await portal.visitor().get(link)
    expect(page.status).toBe(410)
    expect(page.text).toContain('This link has been used')
  })

  test('ACC-02 of two at once one signs up', async () => {
    const { link } = await invite(portal, account, { email: freshEmail() })
    const visitors = [portal.visitor(), portal.visitor(), portal.visitor()]
    await Promise.all(visitors.map((visitor) => visitor.get(link)))
    const fields = { as: 'new', name: 'Pat', password: goodPassword, timeZone: 'UTC' }
    const answers = await Promise.all(visitors.map((visitor) => visitor.post(link, fields)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410])
  })

  test('ACC-02 D-13 an invitation runs out after 14 days', async () => {
    const { link } = await invite(portal, account, { email: freshEmail() })
    portal.clock.business = at(14 * MS_PER_DAY - 1)
    expect((await portal.visitor().get(link)).status).toBe(200)
    portal.clock.business = at(14 * MS_PER_DAY)
    const page = await portal.visitor().get(link)
    expect(page.status).toBe(410)
    expect(page.text).toContain('Send me a fresh link')
    expect(page.text).toContain('fresh link')
  })

  test.each(['x', 'x'.repeat(3_000), '%2e%2e%2f'])(
    'ACC-02 a link that was made up leads nowhere: %#',
    async (token) => {
      expect((await portal.visitor().get(`/sign-up/${token}`)).status).toBe(404)
    },
  )

  test('ACC-02 a link altered by one character leads nowhere', async () => {
    const { link } = await invite(portal, account, { email: freshEmail() })
    const altered = link.slice(0, -2) + (link.at(-2) === 'A' ? 'B' : 'A') + link.at(-1)
    const page = await portal.visitor().get(altered)
    expect(page.status).toBe(404)
    expect((await signUp(portal.visitor(), link)).status).toBe(303)
  })

  test('ACC-02 what will not do is said at its field, and the password never comes back', async () => {
    const { link } = await invite(portal, account, { email: freshEmail() })
    const bad = { name: 'a\u202eb', password: 'short', timeZone: 'Mars/Olympus' }
    const answer = await signUp(portal.visitor(), link, bad)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('invisible characters')
    expect(answer.text).toContain('Choose a time zone from the list')
    const weak = await signUp(portal.visitor(), link, { password: 'larkspuroutfitters' })
    expect(weak.status).toBe(422)
    expect(weak.text).toContain('easy to guess')
    expect(weak.text).not.toContain('larkspuroutfitters')
    expect((await signUp(portal.visitor(), link)).status).toBe(303)
  })

  test('ACC-02 whoever is known by this e-mail already proves it by their password', async () => {
    const { email } = await member()
    const other = await buildAccount(portal.db.url, { name: 'Blue Harbor Care' })
    const { link } = await invite(portal, other, { email })
    const visitor = portal.visitor()
    const page = await visitor.get(link)
    expect(page.text).toContain('use the same password')
    expect((await visitor.post(link, { as: 'known', password: 'not the password' })).status).toBe(422)
    // The other form must not be a way round.
    const round = await visitor.post(link, {
      as: 'new',
      name: 'X',
      password: 'another good kettle sings',
      timeZone: 'UTC',
    })
    expect(round.status).toBe(422)
    expect((await visitor.post(link, { as: 'known', password: goodPassword })).status).toBe(303)
    const mine = await visitor.get('/my-access')
    expect(mine.status).toBe(200)
    expect(mine.text).toContain('Larkspur Outfitters')
    expect(mine.text).toContain('Blue Harbor Care')
  })
})

describe('organizations', () => {
  test('SEAT-01 whoever belongs to several chooses, and can change', async () => {
    const { email, visitor } = await member()
    const other = await buildAccount(portal.db.url, { name: 'Copperline Retail' })
    const { link } = await invite(portal, other, { email, role: 'admin' })
    await visitor.get(link)
    await visitor.post(link, { as: 'known', password: goodPassword })
    expect((await visitor.get('/settings/users')).headers.location).toBe('/organizations')
    const page = await visitor.get('/organizations')
    expect(page.text).toContain('Copperline Retail')

    expect((await visitor.post('/organizations', { organizationId: other.organizationId })).status).toBe(303)
    expect((await visitor.get('/')).headers.location).toBe('/settings/users')
    await visitor.get('/organizations')
    await visitor.post('/organizations', { organizationId: account.organizationId })
    expect((await visitor.get('/')).headers.location).toBe('/my-access')
  })

  test('OPS-05 an organization of somebody else is one that does not exist', async () => {
    const stranger = await buildAccount(portal.db.url, { name: 'Fernhill Bank' })
    const visitor = portal.visitor()
    await signIn(visitor, account.ownerEmail)
    await visitor.get('/my-access')
    const foreign = await visitor.post('/organizations', { organizationId: stranger.organizationId })
    await visitor.get('/my-access')
    const nowhere = await visitor.post('/organizations', {
      organizationId: '01890000-0000-7000-8000-000000000000',
    })
    expect(foreign.status).toBe(404)
    expect(essence(foreign)).toBe(essence(nowhere))
  })

  test('USER-07 a member without the right finds the page closed', async () => {
    const { visitor } = await member()
    const answer = await visitor.get('/settings/users')
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('Your role doesn’t open this page')
  })

  test('USER-04 whoever is deactivated is out with the next request', async () => {
    const { visitor, memberId } = await member()
    await portal.db.query('update seat set holder_id = null, held_until = null where holder_id = $1', [
      memberId,
    ])
    await portal.db.query('update member set deactivated_at = $2 where id = $1', [
      memberId,
      new Date(TEST_NOW),
    ])
    const answer = await visitor.get('/my-access')
    expect(answer.status).toBe(403)
    expect((await visitor.get('/my-access')).status).toBe(302)
  })
})

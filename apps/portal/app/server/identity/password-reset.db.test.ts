import { randomUUID } from 'node:crypto'
import { invitationToken, resetToken } from '@seatkeeper/db'
import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '@seatkeeper/rules'
import { buildAccount, TEST_NOW, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { essence, goodPassword, invite, signIn, signUp } from '../../../test/people.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'
import type { Answer, Visitor } from '../../../test/visitor.ts'

const newPassword = 'nine green ladders whisper'
const sessionCookie = '__Host-seatkeeper-session'

let portal: RunningPortal
let account: TestAccount
beforeAll(async () => {
  portal = await runPortal()
  account = await buildAccount(portal.db.url, { name: 'Larkspur Outfitters', fullTimeSeats: 50 })
})
afterAll(() => portal?.close())
afterEach(async () => {
  portal.clock.business = TEST_NOW
  portal.clock.wall = TEST_NOW
  await portal.db.query('delete from rate_limit')
})

async function person() {
  const email = `${randomUUID()}@example.com`
  const { memberId, link } = await invite(portal, account, { email })
  const visitor = portal.visitor()
  await signUp(visitor, link)
  return { email, memberId, visitor, signUpLink: link }
}

const ask = (email: string, visitor: Visitor = portal.visitor()): Promise<Answer> =>
  visitor.fill('/forgotten-password', { email })

/** The paths of the links that were asked for, the newest last: made from what the outbox holds, as the worker does. */
async function links(email: string): Promise<string[]> {
  const rows = await portal.db.query<{ id: string }>(
    `select o.payload ->> 'resetId' as id from outbox o
     join password_reset r on r.id = (o.payload ->> 'resetId')::uuid join person p on p.id = r.person_id
     where o.type = 'password-reset' and p.email = $1 order by r.id`,
    [email],
  )
  return rows.map(({ id }) => `/reset-password/${resetToken(portal.secret, id)}`)
}

const set = (link: string, password = newPassword): Promise<Answer> =>
  portal.visitor().fill(link, { password })

/** Sends the form to a link that shows none, with a token of another page: as somebody does who knows how. */
async function force(link: string): Promise<Answer> {
  const visitor = portal.visitor()
  await visitor.get('/sign-in')
  return visitor.post(link, { password: newPassword })
}

describe('a new password by mail', () => {
  test('ACC-02 from the wish to signing in with it: the old one is dead, and every session ends', async () => {
    const { email, visitor } = await person()
    expect((await visitor.get('/my-access')).status).toBe(200)
    const asked = await ask(` ${email.toUpperCase()} `)
    expect(asked.status).toBe(200)
    expect(asked.text).toContain('Look into your inbox')

    const [link] = await links(email)
    const page = await portal.visitor().get(link!)
    expect(page.status).toBe(200)
    expect(page.text).toContain(email)
    const done = await set(link!)
    expect([done.status, done.headers.location]).toEqual([303, '/sign-in?done=password'])
    // The link proves a mailbox, it does not sign in: access is decided where one signs in.
    expect(done.headers['set-cookie']?.some((line) => line.startsWith(sessionCookie)) ?? false).toBe(false)

    expect((await visitor.get('/my-access')).status).toBe(302)
    expect((await signIn(portal.visitor(), email, goodPassword)).status).toBe(422)
    expect((await signIn(portal.visitor(), email, newPassword)).status).toBe(303)
    expect((await portal.visitor().get('/sign-in?done=password')).text).toContain('Your new password is set.')
    const trail = await portal.db.query<{ action: string }>(
      `select action from audit where action like 'password.%' and actor_id = (select id::text from person where email = $1)
       order by id`,
      [email],
    )
    expect(trail.map(({ action }) => action)).toEqual(['password.reset-asked', 'password.reset'])
  })

  test('ACC-02 the same answer, in the same time, whether or not anybody has the e-mail; mail for one of them only', async () => {
    const { email } = await person()
    const before = await portal.db.query('select 1 from outbox')
    const timed = async (address: string) => {
      const began = performance.now()
      const answer = await ask(address)
      return { answer, ms: performance.now() - began }
    }
    const known = await timed(email)
    const unknown = await timed('nobody@example.com')
    expect(essence(unknown.answer, 'nobody@example.com')).toBe(essence(known.answer, email))
    expect(unknown.ms).toBeGreaterThan(240)
    expect((await portal.db.query('select 1 from outbox')).length).toBe(before.length + 1)
    expect(await portal.db.query('select 1 from password_reset where asked_at is null')).toEqual([])
  })

  test('ACC-02 whoever was only invited, or has been removed everywhere, gets none', async () => {
    const invited = `${randomUUID()}@example.com`
    await invite(portal, account, { email: invited })
    const { email, memberId } = await person()
    await portal.db.query(
      `with freed as (update seat set holder_id = null where holder_id = $1),
         ended as (update seat_assignment set ended_at = now(), ended_by = started_by where member_id = $1)
       update member set removed_at = now() where id = $1`,
      [memberId],
    )
    for (const address of [invited, email]) {
      expect((await ask(address)).text).toContain('Look into your inbox')
      expect(await links(address)).toEqual([])
    }
  })

  test('ACC-02 neither the database nor the outbox holds what opens the link', async () => {
    const { email } = await person()
    await ask(email)
    const [link] = await links(email)
    const secretPart = link!.split('.')[1]!
    for (const table of ['password_reset', 'outbox', 'audit']) {
      const rows = await portal.db.query<{ row: string }>(`select t::text as row from ${table} t`)
      expect(rows.some(({ row }) => row.includes(secretPart))).toBe(false)
    }
  })

  test.each([
    ['short', 'Use at least 12 characters'],
    ['passwordpassword', 'easy to guess'],
    ['x'.repeat(129), 'Use at most 128'],
  ])('ACC-02 the password %s will not do, and the link still works', async (weak, sentence) => {
    const { email } = await person()
    await ask(email)
    const [link] = await links(email)
    const answer = await set(link!, weak)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(sentence)
    expect(answer.text).not.toContain(`value="${weak}"`)
    expect((await set(link!)).status).toBe(303)
  })

  test('ACC-02 of two who send the form at once, one sets the password', async () => {
    const { email } = await person()
    await ask(email)
    const [link] = await links(email)
    const visitors = [portal.visitor(), portal.visitor()]
    await Promise.all(visitors.map((visitor) => visitor.get(link!)))
    const answers = await Promise.all(
      visitors.map((visitor) => visitor.post(link!, { password: newPassword })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
  })

  test('ACC-02 asked for twice at once, there is one link that works', async () => {
    const { email } = await person()
    await Promise.all([ask(email), ask(email), ask(email)])
    const states = await Promise.all(
      (await links(email)).map(async (link) => (await portal.visitor().get(link)).status),
    )
    expect(states.sort()).toEqual([200, 410, 410])
  })
})

describe('ACC-02 links that must not work', () => {
  interface Case {
    readonly name: string
    readonly status: number
    readonly says: string
    readonly link: () => Promise<string>
  }
  const fresh = async () => {
    const { email } = await person()
    await ask(email)
    return { email, link: (await links(email))[0]! }
  }
  const cases: readonly Case[] = [
    {
      name: 'one that was used',
      status: 410,
      says: 'This link has been used',
      link: async () => {
        const { link } = await fresh()
        await set(link)
        return link
      },
    },
    {
      name: 'one in whose place a newer one has come',
      status: 410,
      says: 'This link no longer works',
      link: async () => {
        const { email, link } = await fresh()
        await ask(email)
        return link
      },
    },
    {
      name: 'one that is an hour old, to the millisecond',
      status: 410,
      says: 'This link no longer works',
      link: async () => {
        const { link } = await fresh()
        portal.clock.wall = (TEST_NOW + MS_PER_HOUR) as Instant
        return link
      },
    },
    {
      name: 'one with a forged signature',
      status: 404,
      says: 'This link leads nowhere',
      link: async () => (await fresh()).link.replace(/\.[\w-]{43}$/, `.${'A'.repeat(43)}`),
    },
    {
      name: 'one that another secret has signed',
      status: 404,
      says: 'This link leads nowhere',
      link: async () => {
        const id = (await fresh()).link.split('/')[2]!.split('.')[0]!
        return `/reset-password/${resetToken('another secret of the tests, long enough', id)}`
      },
    },
    {
      name: 'the signature of an invitation with the same identity',
      status: 404,
      says: 'This link leads nowhere',
      link: async () => {
        const id = (await fresh()).link.split('/')[2]!.split('.')[0]!
        return `/reset-password/${invitationToken(portal.secret, id, 1)}`
      },
    },
    {
      name: 'one cut off in the mail',
      status: 404,
      says: 'This link leads nowhere',
      link: async () => (await fresh()).link.slice(0, -5),
    },
    {
      name: 'a sign-up link under this address',
      status: 404,
      says: 'This link leads nowhere',
      link: async () => (await person()).signUpLink.replace('/sign-up/', '/reset-password/'),
    },
    {
      name: 'a well-signed one for nobody',
      status: 404,
      says: 'This link leads nowhere',
      link: async () => `/reset-password/${resetToken(portal.secret, randomUUID())}`,
    },
    {
      name: 'nonsense',
      status: 404,
      says: 'This link leads nowhere',
      link: async () => '/reset-password/nonsense',
    },
  ]
  test.each(cases)('ACC-02 $name: $status, looked at or sent', async ({ link, status, says }) => {
    const path = await link()
    const seen = await portal.visitor().get(path)
    expect([seen.status, seen.text.includes(says)]).toEqual([status, true])
    expect((await portal.visitor().get(`${path}.data`)).status).toBeGreaterThanOrEqual(400)
    const sent = await force(path)
    expect([sent.status, sent.text.includes(says)]).toEqual([status, true])
  })

  test('ACC-02 a scanner that opens the link, even often, does not use it up; and the business clock does not age it', async () => {
    const { link } = await fresh()
    for (let i = 0; i < 5; i++) expect((await portal.visitor().get(link)).status).toBe(200)
    expect((await portal.visitor().send({ method: 'HEAD', path: link })).status).toBe(200)
    portal.clock.business = (TEST_NOW + 400 * MS_PER_DAY) as Instant
    portal.clock.wall = (TEST_NOW + MS_PER_HOUR - 1) as Instant
    expect((await set(link)).status).toBe(303)
  })

  test('ACC-02 without the form’s own token, or from another site, nothing is set', async () => {
    const { email, link } = await fresh()
    const visitor = portal.visitor()
    await visitor.get(link)
    expect((await visitor.post(link, { csrf: 'x', password: newPassword })).status).toBe(403)
    const abroad = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    expect((await visitor.post(link, { password: newPassword }, abroad)).status).toBe(403)
    expect((await signIn(portal.visitor(), email, newPassword)).status).toBe(422)
  })
})

describe('brute force', () => {
  test('ACC-02 wishes are slowed for one e-mail, known or not, and for one place', async () => {
    const { email } = await person()
    for (const address of [email, 'nobody@example.com']) {
      for (let i = 0; i < 5; i++) expect((await ask(address)).status).toBe(200)
      const late = await ask(address)
      expect([late.status, late.text.includes('too often')]).toEqual([429, true])
    }
    expect((await links(email)).length).toBe(5)
    await portal.db.query(`update rate_limit set points = 30 where key like 'reset-address:%'`)
    expect((await ask(`${randomUUID()}@example.com`)).status).toBe(429)
  })

  test('ACC-02 tries with links are slowed for one place', async () => {
    const tried = async () => (await force(`/reset-password/${randomUUID()}.${'A'.repeat(43)}`)).status
    expect(await tried()).toBe(404)
    await portal.db.query(`update rate_limit set points = 29 where key like 'reset-try:%'`)
    expect([await tried(), await tried()]).toEqual([404, 429])
  })

  test('ACC-02 who was locked out by guesses gets in with the new password at once', async () => {
    const { email } = await person()
    const guesser = portal.visitor()
    for (let i = 0; i < 8; i++) await signIn(guesser, email, 'a wrong guess')
    expect((await signIn(guesser, email, goodPassword)).status).toBe(429)
    await ask(email)
    await set((await links(email))[0]!)
    expect((await signIn(guesser, email, newPassword)).status).toBe(303)
  })
})

test.each(['', '   ', 'no address', 'a@b c@d', `${'a'.repeat(300)}@example.com`, 'a\u0000@example.com'])(
  'the e-mail %j is answered in words',
  async (email) => {
    expect([200, 422]).toContain((await ask(email)).status)
  },
)

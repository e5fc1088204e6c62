import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { letClockRun, moveClock, openMovableClock, standClock } from '@seatkeeper/db'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { buildAccount } from '@seatkeeper/testkit'
import { formatInstant } from '@seatkeeper/wording'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { goodPassword, signIn } from '../../../test/people.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'
import { hashPassword } from '../identity/password-hash.ts'

let portal: RunningPortal
beforeAll(async () => {
  portal = await runPortal({ SANDBOX_URL: 'http://localhost:3001' }, 'the database')
})
afterAll(() => portal?.close())
beforeEach(() => openMovableClock(portal.db.url, 'test'))
afterEach(async () => {
  await portal.db.query('delete from business_clock')
  // The process learns that this clock is gone; the next test's is another one.
  await portal.visitor().get('/sign-in')
})

const identity = () => ({ em: portal.db.database.identity(), wallNow: Date.now() as Instant })
const worker = () => ({ em: portal.db.database.worker(), wallNow: Date.now() as Instant })

/** Plays the worker: takes the clock to its target, in one step. */
async function arrive(at?: Instant): Promise<void> {
  const [row] = await portal.db.query<{ at: Date }>('select target_at as at from business_clock')
  await standClock(worker(), at ?? (row!.at.getTime() as Instant))
  await letClockRun(worker())
}

describe('OPS-04 the clock bar', () => {
  test('OPS-04 stands below every page with a way to its history, and nowhere when nobody can move the clock', async () => {
    const page = await portal.visitor().get('/sign-in')
    expect(page.text).toContain('Demo clock')
    expect(page.text).toContain('http://localhost:3001/clock')
    await portal.db.query('delete from business_clock')
    const without = await portal.visitor().get('/sign-in')
    expect(without.text).not.toContain('Demo clock')
    for (const suffix of ['', '.data'])
      expect((await portal.visitor().get(`/demo/clock${suffix}`)).status).toBe(404)
    const visitor = portal.visitor()
    await visitor.get('/sign-in')
    expect((await visitor.post('/demo/clock', { go: 'day' })).status).toBe(404)
  })

  test('OPS-04 a press moves it, and leads back to where one was', async () => {
    const visitor = portal.visitor()
    await visitor.get('/sign-in')
    const pressed = visitor.post('/demo/clock', { go: 'week', to: '/sign-in?to=%2Fmy-access' })
    await expect
      .poll(() => portal.db.query('select 1 from business_clock where goal is not null'))
      .toHaveLength(1)
    await arrive()
    const answer = await pressed
    expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in?to=%2Fmy-access'])
  })

  test('OPS-04 while the worker is on its way, the page says where to, and that it can be looked at again', async () => {
    const visitor = portal.visitor()
    await visitor.get('/sign-in')
    const answer = await visitor.post('/demo/clock', { go: 'next-event', to: '//evil.example' })
    expect([answer.status, answer.headers.location]).toEqual([303, '/demo/clock'])
    const page = await visitor.get('/sign-in')
    expect(page.text).toContain('on its way to the next event')
    expect(page.text).toContain('Look again')
    await arrive((Date.now() + MS_PER_DAY) as Instant)
  })

  test('OPS-04 three quick presses are three days, and each leads back to its page', async () => {
    const visitor = portal.visitor()
    await visitor.get('/sign-in')
    const pressed = [1, 2, 3].map(() => visitor.post('/demo/clock', { go: 'day', to: '/sign-in' }))
    const moves = () =>
      portal.db.query<{ from: Date; more: number }>(
        'select stands_at as from, jsonb_array_length(goals_to_come) as more from business_clock where goal is not null',
      )
    await expect.poll(async () => (await moves())[0]?.more).toBe(2)
    const from = (await moves())[0]!.from.getTime()
    const { utc } = formatInstant((from + 3 * MS_PER_DAY) as Instant)
    expect((await visitor.get('/sign-in')).text).toContain(`on its way to ${utc}`)
    for (let day = 1; day <= 3; day++) await arrive()
    for (const { status, headers } of await Promise.all(pressed))
      expect([status, headers.location]).toEqual([303, '/sign-in'])
    expect(await moves()).toEqual([])
    expect((await visitor.get('/sign-in')).text).not.toContain('on its way')
  })

  test('OPS-04 come where it was sent, it is not said to be on its way there', async () => {
    await moveClock(identity(), { to: 'later', days: 1 })
    const [row] = await portal.db.query<{ at: Date }>('select target_at as at from business_clock')
    await standClock(worker(), row!.at.getTime() as Instant)
    const page = await portal.visitor().get('/demo/clock')
    expect(page.text).toContain('doing what falls due now')
    expect(page.text).not.toContain('on its way')
    await letClockRun(worker())
  })

  test.each([
    ['back in time', { go: 'at', at: '2020-01-01T00:00' }, 'goes forward only'],
    ['a century on', { go: 'at', at: '2126-01-01T00:00' }, 'too far'],
    ['no date', { go: 'at', at: 'soon' }, 'Enter a date and a time.'],
    ['a day that is none', { go: 'at', at: '2031-13-40T00:00' }, 'Enter a date and a time.'],
    ['nowhere', { go: 'backwards' }, 'Choose where the clock is to go.'],
  ])('OPS-04 %s is refused in words', async (_what, form, sentence) => {
    const visitor = portal.visitor()
    await visitor.get('/demo/clock')
    const answer = await visitor.post('/demo/clock', form)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(sentence)
  })

  test('OPS-04 no other site moves it', async () => {
    const visitor = portal.visitor()
    await visitor.get('/demo/clock')
    for (const [fields, headers] of [
      [{ go: 'day', csrf: 'x' }, {}],
      [{ go: 'day' }, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ] as const) {
      expect((await visitor.post('/demo/clock', fields, headers)).status).toBe(403)
    }
    expect(await portal.db.query('select 1 from business_clock where goal is not null')).toEqual([])
  })
})

describe('OPS-04 several processes', () => {
  const children: ChildProcess[] = []
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  async function anotherProcess(variables: Record<string, string>) {
    const reserved = createServer()
    await new Promise<void>((resolve) => reserved.listen(0, resolve))
    const { port } = reserved.address() as { port: number }
    await new Promise((resolve) => reserved.close(resolve))
    const origin = `http://localhost:${port}`
    const child = spawn(process.execPath, [path.join(import.meta.dirname, '../../../server/main.ts')], {
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_ENV: 'production',
        DATABASE_URL: portal.db.url,
        APP_SECRET: portal.secret,
        PORT: String(port),
        PORTAL_URL: origin,
        LOG_LEVEL: 'silent',
        ...variables,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    children.push(child)
    let said = ''
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    return { origin, ended, said: () => said }
  }

  test(
    'OPS-04 no request that comes after a move is answered with the old time, in any of them',
    { timeout: 90_000 },
    async () => {
      const { origin } = await anotherProcess({ SEATKEEPER_MODE: 'test' })
      const patience = Date.now() + 60_000
      while (
        !(await fetch(`${origin}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ))
      ) {
        if (Date.now() > patience) throw new Error('the second portal never answered')
        await pause(50)
      }
      const shown = async (at: string) => {
        const text = await (await fetch(`${at}/demo/clock`)).text()
        return /Business time is <strong>([^<]+)</.exec(text)?.[1]
      }
      const start = Math.ceil(Date.now() / MS_PER_DAY) * MS_PER_DAY
      await moveClock(identity(), { to: 'instant', at: (start + 200 * MS_PER_DAY) as Instant })
      for (let day = 1; day <= 40; day++) {
        const at = new Date(start + day * MS_PER_DAY)
        // Requests that are under way while it is moved may know either time; whoever asks afterwards, only the new one.
        const underWay = [portal.origin, origin, portal.origin, origin].map(shown)
        await standClock(worker(), at.getTime() as Instant)
        const expected = `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(at)}, 00:00 UTC`
        expect(await Promise.all([origin, portal.origin, origin].map(shown))).toEqual([
          expected,
          expected,
          expected,
        ])
        await Promise.all(underWay)
      }
    },
  )

  test('OPS-04 production does not open on a demo’s database', { timeout: 60_000 }, async () => {
    const { ended, said } = await anotherProcess({ SEATKEEPER_MODE: 'production' })
    expect(await ended).toBe(1)
    expect(said()).toContain('The portal can’t start: this database belongs to a demo')
  })
})

test('OPS-04 sessions stay on the wall clock: a month of business time signs nobody out', async () => {
  const account = await buildAccount(portal.db.url, { passwordHash: await hashPassword(goodPassword) })
  const visitor = portal.visitor()
  expect((await signIn(visitor, account.ownerEmail)).status).toBe(303)
  await moveClock(identity(), { to: 'later', days: 30 })
  await arrive()
  expect((await visitor.get('/my-access')).status).toBe(200)
})

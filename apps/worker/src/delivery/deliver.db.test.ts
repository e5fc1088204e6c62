import { setTimeout as sleep } from 'node:timers/promises'
import {
  addUser,
  beginSending,
  claimOutbox,
  queueDueNotices,
  sweepLeases,
  withdrawInvitation,
  type NewUser,
} from '@seatkeeper/db'
import { createMailer, type Mailer } from '@seatkeeper/mail'
import type { Instant } from '@seatkeeper/rules'
import {
  buildAccount,
  createTestDatabase,
  TEST_NOW,
  testDay,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { startSmtpSink, type SmtpSinkOptions } from '@seatkeeper/testkit/smtp-sink'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { MOST_ATTEMPTS } from './backoff.ts'
import { deliver, type DeliveryOutcome, type DeliveryParts } from './deliver.ts'
import { deliveryLoop } from './delivery-loop.ts'

const MINUTE = 60_000
// Deliveries run on the wall clock, whatever day it is in the tests' world; a little ahead, past what was just written.
const WALL = (Date.now() + MINUTE) as Instant
const silent = pino({ level: 'silent' })

let world: TestDatabase
let account: TestAccount

beforeAll(async () => {
  world = await createTestDatabase()
  account = await buildAccount(world.url, {
    name: 'Larkspur Outfitters',
    fullTimeSeats: 10,
    seasons: [
      { name: 'June rush', from: -5, to: 10, seats: 100 },
      { name: 'Harvest', from: 60, to: 90, seats: 10 },
    ],
  })
})
beforeEach(() => world.query('delete from outbox'))
afterAll(() => world.drop())

/** A mailer into a sink of its own, and what the worker needs besides. */
async function parts(options: SmtpSinkOptions = {}, wallNow: () => number = () => WALL) {
  const sink = await startSmtpSink(options)
  const mailer = createMailer({ smtpUrl: sink.url, from: 'Seatkeeper <seats@example.com>' })
  const delivery: DeliveryParts = {
    database: world.database,
    mailer,
    clocks: { businessNow: () => TEST_NOW, wallNow: () => wallNow() as Instant },
    installation: {
      productName: 'Seatkeeper',
      portalUrl: 'https://seats.example.com',
      productUrl: 'https://app.example.com/',
      appSecret: 'a secret of thirty-two characters or more',
    },
    random: () => 0.5,
    log: silent,
  }
  return {
    delivery,
    sink,
    async [Symbol.asyncDispose]() {
      mailer.close()
      await sink.stop()
    },
  }
}

const realClocks = { businessNow: () => TEST_NOW, wallNow: () => Date.now() as Instant }

let added = 0

async function add(user: Partial<NewUser> = {}): Promise<string> {
  const email = `user${++added}@example.com`
  const decision = await addUser(
    { em: world.database.tenant(), actor: account.owner, now: TEST_NOW },
    {
      email,
      name: 'Ada Byron',
      type: 'seasonal',
      seasonIds: [account.seasons[0]!.id],
      permissionSetId: null,
      ...user,
    },
  )
  if (decision.kind !== 'grant') throw new Error(`Not added: ${decision.reason}`)
  return decision.memberId
}

async function deliverDue({ delivery }: { delivery: DeliveryParts }): Promise<DeliveryOutcome[]> {
  const wallNow = delivery.clocks.wallNow()
  const events = await claimOutbox(world.database.worker(), { wallNow, limit: 100, leaseMs: MINUTE })
  return Promise.all(events.map((event) => deliver(delivery, event)))
}

async function outbox() {
  return world.query<{
    state: string
    attempts: number
    note: string | null
    due_at: Date
    message_id: string | null
  }>('select state, attempts, note, due_at, message_id from outbox order by id')
}

describe('MAIL-01 the invitation goes out', () => {
  test('D-17 to a seasonal user whose season is open: one mail with dates and sign-up link', async () => {
    await using use = await parts()
    await add()
    expect(await deliverDue(use)).toEqual(['delivered'])
    const [mail] = use.sink.mails
    expect(mail?.subject).toBe('Larkspur Outfitters invites you to Seatkeeper')
    expect(mail?.text).toContain('June rush')
    expect(mail?.text).toContain('5 Jun 2026, 00:00 UTC')
    expect(mail?.text).toMatch(/https:\/\/seats\.example\.com\/sign-up\/[0-9a-f-]{36}\.[\w-]{43}/)
    expect((await outbox())[0]).toMatchObject({
      state: 'delivered',
      message_id: expect.stringMatching(/@example\.com>$/),
    })
  })

  test('to a seasonal user before opening: the dates, and no link', async () => {
    await using use = await parts()
    await add({ seasonIds: [account.seasons[1]!.id] })
    await deliverDue(use)
    expect(use.sink.mails[0]?.text).toContain('Harvest')
    expect(use.sink.sources[0]).not.toMatch(/https?:/)
  })

  test('to a full-time user: the sign-up link', async () => {
    await using use = await parts()
    await add({ type: 'full-time', seasonIds: [] })
    await deliverDue(use)
    expect(use.sink.mails[0]?.text).toContain('/sign-up/')
  })
})

describe('MAIL-02 MAIL-03 what is told of a season goes out', () => {
  test('from invitation to closing: the subjects in order, the link, the calendar file', async () => {
    let business: Instant = TEST_NOW
    await using use = await parts()
    const delivery: DeliveryParts = {
      ...use.delivery,
      clocks: { ...use.delivery.clocks, businessNow: () => business },
    }
    await add({ seasonIds: [account.seasons[1]!.id] })
    await deliverDue({ delivery })
    for (const days of [60, 91]) {
      business = Date.parse(testDay(days)) as Instant
      await queueDueNotices(world.database.worker(), { upTo: business, wallNow: WALL })
      await deliverDue({ delivery })
    }
    const own = use.sink.mails.filter(({ to }) => [to].flat()[0]?.text.includes(`user${added}@`))
    expect(own.map(({ subject }) => subject)).toEqual([
      'Larkspur Outfitters invites you to Seatkeeper',
      'Your Seatkeeper access window is open!',
      'Your Seatkeeper access window has closed',
    ])
    const [, opened, closed] = own
    expect(opened?.text).toMatch(/https:\/\/seats\.example\.com\/sign-up\/[0-9a-f-]{36}\.[\w-]{43}/)
    expect(opened?.attachments[0]?.contentType).toBe('text/calendar')
    expect(opened?.attachments[0]?.content.toString()).toContain('DTSTART:20260809T000000Z')
    expect(opened?.headers.get('list')).toMatchObject({ id: { name: 'access-notices.example.com' } })
    expect(closed?.text).not.toContain('http')
  })

  test('MAIL-04 put off while the account is locked, and not given up', async () => {
    await using use = await parts()
    await add({ seasonIds: [account.seasons[1]!.id] })
    await deliverDue(use)
    const opens = Date.parse(testDay(60)) as Instant
    // The test before this one has been there already.
    await world.query('delete from notice_boundary')
    await queueDueNotices(world.database.worker(), { upTo: opens, wallNow: WALL })
    await world.query('update account set overdue_since = now(), grace_deadline = $1', [new Date(TEST_NOW)])
    const clocks = { ...use.delivery.clocks, businessNow: () => opens }
    expect(new Set(await deliverDue({ delivery: { ...use.delivery, clocks } }))).toEqual(new Set(['retry']))
    await world.query('update account set overdue_since = null, grace_deadline = null')
  })
})

describe('MAIL-04 sent once, or the doubt is shown', () => {
  test('two workers at once send each mail once', async () => {
    await using one = await parts()
    for (let i = 0; i < 12; i++) await add()
    const outcomes = await Promise.all([deliverDue(one), deliverDue(one), deliverDue(one)])
    expect(outcomes.flat()).toEqual(Array.from({ length: 12 }, () => 'delivered'))
    expect(new Set(one.sink.mails.map(({ to }) => [to].flat()[0]?.text)).size).toBe(12)
  })

  test('a withdrawn invitation sends nothing and says why', async () => {
    await using use = await parts()
    const memberId = await add({ type: 'full-time', seasonIds: [] })
    await withdrawInvitation(
      { em: world.database.tenant(), actor: account.owner, now: TEST_NOW },
      { memberId },
    )
    expect(await deliverDue(use)).toEqual(['skipped'])
    expect(use.sink.mails).toHaveLength(0)
    expect((await outbox())[0]).toMatchObject({ state: 'skipped', note: 'withdrawn' })
  })

  test('a refusal for now is tried again half a minute later, and not before', async () => {
    let now: number = WALL
    let busy = true
    await using use = await parts({ recipient: () => (busy ? 450 : undefined) }, () => now)
    await add()
    expect(await deliverDue(use)).toEqual(['retry'])
    busy = false
    now += 29_999
    expect(await deliverDue(use)).toEqual([])
    now += 1
    expect(await deliverDue(use)).toEqual(['delivered'])
    expect((await outbox())[0]).toMatchObject({ attempts: 2 })
  })

  test('a server that is not there: tried again however often, never given up, never a bounce, loudly logged', async () => {
    await using use = await parts()
    await use.sink.stop()
    await add()
    await world.query('update outbox set attempts = $1', [MOST_ATTEMPTS])
    const lines: string[] = []
    const log = pino({ level: 'error' }, { write: (line) => void lines.push(line) })
    expect(await deliverDue({ delivery: { ...use.delivery, log } })).toEqual(['unreached'])
    expect((await outbox())[0]).toMatchObject({ state: 'retry' })
    expect(await world.query('select 1 from invitation where bounced_at is not null')).toHaveLength(0)
    expect(lines.join('')).toContain('the mail server does not take our mail')
  })

  test('MAIL-04 a server that was away for a day and is busy when it comes back: the mail is not given up for it', async () => {
    let now: number = WALL
    await using away = await parts({}, () => now)
    await away.sink.stop()
    await using back = await parts({ recipient: () => 450 }, () => now)
    await add()
    for (let tries = 1; tries <= MOST_ATTEMPTS + 2; tries++) {
      expect(await deliverDue(away)).toEqual(['unreached'])
      now += 2 * 3_600_000
    }
    // What says 'not now' eight times more is still tried.
    for (let tries = 1; tries <= 8; tries++) {
      expect(await deliverDue(back)).toEqual(['retry'])
      now += 2 * 3_600_000
    }
  })

  test('MAIL-06 a mail refused for what stands in it has failed; the address is not called wrong', async () => {
    await using use = await parts({ verdict: () => ({ refuse: 554 }) })
    await add()
    expect(await deliverDue(use)).toEqual(['failed'])
    expect(await world.query('select 1 from invitation where bounced_at is not null')).toHaveLength(0)
  })

  test('given up after the last attempt', async () => {
    await using use = await parts({ recipient: () => 450 })
    await add()
    await world.query('update outbox set attempts = $1', [MOST_ATTEMPTS - 1])
    expect(await deliverDue(use)).toEqual(['failed'])
  })

  test('MAIL-06 a refusal for good bounces, and the invitation knows', async () => {
    await using use = await parts({ recipient: () => 550 })
    await add()
    expect(await deliverDue(use)).toEqual(['failed'])
    expect(await world.query('select 1 from invitation where bounced_at is not null')).toHaveLength(1)
  })

  test('D-41 a server that hangs up after the whole mail: unknown, and never sent again by itself', async () => {
    let now: number = WALL
    await using use = await parts({ verdict: () => 'hang-up' }, () => now)
    await add()
    expect(await deliverDue(use)).toEqual(['unknown'])
    now += 1000 * MINUTE
    await sweepLeases(world.database.worker(), { wallNow: now as Instant, mostAttempts: MOST_ATTEMPTS })
    expect(await deliverDue(use)).toEqual([])
  })

  test('D-41 a worker that dies after the server’s acceptance leaves it unknown; one that dies before lets another send', async () => {
    await using use = await parts()
    await add()
    await add()
    const em = world.database.worker()
    const events = await claimOutbox(em, { wallNow: WALL, limit: 2, leaseMs: MINUTE })
    await beginSending(em, events[0]!, { wallNow: WALL })
    // Both workers are gone; their leases run out.
    const later = (WALL + 2 * MINUTE) as Instant
    expect(await sweepLeases(em, { wallNow: later, mostAttempts: MOST_ATTEMPTS })).toEqual({
      retry: 1,
      unknown: 1,
      failed: 0,
    })
    expect(
      await deliverDue({
        delivery: { ...use.delivery, clocks: { ...use.delivery.clocks, wallNow: () => later } },
      }),
    ).toEqual(['delivered'])
    expect((await outbox()).map(({ state }) => state).toSorted()).toEqual(['delivered', 'unknown'])
  })

  test('D-41 a slow server’s mail stays this worker’s, however long it takes', async () => {
    await using use = await parts({}, Date.now)
    await add()
    const leaseMs = 2_000
    const clock = use.delivery.clocks
    const em = world.database.worker()
    const [event] = await claimOutbox(em, { wallNow: clock.wallNow(), limit: 1, leaseMs })
    const mailer: Mailer = {
      ...use.delivery.mailer,
      async send(mail) {
        await sleep(2.5 * leaseMs)
        expect(await sweepLeases(em, { wallNow: clock.wallNow(), mostAttempts: MOST_ATTEMPTS })).toEqual({
          retry: 0,
          unknown: 0,
          failed: 0,
        })
        return use.delivery.mailer.send(mail)
      },
    }
    expect(await deliver({ ...use.delivery, mailer }, event!, leaseMs)).toBe('delivered')
  })

  test('a worker that was too slow does not send what another has taken over', async () => {
    await using use = await parts()
    await add()
    const em = world.database.worker()
    const [slow] = await claimOutbox(em, { wallNow: WALL, limit: 1, leaseMs: MINUTE })
    await sweepLeases(em, { wallNow: (WALL + 2 * MINUTE) as Instant, mostAttempts: MOST_ATTEMPTS })
    expect(await deliver(use.delivery, slow!)).toBe('lease-lost')
    expect(use.sink.mails).toHaveLength(0)
  })
})

describe('the loop', () => {
  test('no mail has begun while it waits for a connection', async () => {
    await using use = await parts()
    let most = 0
    let under = 0
    const mailer: Mailer = {
      ...use.delivery.mailer,
      connections: 2,
      async send(mail) {
        most = Math.max(most, ++under)
        await sleep(50)
        under -= 1
        return use.delivery.mailer.send(mail)
      },
    }
    for (let i = 0; i < 6; i++) await add()
    const stop = new AbortController()
    const loop = deliveryLoop({ ...use.delivery, mailer, clocks: realClocks }, stop.signal)
    await use.sink.arrived(6, 20_000)
    stop.abort()
    await loop
    expect(most).toBe(2)
  })

  test('delivers what comes in, ends when it is told to, and finishes what it has begun', async () => {
    await using use = await parts()
    const stop = new AbortController()
    const loop = deliveryLoop({ ...use.delivery, clocks: realClocks }, stop.signal)
    for (let i = 0; i < 30; i++) await add()
    await use.sink.arrived(30)
    stop.abort()
    await loop
    expect(new Set((await outbox()).map(({ state }) => state))).toEqual(new Set(['delivered']))
  })

  test('outlives a database that does not answer', async () => {
    await using use = await parts()
    let asked = 0
    const worker = () => {
      asked += 1
      if (asked <= 2) throw new Error('the database is away')
      return world.database.worker()
    }
    const stop = new AbortController()
    const database = { ...world.database, worker }
    const loop = deliveryLoop({ ...use.delivery, database, clocks: realClocks }, stop.signal)
    await add()
    await use.sink.arrived(1, 10_000)
    stop.abort()
    await loop
    await vi.waitFor(async () => expect((await outbox())[0]?.state).toBe('delivered'))
  })
})

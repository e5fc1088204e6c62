import {
  createProcessClock,
  deliveriesUnderWay,
  moveClock,
  openMovableClock,
  type ProcessClock,
} from '@seatkeeper/db'
import { createMailer } from '@seatkeeper/mail'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import {
  added,
  buildAccount,
  createTestDatabase,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { startSmtpSink, type SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeliveryParts } from '../delivery/deliver.ts'
import type { DueWork } from '../due/due-work.ts'
import { catchUp } from './catch-up.ts'
import { clockLoop } from './clock-loop.ts'

let world: TestDatabase
let account: TestAccount
let sink: SmtpSink
const silent = pino({ level: 'silent' })
const START = Date.now() as Instant
const inDays = (days: number) => (START + days * MS_PER_DAY) as Instant

beforeAll(async () => {
  ;[world, sink] = await Promise.all([createTestDatabase(), startSmtpSink()])
  account = await buildAccount(world.url, { fullTimeSeats: 50, now: START })
})
afterAll(async () => {
  await sink.stop()
  await world.drop()
})
beforeEach(async () => {
  for (const table of ['business_clock', 'business_clock_step', 'outbox'])
    await world.query(`delete from ${table}`)
  await openMovableClock(world.url, 'test')
})

interface Done {
  readonly name: string
  readonly upTo: Instant
  /** What another process's clock said while it was done. */
  readonly clock: Instant
  /** How many mails the world had been sent by then. */
  readonly mails: number
}

/** Work with its instants; each time it runs for a due one it invites somebody, so that a mail goes out. */
function dueOn(name: string, days: readonly number[], done: Done[], fault?: () => void): DueWork {
  const elsewhere = createProcessClock({ mode: 'test', em: () => world.database.identity() })
  const handled = new Set<Instant>()
  return {
    name,
    nextAt: async (after) => days.map(inDays).find((at) => at > after) ?? null,
    async run(upTo) {
      for (const at of days.map(inDays)) {
        if (at > upTo || handled.has(at)) continue
        fault?.()
        handled.add(at)
        await elsewhere.refresh()
        done.push({ name, upTo, clock: elsewhere.businessNow(), mails: sink.mails.length - before })
        await added(world.database, account, {}, at)
      }
    },
  }
}

let before = 0
async function worker(
  work: readonly DueWork[],
  use: (parts: { delivery: DeliveryParts; clock: ProcessClock; work: readonly DueWork[] }) => Promise<void>,
): Promise<void> {
  const clock = createProcessClock({ mode: 'test', em: () => world.database.worker() })
  const mailer = createMailer({ smtpUrl: sink.url, from: 'Seatkeeper <seats@example.com>' })
  const delivery: DeliveryParts = {
    database: world.database,
    mailer,
    clocks: clock,
    installation: {
      productName: 'Seatkeeper',
      portalUrl: 'https://seats.example.com',
      productUrl: 'https://app.example.com/',
      appSecret: 'a secret of thirty-two characters or more',
    },
    random: () => 0.5,
    log: silent,
  }
  try {
    await use({ delivery, clock, work })
  } finally {
    mailer.close()
  }
}

const move = (days: number) =>
  moveClock({ em: world.database.identity(), wallNow: START }, { to: 'instant', at: inDays(days) })
const never = new AbortController().signal

test('OPS-04 stops at each due instant in order, does what is due there, and waits for its mails', async () => {
  before = sink.mails.length
  const done: Done[] = []
  await move(10)
  await worker([dueOn('closing', [3, 7, 12], done), dueOn('reminder', [1, 7], done)], async (parts) => {
    await catchUp(parts, never)
    expect(parts.clock.state()?.move).toBeNull()
    expect(parts.clock.businessNow() - inDays(10)).toBeLessThan(60_000)
    expect(parts.clock.businessNow()).toBeGreaterThanOrEqual(inDays(10))
  })
  expect(done).toEqual([
    { name: 'reminder', upTo: inDays(1), clock: inDays(1), mails: 0 },
    { name: 'closing', upTo: inDays(3), clock: inDays(3), mails: 1 },
    { name: 'closing', upTo: inDays(7), clock: inDays(7), mails: 2 },
    { name: 'reminder', upTo: inDays(7), clock: inDays(7), mails: 2 },
  ])
  expect(sink.mails.length - before).toBe(4)
  expect(await deliveriesUnderWay({ em: world.database.worker(), wallNow: START })).toBe(0)
})

test('OPS-04 ‘next event’ goes to the first thing due, and stays where it is when nothing is', async () => {
  const done: Done[] = []
  const next = () => moveClock({ em: world.database.identity(), wallNow: START }, { to: 'next-event' })
  await worker([dueOn('closing', [3], done)], async (parts) => {
    await next()
    await catchUp(parts, never)
    expect(done.map(({ clock }) => clock)).toEqual([inDays(3)])
    const reached = parts.clock.businessNow()
    await next()
    await catchUp(parts, never)
    expect(parts.clock.businessNow() - reached).toBeLessThan(60_000)
  })
})

test('OPS-04 a worker that dies on the way leaves the clock where it stood; the next goes on, and misses nothing', async () => {
  const done: Done[] = []
  await move(10)
  const days = [2, 5, 8]
  let deaths = 0
  const dying = dueOn('closing', days, done, () => {
    if (done.length === 1 && deaths++ === 0) throw new Error('killed')
  })
  await worker([dying], async (parts) => {
    await expect(catchUp(parts, never)).rejects.toThrow('killed')
    await parts.clock.refresh()
    expect(parts.clock.businessNow()).toBe(inDays(5))
  })
  await worker([dying], (parts) => catchUp(parts, never))
  expect(done.map(({ clock }) => clock)).toEqual(days.map(inDays))
})

test('OPS-04 two workers: each instant is worked at once, in order, by whoever has the clock in hand', async () => {
  const done: Done[] = []
  const days = [1, 2, 3, 4, 5, 6]
  const stop = new AbortController()
  const both = [dueOn('a', days, done), dueOn('b', days, done)].map((work) =>
    worker([work], (parts) => clockLoop(parts, stop.signal)),
  )
  await move(7)
  const clock = createProcessClock({ mode: 'test', em: () => world.database.identity() })
  await expect
    .poll(async () => (await clock.refresh(), clock.state()?.move), { timeout: 20_000, interval: 50 })
    .toBeNull()
  stop.abort()
  await Promise.all(both)
  const [winner] = done
  expect(done.map(({ name, clock }) => ({ name, clock }))).toEqual(
    days.map((day) => ({ name: winner!.name, clock: inDays(day) })),
  )
})

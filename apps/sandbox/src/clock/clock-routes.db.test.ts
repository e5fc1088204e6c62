import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { letClockRun, openMovableClock, standClock } from '@seatkeeper/db'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { formatInstant } from '@seatkeeper/wording'
import { createTestDatabase, type TestDatabase } from '@seatkeeper/testkit'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApplication } from '../application.ts'
import { mailDates } from '../mail/business-times.ts'
import { type Mailbox, openMailbox } from '../mail/mailbox.ts'
import { clockRoutes } from './clock-routes.ts'

let world: TestDatabase
let folder: string
let mailbox: Mailbox
let app: Hono
beforeAll(async () => {
  world = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-clock-'))
  mailbox = openMailbox(folder)
  app = new Hono().route('/clock', clockRoutes(mailbox, world.database))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await world.drop()
})

const look = async () => (await app.request('http://localhost/clock')).text()
const press = (fields: Record<string, string>, origin = 'http://localhost') =>
  app.request('http://localhost/clock', {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin },
  })
const worker = () => ({ em: world.database.worker(), wallNow: Date.now() as Instant })
const mail = (subject: string) =>
  mailbox.store(
    Buffer.from(`From: a@example.com\r\nTo: sam@example.com\r\nSubject: ${subject}\r\n\r\nHello\r\n`),
  )

test('OPS-04 from the press to what happened: each mail under the instant at which it was due', async () => {
  expect(await look()).toContain('knows no database whose clock it could move')
  await openMovableClock(world.url, 'test')
  expect(await look()).toContain('The clock has not been moved yet.')

  expect((await press({ go: 'week' })).status).toBe(303)
  const onItsWay = await look()
  expect(onItsWay).toContain('on its way to')
  expect(onItsWay).toContain('http-equiv="refresh"')
  expect((await press({ go: 'day' })).status).toBe(303)

  const noon = (Math.ceil(Date.now() / MS_PER_DAY) * MS_PER_DAY + 12 * 3_600_000) as Instant
  await standClock(worker(), noon)
  await mail('Opened')
  await mail('Opened, too')
  const [row] = await world.query<{ at: Date }>('select target_at as at from business_clock')
  await standClock(worker(), row!.at.getTime() as Instant)
  await letClockRun(worker())
  // The second press's day.
  await standClock(worker(), (row!.at.getTime() + MS_PER_DAY) as Instant)
  await letClockRun(worker())

  const told = await look()
  expect(told).not.toContain('http-equiv')
  const order = ['12:00 UTC', 'Opened</a>', 'Opened, too</a>'].map((part) => told.indexOf(part))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order[0]).toBeGreaterThan(0)

  const inbox = createApplication(mailbox, new Hono(), new Hono(), mailDates(world.database))
  const list = await (await inbox.request('http://localhost/')).text()
  const [noonText, wallText] = [noon, Date.now()].map((at) => formatInstant(at as Instant).utc.slice(0, 11))
  expect(list.replaceAll(/\s+/g, ' ')).toMatch(
    new RegExp(`${noonText}[^<]*12:00 UTC</time> <span class="wall"><time[^>]*>${wallText}`),
  )
}, 20_000)

test.each([
  ['nowhere', { go: 'at', at: 'soon' }, 'Enter a date and a time.'],
  ['back', { go: 'at', at: '2020-01-01T00:00' }, 'goes forward only'],
])('OPS-04 sent %s it says why not', async (_where, fields, sentence) => {
  const answer = await press(fields)
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain(sentence)
})

test('OPS-04 a body that is no form gets the page with its sentence, not a fault', async () => {
  const answer = await app.request('http://localhost/clock', {
    method: 'POST',
    body: 'neither',
    headers: { 'Content-Type': 'multipart/form-data', Origin: 'http://localhost' },
  })
  expect(answer.status).toBe(422)
})

test('OPS-04 no other site moves it', async () => {
  expect((await press({ go: 'day' }, 'https://evil.example')).status).toBe(403)
})

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { added, buildAccount, TEST_NOW, type TestAccount } from '@seatkeeper/testkit'
import express from 'express'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type RunningApi, runApi } from '../../test/running-api.ts'

// As a customer's product has it: a file of its own, loaded from where the documentation says that it is.
const file = path.resolve(import.meta.dirname, '../../../../examples/express-middleware/seatkeeper-access.ts')
const { seatkeeper } = (await import(file)) as {
  seatkeeper: (options: object) => {
    guard: express.RequestHandler
    signedIn: (user: string, at?: Date) => Promise<void>
  }
}

let api: RunningApi
let account: TestAccount
let apiKey: string
const products: Server[] = []
beforeAll(async () => {
  api = await runApi()
  account = await buildAccount(api.db.url, { seasons: [{ name: 'Summer', from: 1, to: 10, seats: 5 }] })
  apiKey = await api.key(account, 'access.evaluate', 'sign-ins.report')
})
afterEach(() => {
  for (const product of products.splice(0)) product.close()
  api.clock.business = TEST_NOW
})
afterAll(() => api.close())

/** A product with the middleware in front of its one route. */
async function product(options: object = {}) {
  const faults: unknown[] = []
  const seats = seatkeeper({
    url: api.origin,
    apiKey,
    organizationId: account.organizationId,
    userOf: (request: express.Request) => request.get('x-user') ?? null,
    whenUnreachable: 'closed',
    onFault: (fault: unknown) => faults.push(fault),
    ...options,
  })
  const app = express().use(seats.guard, (_request, response) => void response.json({ in: true }))
  const server = app.listen(0, '127.0.0.1')
  products.push(server)
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    faults,
    signedIn: seats.signedIn,
    async come(user?: string) {
      const answer = await fetch(url, user === undefined ? {} : { headers: { 'X-User': user } })
      return { status: answer.status, said: (await answer.json()) as { error?: string; reason?: string } }
    },
  }
}

test('ACC-03 a product lets in whom Seatkeeper lets in, from the opening instant on, and says why not before', async () => {
  const { email } = await added(api.db.database, account, { seasonIds: [account.seasons[0]!.id] })
  const opens = (TEST_NOW - (TEST_NOW % MS_PER_DAY) + MS_PER_DAY) as Instant
  const { come, signedIn } = await product()
  expect((await come()).status).toBe(401)
  // The answer of this last second may not be kept.
  api.clock.business = (opens - 1) as Instant
  expect(await come(email)).toMatchObject({ status: 403, said: { reason: 'not-yet-open' } })
  api.clock.business = opens
  expect(await come(email)).toMatchObject({ status: 403, said: { reason: 'not-signed-up' } })
  await signedIn(email, new Date(opens))
  expect((await come(email)).status).toBe(200)
})

test('ACC-03 an answer is kept, and one person’s requests at once ask once', async () => {
  const { come } = await product()
  const answers = await Promise.all(Array.from({ length: 20 }, () => come(account.ownerEmail)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  // Locked meanwhile: within the half minute the kept answer still counts, a fresh product sees it at once.
  api.clock.business = (TEST_NOW + 1) as Instant
  await api.db.query('update account set overdue_since = $2, grace_deadline = $2 where id = $1', [
    account.accountId,
    new Date(TEST_NOW),
  ])
  expect((await come(account.ownerEmail)).status).toBe(200)
  expect((await (await product()).come(account.ownerEmail)).said.reason).toBe('account-locked')
  await api.db.query('update account set overdue_since = null, grace_deadline = null where id = $1', [
    account.accountId,
  ])
})

test.each([
  ['closed', 503],
  ['open', 200],
])('ACC-03 while Seatkeeper can’t be reached it fails %s', async (whenUnreachable, status) => {
  for (const broken of [{ url: 'http://127.0.0.1:9' }, { apiKey: `seat_${'0'.repeat(64)}` }]) {
    const { come, faults } = await product({ whenUnreachable, ...broken })
    expect((await come(account.ownerEmail)).status).toBe(status)
    expect(faults).toHaveLength(1)
  }
})

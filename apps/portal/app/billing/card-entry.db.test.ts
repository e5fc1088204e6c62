import { keepCustomer } from '@seatkeeper/db'
import { buildAccount, type PaymentStandIn, startPaymentStandIn } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, signIn } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import { hashPassword } from '../server/identity/password-hash.ts'

let standIn: PaymentStandIn
let portal: RunningPortal
beforeAll(async () => {
  standIn = await startPaymentStandIn()
  portal = await runPortal({ STRIPE_API_URL: standIn.apiUrl })
})
afterAll(() => Promise.all([portal?.close(), standIn?.stop()]))

test.each([
  ['its first customer', null],
  ['a new customer in the place of one that was deleted there', 'cus_gone'],
])('PAY-01 whoever enters a card gets the processor’s page, for %s', async (_, gone) => {
  const account = await buildAccount(portal.db.url, { passwordHash: await hashPassword(goodPassword) })
  const { accountId, owner, ownerEmail } = account
  if (gone !== null) {
    const em = portal.db.database.tenant()
    await keepCustomer({ em, actor: owner, now: portal.clock.business }, gone)
  }
  const visitor = portal.visitor()
  await signIn(visitor, ownerEmail)
  const answer = await visitor.fill('/settings/billing/card', {})
  expect([answer.status, answer.headers.location]).toEqual([303, expect.stringContaining(standIn.apiUrl)])
  const [row] = await portal.db.query<{ id: string }>(
    'select customer_id as id from payment_account where account_id = $1',
    [accountId],
  )
  expect(row!.id).toMatch(/^cus_[0-9a-f]{10,}$/)
})

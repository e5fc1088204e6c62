import {
  type Actor,
  adoptCard,
  checkInvariants,
  createProcessClock,
  loadDemo,
  moveClock,
  openMovableClock,
  organizationsOf,
} from '@seatkeeper/db'
import { createMailer } from '@seatkeeper/mail'
import { createStripeGateway } from '@seatkeeper/payments'
import { addDays, dayAt, type Instant, MS_PER_DAY, startOfDay } from '@seatkeeper/rules'
import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { startSmtpSink, type SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import { formatInstant } from '@seatkeeper/wording'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catchUp } from '../clock/catch-up.ts'
import type { DeliveryParts } from '../delivery/deliver.ts'
import { allDueWork } from '../due/all.ts'
import type { PaymentParts } from '../payments/payments-loop.ts'
import { collectDue } from './collect-due.ts'

let world: TestDatabase
let standIn: PaymentStandIn
let sink: SmtpSink
beforeAll(async () => {
  ;[world, standIn, sink] = await Promise.all([createTestDatabase(), startPaymentStandIn(), startSmtpSink()])
})
afterAll(() => Promise.all([world.drop(), standIn.stop(), sink.stop()]))

test('OPS-04 PAY-03 ACC-04 ACC-05 the demo’s Copperline, by the clock bar: declined, locked after three days, opened by a card', async () => {
  const now = Date.now() as Instant
  await loadDemo(world.url, { now, passwordHash: 'none' })
  await openMovableClock(world.url, 'test')
  const clock = createProcessClock({ mode: 'test', em: () => world.database.worker() })
  const mailer = createMailer({ smtpUrl: sink.url, from: 'Seatkeeper <seats@example.com>' })
  const log = pino({ level: 'silent' })
  const gateway = createStripeGateway({ secretKey: 'sk_test_x', apiUrl: standIn.apiUrl })
  const portalUrl = 'https://seats.example.com'
  const payments: PaymentParts = { em: () => world.database.worker(), gateway, clocks: clock, portalUrl, log }
  const delivery: DeliveryParts = {
    database: world.database,
    mailer,
    clocks: clock,
    installation: {
      productName: 'Seatkeeper',
      portalUrl,
      productUrl: 'https://app.example.com/',
      appSecret: 'a secret of thirty-two characters or more',
    },
    random: () => 0.5,
    log,
  }
  const work = allDueWork({ database: world.database, wallNow: clock.wallNow, log, payments })
  const go = async (at: Instant) => {
    await moveClock({ em: world.database.identity(), wallNow: clock.wallNow() }, { to: 'instant', at })
    await catchUp({ delivery, clock, work }, new AbortController().signal)
  }
  const told = () =>
    sink.mails.flatMap((mail) =>
      JSON.stringify(mail.to).includes('ap@copperline.example') ? (mail.subject ?? '') : [],
    )
  const [place] = await world.query<{
    memberId: string
    personId: string
    organizationId: string
    accountId: string
  }>(
    `select m.id as "memberId", m.person_id as "personId", m.organization_id as "organizationId",
      m.account_id as "accountId"
     from member m join organization o on o.id = m.organization_id
     where o.name = 'Copperline Retail' and m.role = 'owner'`,
  )
  const actor = { kind: 'member', role: 'owner', channel: 'portal', ...place! } as const satisfies Actor
  const access = async () => {
    const em = world.database.identity()
    const [membership] = await organizationsOf({ em, now: clock.businessNow() }, actor.personId)
    const { kind } = membership!.access
    return kind === 'grant' ? 'let in' : membership!.access.reason
  }
  const account = async () => {
    const [row] = await world.query<{ overdue_since: Date | null; grace_deadline: Date | null }>(
      'select overdue_since, grace_deadline from account where id = $1',
      [actor.accountId],
    )
    return row!
  }

  // It was declined a moment ago, and is told with the first worker, who tries the card once more; the grace runs from there.
  // Loading took a moment: the clock goes forward only.
  await go((now + 60_000) as Instant)
  const deadline = (await account()).grace_deadline!.getTime() as Instant
  expect([3, 4].map((days) => startOfDay(addDays(dayAt(now), days)))).toContain(deadline)
  const declined = `Payment failed: please update the card before ${formatInstant(deadline).utc} (Seatkeeper)`
  expect([told(), await access()]).toEqual([[declined], 'let in'])
  await go((deadline + 60_000) as Instant)
  expect(told()).toEqual([declined, 'Your account is deactivated (Seatkeeper)'])
  expect(await access()).toBe('account-locked')
  const tried = await standIn.invoicesOf('cus_demo_copperline')
  expect(tried).toMatchObject([{ status: 'open' }])

  const entry = await gateway.startCardEntry(
    {
      accountId: actor.accountId,
      customerId: 'cus_demo_copperline',
      returnUrl: `${portalUrl}/back`,
      cancelUrl: `${portalUrl}/no`,
    },
    'another',
  )
  if (entry.kind !== 'known') throw new Error(JSON.stringify(entry))
  await standIn.enterCard(entry.url, '4242424242424242')
  const read = await gateway.readCardEntry(entry.sessionId)
  if (read.kind !== 'known' || !read.card) throw new Error('No card was entered')
  const context = { em: world.database.tenant(), actor, now: clock.businessNow() }
  await adoptCard(context, { ...read.card, customerId: 'cus_demo_copperline' })
  expect(await collectDue(payments, clock.businessNow())).toBe(1)
  expect(await account()).toEqual({ overdue_since: null, grace_deadline: null })
  expect(await access()).toBe('let in')
  expect(await standIn.invoicesOf('cus_demo_copperline')).toMatchObject([{ status: 'paid' }])

  // Fernhill's wire falls due, and Blue Harbor's card is announced before the charge that it will not live to see.
  await go((now + 32 * MS_PER_DAY) as Instant)
  const subjects = sink.mails.map((mail) => mail.subject ?? '')
  expect(subjects).toContain('Invoice 1 is overdue (Seatkeeper)')
  expect(subjects).toContain('Your account is open again (Seatkeeper)')
  mailer.close()
  expect(await checkInvariants(world.url)).toEqual([])
}, 60_000)

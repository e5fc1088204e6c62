import {
  acceptChanges,
  addUser,
  agreeSeasons,
  askForRenewal,
  cancelSubscription,
  type ClaimedEvent,
  declineChanges,
  offerSeason,
  runBilling,
  undoCancelling,
} from '@seatkeeper/db'
import { addMilliseconds, type Instant, startOfDay } from '@seatkeeper/rules'
import {
  buildAccount,
  createTestDatabase,
  newUser,
  TEST_NOW,
  type TestDatabase,
  testDay,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Job, JobContext } from '../delivery/job.ts'
import { jobs } from './jobs.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

const renewal = startOfDay(testDay(185))
const later = (hours: number): Instant => addMilliseconds(TEST_NOW, hours * 3_600_000)

/** What the mails of seat changes say now, in the order in which they were queued: to whom and with which subject, or why not. */
async function mails(accountId: string, now: Instant): Promise<readonly string[]> {
  const context = {
    em: world.database.worker(),
    now,
    wallNow: now,
    installation: {
      productName: 'Seatkeeper',
      portalUrl: 'https://seats.example.com',
      productUrl: 'https://product.example.com',
      appSecret: 'a secret of the tests',
    },
  } as unknown as JobContext
  const events = await world.query<ClaimedEvent>(
    `select o.id, o.type, o.payload from outbox o left join billing_notice n on n.id::text = o.payload ->> 'noticeId'
     where o.account_id = $1 and (o.type = 'seat-given-up' or n.about is not null)
     order by n.at nulls last, n.kind`,
    [accountId],
  )
  const said: string[] = []
  for (const event of events) {
    const prepared = await (jobs[event.type] as Job<typeof event.type>)(context, event as never)
    said.push(
      prepared.kind === 'send'
        ? `${prepared.mail.to.email.replace(/\+.*@/, '@')}: ${prepared.mail.subject.replace(' (Seatkeeper)', '')}`
        : `(${prepared.kind === 'skip' ? prepared.reason : prepared.kind})`,
    )
  }
  return said
}

test('MAIL-05 MAIL-04 seat changes: answered, offered, agreed, cancelled, undone; nothing that is true no more', async () => {
  const account = await buildAccount(world.url, { seasons: [{ name: 'June', from: -5, to: 10, seats: 3 }] })
  const { accountId, ownerEmail } = account
  const vendor = (hours: number) => ({ url: world.url, now: later(hours) })
  const customer = (hours: number) => ({
    em: world.database.tenant(),
    actor: account.owner,
    now: later(hours),
  })
  const fewer = (to: number) => ({ quantities: { 'full-time': to }, people: [] })
  await askForRenewal(customer(0), fewer(3))
  await declineChanges(vendor(1), accountId)
  await askForRenewal(customer(1), fewer(4))
  await acceptChanges(vendor(2), accountId)
  const offer = { firstDay: testDay(3), blocks: 1, seats: 4, unitPrice: 6000 }
  for (const name of ['Fair', 'Market']) {
    const answer = await offerSeason(vendor(3), accountId, { ...offer, name, expiresAt: later(48) })
    expect(answer.kind).toBe('grant')
  }
  expect((await agreeSeasons(vendor(4), accountId, { only: ['June'] })).kind).toBe('grant')
  const to = (subject: string) => `${ownerEmail}: ${subject}`
  const before = [
    to('Your change was not agreed'),
    to('Your change is agreed'),
    to('A season is offered to you: Fair'),
    to('A season is offered to you: Market'),
    to('June is agreed'),
  ]
  expect((await mails(accountId, later(4))).toSorted()).toEqual(before.toSorted())

  expect((await cancelSubscription(customer(5))).kind).toBe('grant')
  // The change lapses with it, and the offers have run out meanwhile.
  expect(await mails(accountId, later(49))).toEqual([
    to('Your change was not agreed'),
    '(changed-meanwhile)',
    '(changed-meanwhile)',
    '(changed-meanwhile)',
    to('June is agreed'),
    to('Your subscription ends on 12 Dec 2026'),
  ])
  expect((await undoCancelling(customer(6))).kind).toBe('grant')
  expect((await mails(accountId, later(6))).slice(5)).toEqual([
    '(changed-meanwhile)',
    to('Your subscription goes on'),
  ])
})

test('D-23 who gives up a seat at the renewal hears of it, and whoever pays; not who has one again', async () => {
  const account = await buildAccount(world.url, { fullTimeSeats: 3 })
  const { accountId, ownerEmail } = account
  const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
  const people: string[] = []
  for (const name of ['Ada', 'Bob', 'Cy']) {
    const user = {
      ...newUser(),
      name,
      email: `${name.toLowerCase()}@example.com`,
      type: 'full-time' as const,
    }
    const answer = await addUser(context, user)
    if (answer.kind !== 'grant') throw new Error(answer.kind)
    people.push(answer.memberId)
  }
  await world.query('update seat set held_until = null where account_id = $1', [accountId])
  const asked = await askForRenewal(context, { quantities: { 'full-time': 1 }, people: people.slice(0, 2) })
  expect(asked.kind).toBe('grant')
  await acceptChanges({ url: world.url, now: TEST_NOW }, accountId)
  await runBilling(world.database.worker(), { upTo: renewal })
  const said = async () => (await mails(accountId, renewal)).slice(1).toSorted()
  expect(await said()).toEqual([
    expect.stringContaining('ada@example.com: Your seat at'),
    expect.stringContaining('bob@example.com: Your seat at'),
    `${ownerEmail}: 2 people have given up a seat`,
  ])
  await world.query('update member set deactivated_at = null where id = $1', [people[0]])
  expect(await said()).toEqual([
    '(active-again)',
    expect.stringContaining('bob@example.com: Your seat at'),
    `${ownerEmail}: 1 person has given up a seat`,
  ])
})

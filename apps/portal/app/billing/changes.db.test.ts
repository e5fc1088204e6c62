import { acceptChanges, addUser, offerSeason, setBillingEmail } from '@seatkeeper/db'
import { type Instant, startOfDay } from '@seatkeeper/rules'
import { buildAccount, type TestAccount, testDay } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, signIn } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import type { Visitor } from '../../test/visitor.ts'
import { hashPassword } from '../server/identity/password-hash.ts'

let portal: RunningPortal
let passwordHash: string
beforeAll(async () => {
  ;[portal, passwordHash] = await Promise.all([runPortal(), hashPassword(goodPassword)])
})
afterAll(() => portal?.close())

const RENEWS = startOfDay(testDay(185))
const at = '/settings/billing'
const vendor = () => ({ url: portal.db.url, now: portal.clock.business })

async function buyer(
  options: Parameters<typeof buildAccount>[1] = {},
): Promise<{ visitor: Visitor; account: TestAccount }> {
  const account = await buildAccount(portal.db.url, { passwordHash, ...options })
  const visitor = portal.visitor()
  await signIn(visitor, account.ownerEmail)
  return { visitor, account }
}

/** A form as its page shows it: with its key. */
async function send(visitor: Visitor, path: string, fields: Record<string, string | readonly string[]>) {
  const page = await visitor.get(path)
  const key = /name="idempotencyKey" value="([^"]+)"/.exec(page.text)?.[1]
  return visitor.post(path, { ...fields, ...(key && { idempotencyKey: key }) })
}

test('BILL-04 D-23 a request without scripts: filed, agreed, shown with who gives up a seat, called off', async () => {
  const { visitor, account } = await buyer()
  const context = { em: portal.db.database.tenant(), actor: account.owner, now: portal.clock.business }
  const user = { name: 'Ada Byron', email: 'ada@example.com', type: 'full-time', seasonIds: [] } as const
  const ada = await addUser(context, { ...user, permissionSetId: null })
  if (ada.kind === 'refuse') throw new Error(ada.reason)

  const page = await visitor.get(`${at}/plan-request`)
  expect(page.text).toContain('can’t be reduced before')
  expect(page.text).toContain('Now 5, of which 1 in use.')
  const wrong = await send(visitor, `${at}/plan-request`, { 'full-time': 'few' })
  expect([wrong.status, wrong.text.includes('Enter a whole number of zero or more.')]).toEqual([422, true])
  const same = await send(visitor, `${at}/plan-request`, {
    'full-time': '5',
    collaborator: '2',
    plan: 'enterprise',
  })
  expect([same.status, same.text.includes('Nothing would change.')]).toEqual([422, true])

  const fields = { 'full-time': '3', collaborator: '2', plan: 'enterprise', people: ada.memberId }
  const filed = await send(visitor, `${at}/plan-request`, fields)
  expect([filed.status, filed.headers.location]).toEqual([303, `${at}/renewal?done=requested`])
  expect((await visitor.get(at)).text).toContain('Asked for')
  expect((await acceptChanges(vendor(), account.accountId)).kind).toBe('grant')
  const renewal = await visitor.get(`${at}/renewal`)
  expect(renewal.text).toContain('Scheduled')
  expect(renewal.text).toContain('Gives up a seat: Ada Byron')
  expect(renewal.text).toContain('Who gives up a seat then')
  // 3 × 89.00 × 12 + 2 × 15.00 × 12
  expect(renewal.text).toContain('3,564.00')
  const [, changeId = ''] = /name="changeId" value="([^"]+)"/.exec(renewal.text) ?? []
  expect((await visitor.post(`${at}/renewal`, { changeId })).headers.location).toBe(
    `${at}/renewal?done=called-off`,
  )
  const again = await visitor.post(`${at}/renewal`, { changeId })
  expect([again.status, again.text.includes('does not wait any more')]).toEqual([404, true])
})

test('BILL-04 D-40 people of another organization of the account are named by whoever manages users there, and by nobody else', async () => {
  const { visitor, account } = await buyer()
  const [clinics] = await portal.db.query<{ id: string }>(
    `insert into organization (id, account_id, name, kind, created_at)
     select gen_random_uuid(), account_id, 'Clinics', kind, created_at from organization where id = $1 returning id`,
    [account.organizationId],
  )
  const organizationId = clinics!.id
  const place = { organizationId, accountId: account.accountId }
  const em = portal.db.database.tenant()
  const actor = { ...place, kind: 'job', job: 'test', channel: 'job' } as const
  const context = { em, actor, now: portal.clock.business }
  const add = async (name: string, email: string, role: 'member' | 'admin') => {
    const added = await addUser(context, {
      name,
      email,
      type: 'full-time',
      seasonIds: [],
      permissionSetId: null,
      role,
    })
    if (added.kind === 'refuse') throw new Error(added.reason)
    return added.memberId
  }
  const bob = await add('Bob Clinic', 'bob@clinics.example', 'member')
  const fields = { 'full-time': '1', collaborator: '2', plan: 'enterprise', people: bob }

  const before = await visitor.get(`${at}/plan-request`)
  expect(before.text).not.toContain('Bob Clinic')
  expect(before.text).toContain('1 more person in other organizations of the account holds a seat.')
  expect((await send(visitor, `${at}/plan-request`, fields)).text).toContain('changed')

  const own = await add('Olga Owner', account.ownerEmail, 'admin')
  await portal.db.query(
    `update member set joined_at = now(), person_id = (select person_id from member where id = $2) where id = $1`,
    [own, account.owner.memberId],
  )
  const page = await visitor.get(`${at}/plan-request`)
  expect(page.text).toContain('bob@clinics.example, Clinics')
  expect(page.text).not.toContain('in other organizations of the account')
  expect((await send(visitor, `${at}/plan-request`, fields)).status).toBe(303)
  const [change] = await portal.db.query(
    `select releases from scheduled_change where account_id = $1 and state = 'requested'`,
    [account.accountId],
  )
  expect(change).toEqual({ releases: [bob] })
  expect((await visitor.get(`${at}/renewal`)).text).toContain(
    'What you have asked for is not in the figures below',
  )
  // Nobody is named any more where the right has gone.
  await portal.db.query(`update member set role = 'member' where id = $1`, [own])
  expect((await visitor.get(`${at}/plan-request`)).text).not.toContain('Bob Clinic')
})

test('BILL-08 D-21 cancelled, undone with one click, ended, and back by a price that is accepted', async () => {
  const { visitor, account } = await buyer()
  // PAY-06: with terms of its own.
  await portal.db.query(`update contract set payment = 'wire', net_days = 14 where account_id = $1`, [
    account.accountId,
  ])
  const cancelled = await send(visitor, `${at}/cancel`, { intent: 'cancel' })
  expect(cancelled.headers.location).toBe(`${at}?done=cancelled`)
  const overview = await visitor.get(at)
  expect(overview.text).toContain('The subscription is cancelled and ends at')
  expect(overview.text).toContain('within 14 days')
  expect(overview.text).not.toContain('>Reduce seats')
  expect((await visitor.get(`${at}/renewal`)).text).toContain('does not renew')
  expect((await visitor.post(`${at}/cancel`, { intent: 'undo' })).headers.location).toBe(`${at}?done=kept`)
  expect((await visitor.post(`${at}/cancel`, { intent: 'undo' })).status).toBe(422)
  expect((await visitor.get(`${at}/reactivate`)).headers.location).toBe(at)
  await send(visitor, `${at}/cancel`, { intent: 'cancel' })

  const before = portal.clock.business
  portal.clock.business = RENEWS
  try {
    // ACC-04: everything but billing is shut, and billing leads back.
    expect((await visitor.get('/settings/users')).status).toBe(403)
    expect((await visitor.get(at)).text).toContain(`href="${at}/reactivate"`)
    expect((await visitor.get(`${at}/cancel`)).headers.location).toBe(`${at}/reactivate`)
    const priced = await visitor.fill(`${at}/reactivate`, {
      interval: 'monthly',
      'full-time': '4',
      collaborator: '0',
    })
    expect(priced.headers.location).toMatch(/billing\/quotes\//)
    const review = await visitor.get(priced.headers.location!)
    expect(review.text).toContain('428.00')
    expect(review.text).toContain('by bank transfer within 14 days')
    // Nothing is charged, and nothing has changed, before it is accepted.
    expect((await visitor.get('/settings/users')).status).toBe(403)
    const bought = await visitor.post(priced.headers.location!, { intent: 'submit' })
    expect((await visitor.get(bought.headers.location!)).text).toContain('A new term of Enterprise')
    expect((await visitor.get('/settings/users')).status).toBe(200)
    expect((await visitor.get(at)).text).toContain('What the renewal brings')
  } finally {
    portal.clock.business = before
  }
})

test('BILL-06 an offer is found in Billing, accepted through its review, or declined', async () => {
  const { visitor, account } = await buyer()
  await portal.db.query(`update contract set payment = 'wire' where account_id = $1`, [account.accountId])
  const offer = { firstDay: testDay(3), blocks: 2, seats: 4, unitPrice: 6000 }
  const expiresAt = (portal.clock.business + 86_400_000) as Instant
  for (const name of ['Trade fair', 'Harvest']) {
    expect((await offerSeason(vendor(), account.accountId, { ...offer, name, expiresAt })).kind).toBe('grant')
  }
  const overview = await visitor.get(at)
  const [fair, harvest] = [...overview.text.matchAll(/billing\/offers\/([\da-f-]+)/g)].map(([, id]) => id!)
  const page = await visitor.get(`${at}/offers/${fair}`)
  expect(page.text).toContain('60.00 a seat for each of 6 months')
  expect(page.text).toContain('1,440.00')
  const accepted = await send(visitor, `${at}/offers/${fair}`, { intent: 'accept' })
  const bought = await visitor.post(accepted.headers.location!, { intent: 'submit' })
  expect((await visitor.get(bought.headers.location!)).text).toContain('The season Trade fair')
  expect((await visitor.get('/settings/seasons')).text).toContain('Trade fair')
  expect((await visitor.get(`${at}/offers/${fair}`)).text).toContain('You have accepted this offer')
  expect((await send(visitor, `${at}/offers/${harvest}`, { intent: 'decline' })).headers.location).toBe(
    `${at}?done=declined`,
  )
  expect((await visitor.get(at)).text).not.toContain('Offered to you')
})

test('CLS-07 D-25 classic billing is not there for anybody but the registered e-mail; the number goes both ways', async () => {
  const { visitor, account } = await buyer({ staffSeats: 3, invoiced: true })
  expect((await visitor.get(at)).text).toContain('Change seats')
  const form = await visitor.get(`${at}/seats`)
  expect(form.text).toContain('More staff seats, or fewer')
  expect(form.text).toContain('Olive Owner')
  const refused = await visitor.fill(`${at}/seats`, { staff: '-3' })
  expect([refused.status, refused.text.includes('Free some first')]).toEqual([422, true])
  const priced = await visitor.fill(`${at}/seats`, { staff: '-1' })
  const bought = await visitor.fill(priced.headers.location!, { intent: 'submit' })
  expect((await visitor.get(bought.headers.location!)).text).toContain('1 fewer')
  await setBillingEmail(vendor(), account.accountId, 'books@example.com')
  for (const path of [at, `${at}/seats`, `${at}/cancel`, `${at}/renewal`, `${at}/invoices`]) {
    expect([path, (await visitor.get(path)).status]).toEqual([path, 404])
  }
  expect((await visitor.get('/settings/users')).status).toBe(200)
})

import { randomUUID } from 'node:crypto'
import { type Instant, startOfDay, type SubscriptionChange } from '@seatkeeper/rules'
import { buildAccount, createTestDatabase, TEST_NOW, type TestAccount, testDay } from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '../../invariants/index.ts'
import { renewalFacts, renewalFormFacts } from '../../queries/billing/renewal.ts'
import { billingOverview } from '../../queries/billing/overview.ts'
import { addUser } from '../add-user.ts'
import { makeQuote } from '../billing/make-quote.ts'
import { submitPurchase } from '../billing/submit-purchase.ts'
import { askForRenewal } from './ask-for-renewal.ts'
import { callOffChange } from './call-off-change.ts'
import { cancelSubscription, undoCancelling } from './cancel-subscription.ts'
import { acceptChanges, declineChanges } from './decide-changes.ts'
import { offerSeason } from './offer-season.ts'
import { declineOffer, seasonOffer } from './season-offers.ts'
import { withdrawOffer } from './withdraw-offer.ts'
import { setBillingEmail, setReductionTerms } from './set-billing-terms.ts'

const world = await createTestDatabase()
afterAll(async () => {
  expect(await checkInvariants(world.url)).toEqual([])
  await world.drop()
})

/** The end of the test accounts' term: half a year from now. */
const RENEWS = startOfDay(testDay(185))
const vendor = (now: Instant = TEST_NOW) => ({ url: world.url, now })
const context = (account: TestAccount, now: Instant = TEST_NOW) => ({
  em: world.database.tenant(),
  actor: account.owner,
  now,
})
const fewer = (to: number, people: readonly string[] = []) => ({ quantities: { 'full-time': to }, people })

function granted<T extends { readonly kind: string }>(answer: T): Extract<T, { kind: 'grant' }> {
  if (answer.kind !== 'grant') throw new Error(JSON.stringify(answer))
  return answer as Extract<T, { kind: 'grant' }>
}

async function holder(account: TestAccount, email: string): Promise<string> {
  const user = {
    name: email.split('@')[0]!,
    email,
    type: 'full-time',
    seasonIds: [],
    permissionSetId: null,
  } as const
  return granted(await addUser(context(account), user)).memberId
}

const states = (account: TestAccount) =>
  world.query<{ state: string; from: number; to: number }>(
    `select state, from_value as "from", to_value as "to" from scheduled_change where account_id = $1 order by asked_at, id`,
    [account.accountId],
  )
const audited = async (account: TestAccount) => {
  const rows = await world.query<{ action: string }>(
    `select action from audit where account_id = $1 and action like 'billing.%' order by at, id`,
    [account.accountId],
  )
  return rows.map(({ action }) => action.slice(8))
}

async function byWire(account: TestAccount, changes: readonly SubscriptionChange[]) {
  await world.query(`update contract set payment = 'wire' where account_id = $1`, [account.accountId])
  const { quoteId } = granted(await makeQuote(context(account), { changes }))
  return submitPurchase(context(account), { quoteId })
}

describe('BILL-04 D-02 fewer seats at the renewal', () => {
  let account: TestAccount
  let ada: string
  beforeAll(async () => {
    account = await buildAccount(world.url, { name: 'Reducing', invoiced: true })
    ada = await holder(account, 'ada@example.com')
    await holder(account, 'bob@example.com')
  })

  test('BILL-04 D-23 asked for with a name, agreed by the vendor, shown with its day, called off', async () => {
    const asked = granted(await askForRenewal(context(account), fewer(1, [ada])))
    expect(asked.state).toBe('requested')
    // Nothing is planned before the vendor agrees.
    const before = granted(await renewalFacts(context(account)))
    expect(before.changes).toMatchObject([{ state: 'requested', from: 5, to: 1, people: [{ name: 'ada' }] }])
    expect(before.preview).toMatchObject({ renewal: { keptInUse: [], releases: [] } })

    expect(granted(await acceptChanges(vendor(), 'reducing')).changes).toHaveLength(1)
    const { preview, changes } = granted(await renewalFacts(context(account)))
    expect(changes).toMatchObject([{ state: 'scheduled', effectiveOn: testDay(185) }])
    expect(preview).toMatchObject({
      renewal: {
        releases: [{ item: 'full-time', members: [ada] }],
        contract: { items: [{ quantity: 1 }, {}] },
      },
    })
    // D-02: two more bought meanwhile move both numbers.
    granted(await byWire(account, [{ kind: 'quantity', item: 'full-time', by: 2 }]))
    expect(await states(account)).toEqual([{ state: 'scheduled', from: 7, to: 3 }])

    granted(await callOffChange(context(account), asked.changeIds[0]!))
    expect(await states(account)).toMatchObject([{ state: 'cancelled' }])
    expect(await callOffChange(context(account), asked.changeIds[0]!)).toMatchObject({ reason: 'not-found' })
    expect(await audited(account)).toEqual([
      'change-requested',
      'change-accepted',
      'purchase-submitted',
      'purchase-granted',
      'change-called-off',
    ])
  })

  test('D-23 fewer than in use without names: it says at how many it renews', async () => {
    granted(await askForRenewal(context(account), fewer(1)))
    granted(await acceptChanges(vendor(), account.accountId))
    const { preview } = granted(await renewalFacts(context(account)))
    expect(preview).toMatchObject({
      renewal: { keptInUse: [{ item: 'full-time', requested: 1, renewedAt: 2 }] },
    })
  })

  test('BILL-04 a later wish takes the place of the earlier: a request at once, what is scheduled when it is agreed', async () => {
    const other = await buildAccount(world.url)
    granted(await askForRenewal(context(other), fewer(4)))
    granted(await askForRenewal(context(other), fewer(3)))
    expect((await states(other)).map(({ state }) => state)).toEqual(['cancelled', 'requested'])
    granted(await acceptChanges(vendor(), other.accountId))
    granted(
      await askForRenewal(context(other), { quantities: { 'full-time': 2 }, plan: 'business', people: [] }),
    )
    expect((await states(other)).map(({ state }) => state)).toEqual([
      'cancelled',
      'scheduled',
      'requested',
      'requested',
    ])
    granted(await acceptChanges(vendor(), other.accountId))
    expect((await states(other)).map(({ state }) => state)).toEqual([
      'cancelled',
      'cancelled',
      'scheduled',
      'scheduled',
    ])
    expect(granted(await renewalFacts(context(other))).preview).toMatchObject({
      renewal: { contract: { plan: 'business', items: [{ quantity: 2 }, {}] } },
    })
    expect(await acceptChanges(vendor(), other.accountId)).toMatchObject({ reason: 'not-found' })
  })

  test('D-02 by a switch of the account it is scheduled at once; the vendor declines; who is not there is not named', async () => {
    const other = await buildAccount(world.url)
    granted(await askForRenewal(context(other), fewer(4)))
    granted(await declineChanges(vendor(), other.accountId))
    granted(await setReductionTerms(vendor(), other.accountId, 'self-scheduled'))
    expect(granted(await askForRenewal(context(other), fewer(3))).state).toBe('scheduled')
    expect((await states(other)).map(({ state }) => state)).toEqual(['declined', 'scheduled'])
    // Somebody of another account, and somebody who holds no seat, are the same.
    expect(await askForRenewal(context(other), fewer(2, [ada]))).toMatchObject({
      reason: 'changed-meanwhile',
    })
    expect(await askForRenewal(context(other), fewer(2, [randomUUID()]))).toMatchObject({
      reason: 'changed-meanwhile',
    })
    const stale = { ...fewer(2), seen: { 'full-time': 6 } }
    expect(await askForRenewal(context(other), stale)).toMatchObject({ reason: 'changed-meanwhile' })
    expect(await callOffChange(context(account), 'x')).toMatchObject({ reason: 'not-found' })
  })

  test('BILL-04 doubled and raced: one key is one request, two at once leave one that waits', async () => {
    const other = await buildAccount(world.url)
    const keyed = { ...context(other), idempotencyKey: randomUUID() }
    const answers = await Promise.all(
      [1, 2, 3].map(() => askForRenewal({ ...keyed, em: world.database.tenant() }, fewer(4))),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await states(other)).toHaveLength(1)
    await Promise.all(
      [1, 2].map((n) => askForRenewal({ ...context(other), em: world.database.tenant() }, fewer(n))),
    )
    expect((await states(other)).filter(({ state }) => state === 'requested')).toHaveLength(1)
  })

  test('D-25 only who may buy; the form names only those who hold a seat', async () => {
    await world.query(`update member set role = 'admin' where id = $1`, [account.owner.memberId])
    expect(await askForRenewal(context(account), fewer(4))).toMatchObject({ reason: 'not-permitted' })
    expect(await renewalFacts(context(account))).toMatchObject({ reason: 'not-permitted' })
    await world.query(`update member set role = 'owner' where id = $1`, [account.owner.memberId])
    const { holders } = granted(await renewalFormFacts(context(account), 'ADA'))
    expect(holders.map(({ name }) => name)).toEqual(['ada'])
  })
})

describe('BILL-08 D-21 cancelling', () => {
  test('BILL-08 cancelled, undone to the last millisecond, ended; what was scheduled lapses', async () => {
    const account = await buildAccount(world.url)
    granted(await askForRenewal(context(account), fewer(4)))
    granted(await acceptChanges(vendor(), account.accountId))
    const keyed = { ...context(account), idempotencyKey: randomUUID() }
    const cancelled = granted(await cancelSubscription(keyed))
    expect(cancelled.endsAt).toBe(RENEWS)
    expect(await cancelSubscription(keyed)).toEqual(cancelled)
    expect((await states(account)).map(({ state }) => state)).toEqual(['lapsed'])
    expect(await cancelSubscription(context(account))).toMatchObject({ reason: 'already-cancelled' })
    expect(await askForRenewal(context(account), fewer(3))).toMatchObject({ reason: 'already-cancelled' })
    expect(granted(await renewalFacts(context(account))).preview).toMatchObject({ reason: 'contract-ended' })
    const [facts] = await world.query<{ ends: Date | null }>(
      'select access_ends_at as ends from account where id = $1',
      [account.accountId],
    )
    expect(facts!.ends?.getTime()).toBe(RENEWS)

    granted(await undoCancelling(context(account, (RENEWS - 1) as Instant)))
    expect(await undoCancelling(context(account))).toMatchObject({ reason: 'not-cancelled' })
    granted(await cancelSubscription(context(account)))
    expect(await undoCancelling(context(account, RENEWS))).toMatchObject({ reason: 'contract-ended' })
    expect(granted(await billingOverview(context(account, RENEWS))).overview).toMatchObject({
      cancelled: true,
      ended: true,
    })
  })

  test('BILL-08 D-28 after the end a new term takes the seats along, by wire at once; nothing before it is accepted', async () => {
    const account = await buildAccount(world.url, { fullTimeSeats: 5 })
    const eve = await holder(account, 'eve@example.com')
    // An invitation lapses; somebody who has signed in stays.
    await world.query('update member set joined_at = invited_at where id = $1', [eve])
    await world.query('update seat set held_until = null where holder_id = $1', [eve])
    await world.query(`update contract set payment = 'wire' where account_id = $1`, [account.accountId])
    granted(await cancelSubscription(context(account)))
    const later = (RENEWS + 40 * 86_400_000) as Instant
    const subject = { kind: 'new-term', interval: 'monthly', quantities: { 'full-time': 3 } } as const
    expect(await makeQuote(context(account), { changes: [], subject })).toMatchObject({ reason: 'not-ended' })
    const none = { ...subject, quantities: { 'full-time': 0 } }
    expect(await makeQuote(context(account, later), { changes: [], subject: none })).toMatchObject({
      reason: 'below-assigned',
    })
    const { quoteId, quote } = granted(await makeQuote(context(account, later), { changes: [], subject }))
    expect(quote.dueToday.net).toBe(3 * 10_700 + 2 * 1_800)
    const bought = granted(await submitPurchase(context(account, later), { quoteId }))
    expect(granted(await submitPurchase(context(account, later), { quoteId })).purchaseId).toBe(
      bought.purchaseId,
    )
    const { overview } = granted(await billingOverview(context(account, later)))
    expect(overview).toMatchObject({
      cancelled: false,
      ended: false,
      interval: 'monthly',
      term: quote.contract.term,
    })
    expect(overview.items).toMatchObject([
      { id: 'full-time', quantity: 3, inUse: 1 },
      { id: 'collaborator', quantity: 2 },
    ])
    const [invoice] = await world.query(
      `select begins_contract, period_start is not null as period from invoice where purchase_id = $1`,
      [bought.purchaseId],
    )
    expect(invoice).toEqual({ begins_contract: true, period: true })
    const [facts] = await world.query('select access_ends_at from account where id = $1', [account.accountId])
    expect(facts).toEqual({ access_ends_at: null })
  })
})

describe('BILL-06 CAL-05 a season outside the contract', () => {
  const fair = {
    name: 'Fair',
    firstDay: testDay(5),
    blocks: 1,
    seats: 4,
    unitPrice: 6000,
    expiresAt: (TEST_NOW + 7 * 86_400_000) as Instant,
  }

  test('BILL-06 offered, accepted by wire: season, pool and seats appear; it is accepted once', async () => {
    const account = await buildAccount(world.url)
    await world.query(`update contract set payment = 'wire' where account_id = $1`, [account.accountId])
    const { offerId } = granted(await offerSeason(vendor(), account.accountId, fair))
    const { subject } = granted(await seasonOffer(context(account), offerId))
    const { quoteId, quote } = granted(await makeQuote(context(account), { changes: [], subject }))
    expect(quote.dueToday.due).toBe(4 * 6000 * 3)
    granted(await submitPurchase(context(account), { quoteId }))
    const { overview } = granted(await billingOverview(context(account)))
    expect(overview.seasons).toMatchObject([{ id: offerId, name: 'Fair', seats: 4, source: 'ad-hoc' }])
    expect(overview.offers).toEqual([])
    expect(await makeQuote(context(account), { changes: [], subject })).toMatchObject({
      reason: 'changed-meanwhile',
    })
    const user = { name: 'Sue', email: 'sue@example.com', type: 'seasonal', permissionSetId: null } as const
    expect((await addUser(context(account), { ...user, seasonIds: [offerId] })).kind).toBe('grant')
    // It never renews.
    expect(granted(await renewalFacts(context(account))).preview).toMatchObject({
      renewal: { proposedSeasons: [] },
    })
  })

  test('BILL-06 it runs out to the millisecond, is declined once, and belongs to its account', async () => {
    const [account, other] = [await buildAccount(world.url), await buildAccount(world.url)]
    const { offerId } = granted(await offerSeason(vendor(), account.accountId, fair))
    const { subject } = granted(await seasonOffer(context(account), offerId))
    const at = (now: Instant) => makeQuote(context(account, now), { changes: [], subject })
    expect((await at((fair.expiresAt - 1) as Instant)).kind).toBe('grant')
    expect(await at(fair.expiresAt)).toMatchObject({ reason: 'quote-expired', expiredAt: fair.expiresAt })
    expect(await seasonOffer(context(other), offerId)).toMatchObject({ reason: 'not-found' })
    expect(await declineOffer(context(other), offerId)).toMatchObject({ reason: 'not-found' })
    expect(await makeQuote(context(other), { changes: [], subject })).toMatchObject({ reason: 'not-found' })
    granted(await declineOffer(context(account), offerId))
    expect(await declineOffer(context(account), offerId)).toMatchObject({ reason: 'not-found' })
    expect(await at(TEST_NOW)).toMatchObject({ reason: 'changed-meanwhile' })
  })

  test('BILL-06 the vendor withdraws it, once: a quote of it buys nothing any more, and nobody finds it', async () => {
    const [account, other] = [await buildAccount(world.url), await buildAccount(world.url)]
    await world.query(`update contract set payment = 'wire' where account_id = $1`, [account.accountId])
    const { offerId } = granted(await offerSeason(vendor(), account.accountId, fair))
    const { subject } = granted(await seasonOffer(context(account), offerId))
    const { quoteId } = granted(await makeQuote(context(account), { changes: [], subject }))
    expect(await withdrawOffer(vendor(), other.accountId, 'Fair')).toMatchObject({ reason: 'not-found' })
    expect(await withdrawOffer(vendor(), account.accountId, ' fair ')).toMatchObject({ withdrawn: 1 })
    expect(await withdrawOffer(vendor(), account.accountId, 'Fair')).toMatchObject({ reason: 'not-found' })
    expect(await submitPurchase(context(account), { quoteId })).toMatchObject({ kind: 'refuse' })
    expect(granted(await billingOverview(context(account))).overview.offers).toEqual([])
    expect(granted(await seasonOffer(context(account), offerId)).offer.state).toBe('withdrawn')
    const [noted] = await world.query(
      `select before from audit where account_id = $1 and action = 'billing.offer-withdrawn'`,
      [account.accountId],
    )
    expect(noted).toEqual({ before: { offers: [{ name: 'Fair', seats: 4 }] } })
  })

  test.each([
    ['no block', { blocks: 0 }, 'invalid-quantity'],
    ['no seat', { seats: 0 }, 'invalid-quantity'],
    ['no name', { name: ' ' }, 'invalid-quantity'],
    ['less than nothing', { unitPrice: -1 }, 'invalid-amount'],
    ['days that have passed', { firstDay: testDay(-200) }, 'season-closed'],
    ['run out before it is made', { expiresAt: TEST_NOW }, 'season-closed'],
  ])('BILL-06 refused: %s', async (_, change, reason) => {
    expect(await offerSeason(vendor(), anybody.accountId, { ...fair, ...change })).toMatchObject({ reason })
  })
  let anybody: TestAccount
  beforeAll(async () => {
    anybody = await buildAccount(world.url)
  })
})

describe('CLS-07 D-25 classic billing', () => {
  test('CLS-07 belongs to the registered e-mail alone, which the vendor can change; nobody registered: the owner’s', async () => {
    const account = await buildAccount(world.url, { name: 'Old Mill', staffSeats: 2 })
    expect((await billingOverview(context(account))).kind).toBe('grant')
    granted(await setBillingEmail(vendor(), 'old mill', 'Books@Example.com'))
    expect(await billingOverview(context(account))).toMatchObject({ reason: 'not-permitted' })
    const change = { changes: [{ kind: 'quantity', item: 'staff', by: 1 }] } as const
    expect(await makeQuote(context(account), change)).toMatchObject({ reason: 'not-permitted' })
    granted(await setBillingEmail(vendor(), 'old mill', account.ownerEmail.toUpperCase()))
    expect((await makeQuote(context(account), change)).kind).toBe('grant')
    expect(await setBillingEmail(vendor(), 'old mill', 'nobody')).toMatchObject({ reason: 'invalid-email' })
    expect(await setBillingEmail(vendor(), 'no such', 'a@example.com')).toEqual({ kind: 'no-account' })
  })

  test('CLS-03 CLS-04 CLS-05 the number goes up and down by the customer, not below the enabled staff', async () => {
    const account = await buildAccount(world.url, { staffSeats: 3, invoiced: true })
    const by = (n: number) =>
      ({ changes: [{ kind: 'quantity', item: 'staff', by: n, effective: 'now' }] }) as const
    const up = granted(await makeQuote(context(account), by(2)))
    // CLS-04: charged from the next cycle.
    expect(up.quote.dueToday.due).toBe(0)
    granted(await submitPurchase(context(account), up))
    const down = granted(await makeQuote(context(account), by(-4)))
    granted(await submitPurchase(context(account), down))
    const [pool] = await world.query('select staff_seats from pool where account_id = $1', [
      account.accountId,
    ])
    expect(pool).toEqual({ staff_seats: 1 })
    expect(await makeQuote(context(account), by(-1))).toMatchObject({ reason: 'below-assigned', assigned: 1 })
  })
})

import { randomUUID } from 'node:crypto'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { buildAccount, TEST_NOW, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { goodPassword, invite, signIn, signUp } from '../../../test/people.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'
import type { Visitor } from '../../../test/visitor.ts'
import { hashPassword } from '../identity/password-hash.ts'

let portal: RunningPortal
let passwordHash: string
beforeAll(async () => {
  ;[portal, passwordHash] = await Promise.all([runPortal(), hashPassword(goodPassword)])
})
afterAll(() => portal.close())
beforeEach(() => {
  portal.clock.business = TEST_NOW
})

const later = (days: number) => (TEST_NOW + days * MS_PER_DAY) as Instant

async function owner(account: TestAccount): Promise<Visitor> {
  const visitor = portal.visitor()
  await signIn(visitor, account.ownerEmail)
  return visitor
}

/** Like Old Mill of the demo: three enabled staff, the owner one of them, and two seats. */
async function oldMill() {
  const account = await buildAccount(portal.db.url, { staffSeats: 3, passwordHash })
  const staff = { type: 'staff', role: 'member' } as const
  const first = await invite(portal, account, { email: `${randomUUID()}@oldmill.example`, ...staff })
  const colleague = portal.visitor()
  await signUp(colleague, first.link)
  const email = `${randomUUID()}@oldmill.example`
  const second = await invite(portal, account, { email, ...staff })
  await signUp(portal.visitor(), second.link)
  await portal.db.query(`update pool set staff_seats = 2 where account_id = $1 and kind = 'staff'`, [
    account.accountId,
  ])
  return { account, colleague, memberId: second.memberId, email }
}

const numbers = 'Staff count exceeded. (3 &gt; 2).'

describe('ACC-04 D-22 more enabled staff than seats', () => {
  test('CLS-02 who manages users reaches the list, disables somebody, and the lock lifts at once', async () => {
    const { account, memberId, email } = await oldMill()
    const visitor = await owner(account)
    expect((await visitor.get('/')).headers.location).toBe('/settings/users')
    const list = await visitor.get('/settings/users')
    expect(list.status).toBe(200)
    expect(list.text).toContain(numbers)
    expect(list.text).toContain(email)
    expect(list.text).not.toContain('/settings/users/new')

    const path = `/settings/users/${memberId}`
    const page = await visitor.get(path)
    expect(page.text).toContain('can be deactivated and removed, but not changed')
    expect(page.text).not.toContain('Save Changes')
    const done = await visitor.post(path, { intent: 'deactivate', idempotencyKey: randomUUID() })
    expect(done.headers.location).toBe(`${path}?done=deactivated`)

    const after = await visitor.get('/settings/users')
    expect(after.text).not.toContain('Staff count exceeded')
    expect(after.text).toContain('/settings/users/new')
    expect((await visitor.get('/settings/users/new')).status).toBe(200)
  })

  test('ACC-04 nobody is added, changed or re-invited meanwhile', async () => {
    const { account, memberId } = await oldMill()
    const visitor = await owner(account)
    const page = await visitor.get('/settings/users/new')
    expect(page.status).toBe(403)
    expect(page.text).toContain('Your account is locked')
    expect(page.text).toContain(numbers)
    expect(page.text).toContain('Go to Users')
    await visitor.get('/settings/users')
    const user = { name: 'Pat Person', type: 'staff', role: 'member', permissionSetId: 'none' }
    const path = `/settings/users/${memberId}`
    expect((await visitor.post('/settings/users/new', { ...user, email: 'a@b.example' })).status).toBe(403)
    for (const form of [{ ...user, intent: 'save' }, { intent: 'resend' }]) {
      const answer = await visitor.post(path, { ...form, idempotencyKey: randomUUID() })
      expect([form.intent, answer.status]).toEqual([form.intent, 422])
      expect(answer.text).toContain(numbers)
    }
    expect((await visitor.get('/settings/slack')).status).toBe(403)
  })

  test('CLS-02 who cannot mend it is shown both numbers and whom to ask', async () => {
    const { colleague } = await oldMill()
    for (const suffix of ['', '.data']) {
      const page = await colleague.get(`/settings/users${suffix}`)
      expect(page.status).toBe(403)
      expect(page.text).toMatch(/Staff count exceeded\. \(3 (&gt;|>|\\u003e) 2\)/)
    }
    expect((await colleague.get('/settings/users')).text).toMatch(
      /Please ask .+, the owner of .+, or an admin/,
    )
    expect((await colleague.get('/my-access')).text).toContain(numbers)
  })
})

describe('ACC-04 an unpaid invoice', () => {
  const overdue = { since: TEST_NOW, graceDeadline: later(3) }

  test('ACC-04 within the days of grace nothing is locked, and a banner says until when', async () => {
    const account = await buildAccount(portal.db.url, { passwordHash, overdue })
    const visitor = await owner(account)
    for (const path of ['/settings/users', '/settings/users/new', '/settings/slack']) {
      const page = await visitor.get(path)
      expect([path, page.status]).toEqual([path, 200])
      expect(page.text).toContain('An invoice is unpaid. Please settle it under Billing before')
    }
  })

  test('D-28 of an overdue wire the banner speaks on the subscription’s own page, too: nothing else there does', async () => {
    const said = 'An invoice is unpaid. Please settle it under Billing'
    const account = await buildAccount(portal.db.url, { passwordHash, overdue })
    const visitor = await owner(account)
    expect((await visitor.get('/settings/billing')).text).not.toContain(`<p>${said}`)
    await portal.db.query(`update contract set payment = 'wire' where account_id = $1`, [account.accountId])
    expect((await visitor.get('/settings/billing')).text).toContain(`<p>${said}`)
  })

  test('ACC-04 after them every page but one’s own access is, for the owner, too', async () => {
    const account = await buildAccount(portal.db.url, { passwordHash, overdue })
    const visitor = await owner(account)
    portal.clock.business = later(3)
    for (const path of [
      '/settings/users',
      '/settings/users/new',
      `/settings/users/${account.owner.memberId}`,
    ]) {
      const page = await visitor.get(path)
      expect([path, page.status]).toEqual([path, 403])
      expect(page.text).toContain('deactivated because an invoice is unpaid')
      expect(page.text).not.toContain('Go to Users')
    }
    expect((await visitor.get('/my-access')).status).toBe(200)
  })
})

describe('ACC-01 an admin without access of their own', () => {
  test('ACC-01 whose season has closed is told so, and not that the account is locked', async () => {
    const seasons = [{ name: 'Summer', from: -5, to: 10, seats: 5 }]
    const account = await buildAccount(portal.db.url, { seasons })
    const { link } = await invite(portal, account, {
      email: `${randomUUID()}@example.com`,
      type: 'seasonal',
      role: 'admin',
      seasonIds: [account.seasons[0]!.id],
    })
    const visitor = portal.visitor()
    await signUp(visitor, link)
    expect((await visitor.get('/settings/users')).status).toBe(200)
    portal.clock.business = later(11)
    const page = await visitor.get('/settings/users')
    expect(page.status).toBe(403)
    expect(page.text).toContain('Summer has closed')
    expect(page.text).not.toContain('account is locked')
  })
})

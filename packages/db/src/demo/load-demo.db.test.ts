import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { TEST_NOW, type TestDatabase, createTestDatabase } from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../context.ts'
import { checkInvariants } from '../invariants/index.ts'
import { queueDueNotices } from '../notices/queue-due-notices.ts'
import { billingOverview } from '../queries/billing/overview.ts'
import { seasonalLimits } from '../queries/seasonal-limits.ts'
import { seatCounts } from '../queries/seat-counts.ts'
import { type UserRow, usersPage } from '../queries/users-page.ts'
import { demoSignIns, loadDemo } from './load-demo.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
  expect(await loadDemo(world.url, { now: TEST_NOW, passwordHash: 'hash' })).toBe(true)
})
afterAll(() => world.drop())

async function ownerOf(account: string): Promise<Actor> {
  const [owner] = await world.query<{ m: string; p: string; o: string; a: string }>(
    `select m.id as m, m.person_id as p, m.organization_id as o, m.account_id as a
     from member m join organization o on o.id = m.organization_id
     where o.name = $1 and m.role = 'owner'`,
    [account],
  )
  const { m, p, o, a } = owner!
  return {
    kind: 'member',
    memberId: m,
    personId: p,
    organizationId: o,
    accountId: a,
    role: 'owner',
    channel: 'portal',
  }
}

describe('demo data', () => {
  test('OPS-01 a second load finds the database filled and leaves it alone', async () => {
    const before = await world.query('select count(*) from member')
    expect(await loadDemo(world.url, { now: TEST_NOW, passwordHash: 'hash' })).toBe(false)
    expect(await world.query('select count(*) from member')).toEqual(before)
  })

  test('every sign-in that is printed exists, and no invariant is broken', async () => {
    const emails = demoSignIns.map(({ email }) => email)
    const found = await world.query<{ email: string }>('select email from person where email = any($1)', [
      emails,
    ])
    expect(found).toHaveLength(emails.length)
    expect(await checkInvariants(world.url)).toEqual([])
  })

  test('MAIL-04 what was due before the demo was loaded counts as told: the first worker sends no old news', async () => {
    const now = TEST_NOW
    expect(await queueDueNotices(world.database.worker(), { upTo: now, wallNow: now })).toEqual({
      queued: 0,
      skipped: 0,
    })
    // Copperline's card was declined just now: that is news.
    expect(
      await world.query(`select type, state from outbox where state not in ('delivered', 'failed')`),
    ).toEqual([{ type: 'billing-notice', state: 'pending' }])
    const told = await world.query(
      `select kind, count(*)::integer as count from notice group by kind order by kind`,
    )
    expect(told.map(({ kind }) => kind)).toEqual(['closed', 'opened'])
    // Midnight after next: the season Launch closes, for whoever has no other.
    const later = (now + 11 * MS_PER_DAY) as Instant
    const next = await queueDueNotices(world.database.worker(), { upTo: later, wallNow: now })
    expect(next.queued).toBeGreaterThan(0)
  })

  test('BILL-06 every account has its prices and the invoice of its running period, with balanced books', async () => {
    const invoices = await world.query<{ name: string; due: string; paid: boolean }>(
      `select a.name, i.due, i.paid_at is not null as paid from invoice i join account a on a.id = i.account_id order by 1`,
    )
    expect(invoices.map(({ name, paid }) => [name, paid])).toEqual([
      ['Blue Harbor Care', true],
      ['Copperline Retail', false],
      ['Fernhill Bank', false],
      ['Larkspur Outfitters', true],
      ['Old Mill Helpdesk', true],
    ])
    const overview = await billingOverview({
      em: world.database.tenant(),
      actor: await ownerOf('Larkspur Outfitters'),
      now: TEST_NOW,
    })
    expect(overview).toMatchObject({
      kind: 'grant',
      overview: {
        planName: 'Enterprise',
        currency: 'USD',
        items: [
          {
            id: 'full-time',
            quantity: 25,
            unitPrice: 8900,
            cover: [{ quantity: 25, unitPrice: 8900, paid: true }],
          },
          { id: 'collaborator', quantity: 5, unitPrice: 1500 },
        ],
        card: { brand: 'visa', lastFour: '4242' },
      },
    })
  })

  test('SEAT-02 Larkspur: 22 of 25 full-time seats, an expired invitation counts as free; seasons as agreed', async () => {
    const context = {
      em: world.database.tenant(),
      actor: await ownerOf('Larkspur Outfitters'),
      now: TEST_NOW,
    }
    const counts = await seatCounts(context)
    expect(counts.map(({ kind, availability }) => [kind, availability])).toEqual([
      ['full-time', { mode: 'counted', total: 25, assigned: 22, held: 0, remaining: 3, over: 0 }],
      ['collaborator', { mode: 'counted', total: 5, assigned: 3, held: 0, remaining: 2, over: 0 }],
    ])
    const limits = await seasonalLimits(context)
    expect(
      limits.map(({ season, phase, availability }) => [
        season.name,
        phase,
        availability.assigned,
        availability.mode === 'counted' ? availability.total : null,
      ]),
    ).toEqual([
      ['Current', 'open', 14, 20],
      ['Launch', 'open', 5, 5],
      ['Holiday', 'upcoming', 3, 30],
    ])
    const past = await seasonalLimits({ ...context, now: (TEST_NOW - 40 * MS_PER_DAY) as Instant })
    expect(past[0]).toMatchObject({ season: { name: 'Spring' }, availability: { assigned: 8, total: 10 } })
  })

  test('USER-05 USER-01 D-14 the list tells status, access, bounced invitations and who has no season', async () => {
    const context = {
      em: world.database.tenant(),
      actor: await ownerOf('Larkspur Outfitters'),
      now: TEST_NOW,
    }
    const { rows, matches } = await usersPage(context, { size: 200 })
    expect(matches).toEqual({ count: rows.length, more: false })
    const having = (what: (row: UserRow) => boolean) => rows.filter(what).length
    expect({
      expired: having(({ status }) => status === 'invitation-expired'),
      deactivated: having(({ status }) => status === 'deactivated'),
      bounced: having(({ bounced }) => bounced),
      noSeason: having(({ noSeason }) => noSeason),
    }).toEqual({ expired: 1, deactivated: 1, bounced: 1, noSeason: 2 })
    expect(rows.find(({ role }) => role === 'owner')?.access.kind).toBe('grant')
  })

  test('D-40 Blue Harbor: two organizations draw on one pool, the sandbox takes no seat', async () => {
    for (const name of ['Blue Harbor Care', 'Blue Harbor Clinics', 'Blue Harbor Sandbox']) {
      const context = { em: world.database.tenant(), actor: await ownerOf(name), now: TEST_NOW }
      const [fullTime, collaborators] = await seatCounts(context)
      expect(fullTime?.availability).toMatchObject({ total: 40, assigned: 21 })
      expect(collaborators?.availability).toEqual({ mode: 'unlimited', assigned: 3, held: 0 })
      // The sandbox's own seasonal user counts nowhere.
      expect((await seasonalLimits(context))[0]?.availability).toMatchObject({ total: 25, assigned: 4 })
    }
    const sandbox = await ownerOf('Blue Harbor Sandbox')
    const { rows } = await usersPage(
      { em: world.database.tenant(), actor: sandbox, now: TEST_NOW },
      { type: 'seasonal' },
    )
    expect(rows.map(({ seasons }) => seasons.map(({ name }) => name))).toEqual([['Flu season']])
  })

  test('ACC-04 Copperline is past due and open, Old Mill has more staff than seats and is locked', async () => {
    const copperline = {
      em: world.database.tenant(),
      actor: await ownerOf('Copperline Retail'),
      now: TEST_NOW,
    }
    const inGrace = await usersPage(copperline, {})
    expect(inGrace.rows.find(({ role }) => role === 'owner')?.access.kind).toBe('grant')
    const oldMill = { em: world.database.tenant(), actor: await ownerOf('Old Mill Helpdesk'), now: TEST_NOW }
    const locked = await usersPage(oldMill, {})
    expect(locked.rows[0]?.access).toMatchObject({
      reason: 'account-locked',
      standings: [{ standing: 'staff-count-exceeded', used: 3, seats: 2 }],
    })
  })
})

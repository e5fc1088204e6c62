import { randomUUID } from 'node:crypto'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { buildAccount, TEST_NOW, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { invite, signUp, signUpLink } from '../../../test/people.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'

let portal: RunningPortal
let account: TestAccount
beforeAll(async () => {
  portal = await runPortal()
  account = await buildAccount(portal.db.url, { fullTimeSeats: 3 })
})
afterAll(() => portal.close())
beforeEach(() => {
  portal.clock.business = TEST_NOW
})

let made = 0
const later = (days: number) => (TEST_NOW + days * MS_PER_DAY) as Instant
const guest = (type: 'full-time' | 'collaborator' = 'full-time') =>
  invite(portal, account, { email: `guest${++made}@example.com`, type })
const mailsTo = async (memberId: string) =>
  (await portal.db.query(`select 1 from outbox where payload ->> 'memberId' = $1`, [memberId])).length

describe('ACC-02 asking for a fresh link', () => {
  test('ACC-02 the page of a link that ran out offers one, and a double click sends one mail', async () => {
    const { memberId, link } = await guest()
    portal.clock.business = later(15)
    const visitor = portal.visitor()
    const page = await visitor.get(link)
    expect(page.status).toBe(410)
    expect(page.text).toContain('Send me a fresh link')
    expect(page.text).not.toContain(`guest${made}@`)
    const idempotencyKey = /name="idempotencyKey" value="([^"]+)"/.exec(page.text)![1]!
    const [first, second] = await Promise.all([
      visitor.post(`${link}/fresh-link`, { idempotencyKey }),
      visitor.post(`${link}/fresh-link`, { idempotencyKey }),
    ])
    for (const answer of [first, second]) {
      expect(answer.status).toBe(200)
      expect(answer.text).toContain('A fresh link is on its way')
      expect(answer.text).not.toContain(`guest${made}@`)
    }
    expect(await mailsTo(memberId)).toBe(2)
    expect((await signUp(portal.visitor(), await signUpLink(portal, memberId))).status).toBe(303)
    expect((await visitor.post(`${link}/fresh-link`, {})).text).toContain('You need no fresh link')
  })

  test('ACC-02 no seat is free: said so, with whom to ask', async () => {
    const small = await buildAccount(portal.db.url, { fullTimeSeats: 1 })
    const { link } = await invite(portal, small, { email: `guest${++made}@example.com` })
    portal.clock.business = later(15)
    await invite(portal, small, { email: `guest${++made}@example.com` })
    const visitor = portal.visitor()
    await visitor.get(link)
    const refused = await visitor.post(`${link}/fresh-link`, { idempotencyKey: randomUUID() })
    expect(refused.status).toBe(409)
    expect(refused.text).toMatch(/No seat is free.*ask whoever invited you/s)
  })

  test('ACC-02 without our page’s token nothing is sent, and reading the address sends nothing', async () => {
    const { link, memberId } = await guest('collaborator')
    const visitor = portal.visitor()
    expect((await visitor.post(`${link}/fresh-link`, {})).status).toBe(403)
    expect((await visitor.get(`${link}/fresh-link`)).text).toContain('Send me a fresh link')
    expect(await mailsTo(memberId)).toBe(1)
  })

  test('ACC-02 five an hour for one invitation', async () => {
    const { link } = await guest('collaborator')
    const visitor = portal.visitor()
    await visitor.get('/sign-in')
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await visitor.post(`${link}/fresh-link`, {})).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })
})

import { runBilling, settleCollection, takeInvoiceBack } from '@seatkeeper/db'
import { addDays, dayAt } from '@seatkeeper/rules'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashPassword } from '../server/identity/password-hash.ts'
import { goodPassword, signIn } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import type { Visitor } from '../../test/visitor.ts'

const portal: RunningPortal = await runPortal()
afterAll(() => portal.close())

/** An account whose first month is invoiced, and its owner signed in; the invoice is taken back. */
async function voided(paid: boolean) {
  const now = portal.clock.business
  const startsOn = dayAt(now)
  const account = await buildAccount(portal.db.url, {
    passwordHash: await hashPassword(goodPassword),
    contract: { billingInterval: 'monthly', startsOn, endsOn: addDays(startsOn, 365) },
  })
  const { accountId } = account
  await portal.db.query(
    `insert into billing_profile (account_id, company, line1, city, postal_code, country, email, further_emails, updated_at)
     values ($1, 'Larkspur Outfitters', '1 Road', 'Austin', '78701', 'US', 'books@example.com', '[]', now())`,
    [accountId],
  )
  const em = portal.db.database.worker()
  await runBilling(em, { upTo: now })
  const ids = () =>
    portal.db.query<{ id: string }>('select id from invoice where account_id = $1 order by number', [
      accountId,
    ])
  const [invoice] = await ids()
  if (paid) await settleCollection(em, { invoiceId: invoice!.id, accountId }, now)
  const wish = { number: 1, reason: 'Ten seats too many', again: false, dryRun: false }
  const taken = await takeInvoiceBack({ url: portal.db.url, now }, accountId, wish)
  if (taken.kind !== 'grant') throw new Error(taken.kind)
  const visitor = portal.visitor()
  await signIn(visitor, account.ownerEmail)
  return { account, visitor, pages: (await ids()).map(({ id }) => `/settings/billing/invoices/${id}`) }
}

let customer: { account: TestAccount; visitor: Visitor; pages: string[] }
let other: typeof customer
beforeAll(async () => {
  ;[customer, other] = [await voided(true), await voided(false)]
})

test('D-02 BILL-10 a voided invoice and its credit note name each other, and what came of the money', async () => {
  const [invoice, note] = customer.pages as [string, string]
  const { text } = await customer.visitor.get(invoice)
  for (const part of ['Voided', 'what was paid has become credit', `href="${note}"`])
    expect(text).toContain(part)
  const credited = (await customer.visitor.get(note)).text
  for (const part of ['Voids invoice 1', 'went into your credit balance', `href="${invoice}"`, 'Taken back'])
    expect(credited).toContain(part)
  // Nobody pays a credit note.
  expect([text, credited].map((page) => page.includes('<dt>Paid</dt>'))).toEqual([true, false])
  const list = (await customer.visitor.get('/settings/billing/invoices')).text
  for (const part of ['Voided', 'Voids invoice 1']) expect(list).toContain(part)
  for (const page of customer.pages) {
    expect((await customer.visitor.get(`${page}/pdf`)).text.slice(0, 5)).toBe('%PDF-')
  }
})

test('D-02 PAY-03 what nobody had paid is neither owed nor credited', async () => {
  const [invoice, note] = other.pages as [string, string]
  const { text } = await other.visitor.get(invoice)
  for (const part of ['nothing is to be paid for it. See', 'Was due']) expect(text).toContain(part)
  expect((await other.visitor.get(note)).text).toContain('Nothing is to be paid any more')
  const overview = (await other.visitor.get('/settings/billing')).text
  for (const part of ['No card on file', 'Enter a card to pay', 'declined'])
    expect(overview).not.toContain(part)
})

test('USER-10 D-25 the log says who and why; without billing.read, and for another tenant, none of it is there', async () => {
  const log = '/settings/audit'
  const said = 'back by a credit note: Ten seats too many'
  expect((await customer.visitor.get(log)).text).toContain(said)
  for (const path of customer.pages.flatMap((page) => [page, `${page}/pdf`])) {
    expect([path, (await other.visitor.get(path)).status]).toEqual([path, 404])
  }
  await portal.db.query(`update member set role = 'admin' where id = $1`, [customer.account.owner.memberId])
  expect((await customer.visitor.get(log)).text).not.toContain(said)
  for (const page of customer.pages) {
    expect([page, (await customer.visitor.get(page)).status]).toEqual([page, 404])
  }
  await portal.db.query(`update member set role = 'owner' where id = $1`, [customer.account.owner.memberId])
})

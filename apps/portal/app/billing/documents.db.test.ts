import { granted } from '../server/billing/granted.ts'
import { makeQuote, saveBillingProfile, submitPurchase } from '@seatkeeper/db'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashPassword } from '../server/identity/password-hash.ts'
import { goodPassword, signIn } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import type { Visitor } from '../../test/visitor.ts'

// The tax service is on, and nothing listens where it should be.
const portal: RunningPortal = await runPortal({ STRIPE_TAX: 'on' })
afterAll(() => portal.close())

let account: TestAccount
let visitor: Visitor
let invoiceId: string
const details = {
  company: 'Acme GmbH',
  line1: 'Alder Street 12',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
  taxId: '',
  email: 'ap@example.com',
}
beforeAll(async () => {
  await portal.db.query(`insert into seller values (1, $1, now())`, [
    { name: 'Vendor Ltd', address: ['1 Juniper Way'], taxId: 'X1', email: null, bank: ['IBAN 12 34'] },
  ])
  account = await buildAccount(portal.db.url, {
    invoiced: true,
    passwordHash: await hashPassword(goodPassword),
  })
  await portal.db.query(`update contract set payment = 'wire' where account_id = $1`, [account.accountId])
  const context = { em: portal.db.database.tenant(), actor: account.owner, now: portal.clock.business }
  const profile = {
    ...details,
    line2: null,
    region: null,
    taxId: null,
    purchaseOrder: null,
    furtherEmails: [],
  }
  granted(await saveBillingProfile(context, profile))
  const changes = [{ kind: 'quantity', item: 'full-time', by: 1 }] as const
  const { quoteId } = granted(await makeQuote(context, { changes }))
  granted(await submitPurchase(context, { quoteId }))
  const [invoice] = await portal.db.query<{ id: string }>(`select id from invoice where account_id = $1`, [
    account.accountId,
  ])
  invoiceId = invoice!.id
  visitor = portal.visitor()
  await signIn(visitor, account.ownerEmail)
})

test('BILL-10 an invoice is downloaded as PDF from its page and from the list', async () => {
  const path = `/settings/billing/invoices/${invoiceId}/pdf`
  for (const page of ['/settings/billing/invoices', `/settings/billing/invoices/${invoiceId}`]) {
    expect((await visitor.get(page)).text).toContain(`href="${path}"`)
  }
  const { status, headers, text } = await visitor.get(path)
  expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
    200,
    'application/pdf',
    'attachment; filename="acme-gmbh-invoice-1.pdf"',
  ])
  expect(headers['cache-control']).toBe('private, no-store')
  expect(text.slice(0, 8)).toBe('%PDF-1.7')
})

test('PAY-06 the page of an invoice to be paid by wire says who sold, until when and where to', async () => {
  const { text } = await visitor.get(`/settings/billing/invoices/${invoiceId}`)
  for (const part of ['Vendor Ltd', '1 Juniper Way', 'How to pay', 'IBAN 12 34']) expect(text).toContain(part)
})

test('BILL-02 where the tax service does not answer, the table stands in and the review says so', async () => {
  const answer = await visitor.fill('/settings/billing/seats', { 'full-time': '2', intent: 'review' })
  expect(answer.status).toBe(303)
  const { text } = await visitor.get(answer.headers.location!)
  expect(text).toContain('does not answer just now')
  expect(text).toContain('VAT, 19 % of')
})

test('PAY-02 a tax id is read in its country’s form, and its absence of form told with an example', async () => {
  const wrong = await visitor.fill('/settings/billing/details', { ...details, taxId: 'DE12' })
  expect([wrong.status, wrong.text.includes('Germany: the VAT number looks like DE123456789')]).toEqual([
    422,
    true,
  ])
  const right = await visitor.fill('/settings/billing/details', { ...details, taxId: '123 456 789' })
  expect(right.status).toBe(303)
  const [profile] = await portal.db.query(`select tax_id from billing_profile where account_id = $1`, [
    account.accountId,
  ])
  expect(profile).toEqual({ tax_id: 'DE123456789' })
})

test('D-25 USER-10 what happened to billing is in the log for whoever may read billing alone', async () => {
  const [log, file] = ['/settings/audit', '/settings/audit/export']
  expect((await visitor.get(log)).text).toContain(' ordered ')
  expect((await visitor.get(file)).text).toContain('billing.purchase-submitted')
  await portal.db.query(`update member set role = 'admin' where id = $1`, [account.owner.memberId])
  for (const path of [log, `${log}?what=billing`, file]) {
    const { status, text } = await visitor.get(path)
    expect([path, status, text.includes('urchase')]).toEqual([path, 200, false])
  }
  await portal.db.query(`update member set role = 'owner' where id = $1`, [account.owner.memberId])
})

test('PAY-03 whoever enters a card reads what it will be charged at once', async () => {
  expect((await visitor.get('/settings/billing/card')).text).toContain('Nothing is charged by entering it.')
  await portal.db.query(
    `update invoice_collection set method = 'card', state = 'no-card' where account_id = $1`,
    [account.accountId],
  )
  const { text } = await visitor.get('/settings/billing/card')
  expect(text).toContain('The card that you enter pays it at once.')
  expect(text).not.toContain('Nothing is charged')
})

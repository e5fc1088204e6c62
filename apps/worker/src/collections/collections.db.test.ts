import { checkInvariants, markInvoicePaid, ourSide, setWireDeadline, storePaymentEvent } from '@seatkeeper/db'
import { addMilliseconds, type Instant, instantFromIso } from '@seatkeeper/rules'
import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { startSmtpSink, type SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Debtor, type DebtorOptions } from '../../test/debtor.ts'
import { killedAt } from '../../test/killed-between.ts'
import { paymentRound } from '../payments/payments-loop.ts'
import { COLLECTION_LEASE_MS, collectDue } from './collect-due.ts'
import { voidPaidElsewhere } from './void-paid-elsewhere.ts'

let world: TestDatabase
let standIn: PaymentStandIn
let sink: SmtpSink
beforeAll(async () => {
  ;[world, standIn, sink] = await Promise.all([createTestDatabase(), startPaymentStandIn(), startSmtpSink()])
})
afterAll(async () => {
  expect(await checkInvariants(world.url)).toEqual([])
  await Promise.all([world.drop(), standIn.stop(), sink.stop()])
})
// What time brings is for one account at a time: the others are done with.
beforeEach(async () => {
  await world.query(
    'update contract set ended_at = now(), renews = false, ends_on = starts_on + 1 where ended_at is null',
  )
  await world.query(`update invoice_collection set state = 'void', next_try_at = null where state <> 'paid'`)
  await world.query(
    `update account set overdue_since = null, grace_deadline = null, card_missing_from = null, access_ends_at = null,
      next_charge_at = null`,
  )
})

const VISA = '4242424242424242'
const DECLINED = '4000000000000341'
const ASKS = '4000002760003184'
const open = (options: DebtorOptions = {}) => Debtor.open(world, standIn, sink, options)
const START = '2026-06-10T08:00Z'
const before = (iso: string): Instant => addMilliseconds(instantFromIso(iso), -1)

describe('collecting an issued invoice', () => {
  test('BILL-07 is charged once, closed, posted, and a paid copy is mailed', async () => {
    const debtor = await open({ card: VISA })
    await debtor.at(START)
    await debtor.at(START)
    const { due, state, attempts } = await debtor.collection()
    expect([state, attempts, Number(due) > 0]).toEqual(['paid', 0, true])
    expect(await debtor.buyer.collected()).toEqual([Number(due)])
    expect((await debtor.buyer.invoices())[0]!.paid_at).not.toBeNull()
    expect(await debtor.buyer.balances()).toMatchObject({ cash: Number(due) })
    expect((await debtor.buyer.balances())['receivable']).toBeUndefined()
    expect(debtor.mails()).toEqual([expect.stringContaining('Invoice 1')])
    expect(await debtor.standing()).toBe('')
  })

  test('PAY-03 D-06 D-20 ACC-05 declined: told, tried once a day, locked after three full days, opened by a card at once', async () => {
    const debtor = await open({ card: DECLINED })
    await debtor.at(START)
    expect(await debtor.collection()).toMatchObject({
      state: 'declined',
      attempts: 1,
      decline_cause: 'declined',
    })
    expect(debtor.mails()).toEqual([expect.stringContaining('before 14 Jun 2026, 00:00 UTC')])
    expect(await debtor.standing()).toBe('past-due')
    expect(await debtor.travel('2026-06-13T23:59Z')).toEqual([
      '2026-06-11T08:00:00.000Z',
      '2026-06-12T08:00:00.000Z',
      '2026-06-13T08:00:00.000Z',
    ])
    expect(await debtor.collection()).toMatchObject({ attempts: 4, next_try_at: null })
    expect(debtor.mails()).toHaveLength(1)
    const deadline = '2026-06-14T00:00Z'
    expect(await debtor.standing(before(deadline))).toBe('past-due')
    expect(await debtor.standing(instantFromIso(deadline))).toBe('deactivated')

    expect(await debtor.travel('2026-06-20T12:00Z')).toEqual(['2026-06-14T00:00:00.000Z'])
    expect(debtor.mails().slice(1)).toEqual(['Your account is deactivated'])
    // Another card that is declined changes nothing; one that pays opens the account in that very moment.
    await debtor.enterCard('4000008260003178')
    expect(await debtor.standing()).toBe('deactivated')
    await debtor.enterCard(VISA)
    expect(await debtor.collection()).toMatchObject({ state: 'paid' })
    expect(await debtor.standing()).toBe('')
    const { due } = await debtor.collection()
    expect(await debtor.buyer.collected()).toEqual([Number(due)])
    expect(debtor.mails().slice(2).toSorted()).toEqual([
      expect.stringContaining('Invoice 1'),
      'Your account is open again',
    ])
  })

  test('PAY-03 PAY-04 a webhook about a decline charges nobody: not before the next try, and not after the deadline', async () => {
    const debtor = await open({ card: DECLINED })
    const told = async (times: number) => {
      const { processor_invoice_id: named } = await debtor.collection()
      for (let n = 0; n < times; n++) {
        const event = {
          id: `evt-${named}-${debtor.buyer.now}-${n}`,
          type: 'invoice.payment_failed',
          objectType: 'invoice',
          objectId: named!,
        }
        await storePaymentEvent(world.database.identity(), event, debtor.buyer.wallNow())
        while (
          (await paymentRound(debtor.buyer.parts())) +
            (await collectDue(debtor.buyer.parts(), debtor.buyer.now)) >
          0
        );
      }
    }
    await debtor.at(START)
    const first = await debtor.collection()
    await told(5)
    expect(await debtor.collection()).toEqual({ ...first, look: null })
    expect(first).toMatchObject({ state: 'declined', attempts: 1 })
    await debtor.travel('2026-06-15T00:00Z')
    await told(2)
    expect(await debtor.collection()).toMatchObject({ attempts: 4, next_try_at: null })
    await debtor.enterCard(VISA)
    expect(await debtor.collection()).toMatchObject({ state: 'paid', round: 0 })
  })

  test('PAY-04 PAY-08 a webhook about the bank’s answer: yes is booked, no is a decline that waits for its day', async () => {
    for (const answer of ['complete', 'fail'] as const) {
      const debtor = await open({ card: ASKS })
      await debtor.at(START)
      const { action_url: url, processor_invoice_id: named } = await debtor.collection()
      await standIn.answerBank(url!, answer)
      const event = { id: `evt-${named}`, type: 'invoice.updated', objectType: 'invoice', objectId: named! }
      await storePaymentEvent(world.database.identity(), event, debtor.buyer.wallNow())
      await paymentRound(debtor.buyer.parts())
      await collectDue(debtor.buyer.parts(), debtor.buyer.now)
      expect(await debtor.collection()).toMatchObject(
        answer === 'complete'
          ? { state: 'paid', look: null }
          : { state: 'declined', attempts: 2, next_try_at: new Date('2026-06-11T08:00Z'), look: null },
      )
    }
  })

  test('D-06 delivered thirteen hours late: issued anew, with a day more', async () => {
    const debtor = await open({ card: DECLINED })
    debtor.delivering = false
    await debtor.at(START)
    expect(await debtor.standing(instantFromIso('2026-06-30T00:00Z'))).toBe('past-due')
    debtor.delivering = true
    await debtor.at('2026-06-11T08:00Z')
    expect(debtor.mails()).toEqual([
      expect.stringContaining('before 15 Jun 2026, 00:00 UTC'),
      expect.stringContaining('before 15 Jun 2026, 00:00 UTC'),
    ])
    const stops = await debtor.travel('2026-06-16T00:00Z')
    expect(stops.at(-1)).toBe('2026-06-15T00:00:00.000Z')
    expect(debtor.mails().slice(2)).toEqual(['Your account is deactivated'])
  })

  test('D-06 paid while the notice was held up: it is not sent, and why stands beside it', async () => {
    const debtor = await open({ card: DECLINED })
    debtor.delivering = false
    await debtor.at(START)
    await debtor.enterCard(VISA)
    await debtor.deliver()
    expect(debtor.mails()).toEqual([expect.stringContaining('Invoice 1')])
    const notes = await world.query(`select note from outbox where account_id = $1 and state = 'skipped'`, [
      debtor.accountId,
    ])
    expect(notes).toEqual([{ note: 'paid-meanwhile' }])
  })

  test('ACC-04 MAIL-05 no card: told 14, 3 and 1 days before, locked at the period’s end, opened by a card', async () => {
    const debtor = await open({ card: VISA, term: ['2026-06-10', '2027-06-10'] })
    await debtor.at(START)
    await world.query(
      `update payment_account set payment_method_id = null, card_brand = null, card_last_four = null,
        card_expiry_month = null, card_expiry_year = null, card_since = null where account_id = $1`,
      [debtor.accountId],
    )
    await world.query(`update account set card_missing_from = '2026-07-10T00:00Z' where id = $1`, [
      debtor.accountId,
    ])
    const stops = await debtor.travel('2026-07-10T00:00Z')
    expect(stops).toEqual([
      '2026-06-26T00:00:00.000Z',
      '2026-07-07T00:00:00.000Z',
      '2026-07-09T00:00:00.000Z',
    ])
    expect(debtor.mails().slice(1)).toEqual([
      'Please add a card',
      'Please add a card',
      'Please add a card',
      'A card is needed to go on',
    ])
    const ends = '2026-07-10T00:00Z'
    expect([await debtor.standing(before(ends)), await debtor.standing(instantFromIso(ends))]).toEqual([
      '',
      'card-required',
    ])
    expect(await debtor.collection(2)).toMatchObject({ state: 'no-card', next_try_at: null })
    await debtor.enterCard(VISA.replace('4242424242424242', '5555555555554444'))
    expect(await debtor.standing()).toBe('')
    expect(debtor.mails().slice(5)).toContain('Your account is open again')
  })

  test('ACC-04 ACC-05 MAIL-05 never a card: told at once, not while it is locked; opened and locked again: told again', async () => {
    const debtor = await open()
    await debtor.at(START)
    expect(debtor.mails()).toEqual(['Please add a card'])
    expect(await debtor.travel('2026-06-28T00:00Z')).toEqual([
      '2026-06-11T00:00:00.000Z',
      '2026-06-13T00:00:00.000Z',
      '2026-06-14T00:00:00.000Z',
    ])
    expect(debtor.mails().slice(1)).toEqual([
      'Please add a card',
      'Please add a card',
      'A card is needed to go on',
    ])
    await debtor.enterCard(DECLINED)
    expect(await debtor.standing()).toBe('past-due')
    await debtor.travel('2026-07-01T00:00Z')
    expect(await debtor.standing()).toBe('deactivated')
    expect(debtor.mails().slice(4)).toEqual([
      expect.stringContaining('before 1 Jul 2026, 00:00 UTC'),
      'Your account is open again',
      'Your account is deactivated',
    ])
  })

  test('BILL-08 MAIL-05 the end of what was cancelled is told', async () => {
    const debtor = await open({ card: VISA, term: ['2026-06-10', '2026-07-10'] })
    await debtor.at(START)
    await world.query(
      `update contract set cancelled_at = now(), cancelled_by = 'x', renews = false where account_id = $1`,
      [debtor.accountId],
    )
    await debtor.travel('2026-07-10T00:00Z')
    expect(await debtor.standing()).toBe('deactivated')
    expect(debtor.mails().slice(1)).toEqual(['Your account is deactivated'])
  })

  test('PAY-07 PAY-03 who owes for a card that was declined is not told besides that it expires', async () => {
    const debtor = await open({ card: DECLINED })
    await debtor.at(START)
    await world.query(
      'update payment_account set card_expiry_month = 6, card_expiry_year = 2026 where account_id = $1',
      [debtor.accountId],
    )
    await debtor.travel('2026-07-09T00:00Z')
    expect(await debtor.standing()).toBe('deactivated')
    expect(debtor.mails()).toEqual([expect.stringContaining('Payment failed'), 'Your account is deactivated'])
  })

  test('PAY-07 a card that expires before the next charge; the switch keeps reminders away', async () => {
    const debtor = await open({ card: VISA })
    await debtor.at(START)
    await world.query(
      'update payment_account set card_expiry_month = 6, card_expiry_year = 2026 where account_id = $1',
      [debtor.accountId],
    )
    await debtor.travel('2026-06-26T00:00Z')
    expect(debtor.mails().slice(1)).toEqual(['Your card expires before the next charge'])
    await world.query('update billing_profile set card_reminders = false where account_id = $1', [
      debtor.accountId,
    ])
    await debtor.travel('2026-07-09T12:00Z')
    expect(debtor.mails()).toHaveLength(2)
  })

  test('BILL-11 a yearly renewal is announced 30 and 7 days before, unless it was cancelled', async () => {
    const debtor = await open({ card: VISA, interval: 'annual', term: ['2025-08-01', '2026-08-01'] })
    await debtor.at(START)
    expect(await debtor.travel('2026-07-03T00:00Z')).toEqual(['2026-07-02T00:00:00.000Z'])
    expect(debtor.mails().slice(1)).toEqual(['Your subscription renews on 1 Aug 2026'])
    await world.query(
      `update contract set cancelled_at = now(), cancelled_by = 'x', renews = false where account_id = $1`,
      [debtor.accountId],
    )
    await debtor.travel('2026-07-26T00:00Z')
    expect(debtor.mails()).toHaveLength(2)
  })

  test('PAY-08 the bank asks: told with the deadline; answered, it is paid; never answered, it locks', async () => {
    const debtor = await open({ card: ASKS })
    await debtor.at(START)
    const { action_url: url } = await debtor.collection()
    expect(await debtor.collection()).toMatchObject({ state: 'requires-action' })
    expect(debtor.mails()).toEqual([expect.stringContaining('confirm a payment before 14 Jun 2026')])
    expect(await debtor.standing()).toBe('past-due')
    await standIn.answerBank(url!, 'complete')
    await debtor.travel('2026-06-11T08:00Z')
    expect(await debtor.collection()).toMatchObject({ state: 'paid' })
    expect(await debtor.standing()).toBe('')

    const other = await open({ card: ASKS })
    await other.at(START)
    await other.travel('2026-06-14T00:00Z')
    expect(await other.standing()).toBe('deactivated')
    // Another card: the question of the old one can't be answered any more.
    const { action_url: old } = await other.collection()
    await other.enterCard(VISA)
    expect(await other.collection()).toMatchObject({ state: 'paid', round: 1 })
    await standIn.answerBank(old!, 'complete')
    expect(await other.buyer.collected()).toHaveLength(1)
  })

  test('PAY-03 entering a card pays the open invoices, oldest first', async () => {
    const debtor = await open({ card: DECLINED })
    await debtor.at(START)
    await debtor.travel('2026-07-11T00:00Z')
    expect([(await debtor.collection(1)).state, (await debtor.collection(2)).state]).toEqual([
      'declined',
      'declined',
    ])
    await debtor.enterCard(VISA)
    const paid = await world.query<{ number: number }>(
      `select i.number from invoice i join outbox o on o.payload ->> 'invoiceId' = i.id::text and o.type = 'invoice-issued'
       where i.account_id = $1 order by o.created_at, o.id`,
      [debtor.accountId],
    )
    expect(paid.map(({ number }) => number)).toEqual([1, 2])
    expect(await debtor.standing()).toBe('')
    // The second was declined while the account was locked already; that it opened is said once.
    expect(debtor.mails().filter((subject) => subject === 'Your account is open again')).toHaveLength(1)
    expect(debtor.mails()).toContain('Invoice 2 could not be charged either')
  })

  test('BILL-13 D-06 a purchase that fails starts nothing', async () => {
    const debtor = await open({ card: VISA })
    await debtor.at(START)
    await debtor.buyer.enterCard(DECLINED)
    const { purchaseId } = await debtor.buyer.submit([{ kind: 'quantity', item: 'full-time', by: 1 }])
    expect(await debtor.buyer.work(purchaseId)).toBe('failed')
    expect(await debtor.standing()).toBe('')
    expect(debtor.mails()).toHaveLength(1)
  })

  test('PAY-05 what was voided at the processor is owed all the same, and paid once', async () => {
    const debtor = await open({ card: DECLINED })
    await debtor.at(START)
    const { processor_invoice_id: named } = await debtor.collection()
    await debtor.buyer.gateway.voidInvoice(named!, 'by hand')
    await debtor.enterCard(VISA)
    expect(await debtor.collection()).toMatchObject({ state: 'paid', round: 1 })
    expect(await debtor.buyer.collected()).toHaveLength(1)
  })
})

describe('D-28 PAY-06 by wire', () => {
  test('sent with terms; overdue from the day after them; nothing locks', async () => {
    const debtor = await open({ payment: 'wire', interval: 'annual' })
    await debtor.at(START)
    expect(await debtor.collection()).toMatchObject({ state: 'sent', next_try_at: null })
    expect(debtor.mails()).toEqual([expect.stringMatching(/^Invoice 1: .*please pay until 10 Jul 2026$/)])
    const overdue = '2026-07-11T00:00Z'
    expect([await debtor.standing(before(overdue)), await debtor.standing(instantFromIso(overdue))]).toEqual([
      '',
      'past-due',
    ])
    expect(await debtor.travel('2026-08-30T00:00Z')).toEqual(['2026-07-11T00:00:00.000Z'])
    expect(debtor.mails().slice(1)).toEqual(['Invoice 1 is overdue'])
    expect(await debtor.standing()).toBe('past-due')

    // Staff set a deadline, it passes, and the wire arrives.
    const vendor = { url: world.url, wallNow: debtor.buyer.now }
    const invoice = { account: debtor.accountId, number: 1 }
    const deadline = instantFromIso('2026-09-05T00:00Z')
    expect(await setWireDeadline(vendor, { ...invoice, deadline })).toMatchObject({ kind: 'set' })
    expect(await debtor.standing(before('2026-09-05T00:00Z'))).toBe('past-due')
    await debtor.travel('2026-09-05T00:00Z')
    expect(await debtor.standing()).toBe('deactivated')
    expect(debtor.mails().slice(2)).toEqual(['Your account is deactivated'])
    const arrived = { url: world.url, wallNow: debtor.buyer.now }
    expect(await markInvoicePaid(arrived, { ...invoice, reference: 'W-1' })).toMatchObject({ kind: 'paid' })
    expect(await markInvoicePaid(arrived, invoice)).toEqual({ kind: 'paid-already' })
    expect(await markInvoicePaid(arrived, { ...invoice, number: 2 })).toEqual({ kind: 'no-such-invoice' })
    expect(await debtor.standing()).toBe('')
    await debtor.deliver()
    expect(debtor.mails().slice(3).toSorted()).toEqual([
      expect.stringContaining('Invoice 1'),
      'Your account is open again',
    ])
    const { due } = await debtor.collection()
    expect(await debtor.buyer.balances()).toMatchObject({ cash: Number(due) })
    const [noted] = await world.query<{ after: object }>(
      `select after from audit where account_id = $1 and action = 'billing.invoice-paid'`,
      [debtor.accountId],
    )
    expect(noted!.after).toMatchObject({ number: 1, reference: 'W-1' })
  })

  test('PAY-06 PAY-09 what the vendor has marked as paid can’t be paid at the processor; where it was, both know', async () => {
    const debtor = await open({ card: DECLINED })
    await debtor.at(START)
    const { processor_invoice_id: named, due } = await debtor.collection()
    const vendor = () => ({ url: world.url, wallNow: debtor.buyer.now })
    const invoice = { account: debtor.accountId, number: 1 }
    const set = (change: string) =>
      world.query(`update invoice_collection set ${change} where account_id = $1`, [debtor.accountId])
    // A try is due, somebody is at it, or nobody knows what the last one came to: it may be paid in this moment.
    for (const [under, over] of [
      [`next_try_at = '2026-06-10T08:00Z'`, `next_try_at = '2026-06-11T08:00Z'`],
      [`lease = gen_random_uuid(), leased_until = '2026-06-10T09:00Z'`, 'lease = null, leased_until = null'],
      ['unclear = true', 'unclear = false'],
      ['look = gen_random_uuid()', 'look = null'],
    ] as const) {
      await set(under)
      expect([under, await markInvoicePaid(vendor(), invoice)]).toEqual([under, { kind: 'being-charged' }])
      await set(over)
    }
    expect(await markInvoicePaid(vendor(), invoice)).toMatchObject({ kind: 'paid' })
    expect(await voidPaidElsewhere(debtor.buyer.parts())).toBe(1)
    expect(await voidPaidElsewhere(debtor.buyer.parts())).toBe(0)
    expect(await debtor.buyer.gateway.readInvoice(named!)).toMatchObject({ kind: 'void' })
    expect(await debtor.buyer.balances()).toMatchObject({ cash: Number(due) })
    const ours = await ourSide(world.database.worker(), debtor.accountId, debtor.buyer.now)
    expect(ours!.facts.charges).toMatchObject([{ state: 'paid', elsewhere: true, processorInvoiceId: named }])
  })

  test('PAY-04 where the processor takes the wire, its webhook closes the invoice; nothing is ever charged', async () => {
    const debtor = await open({ payment: 'wire', interval: 'annual', card: VISA })
    await debtor.at(START)
    const { state, due, processor_invoice_id: named } = await debtor.collection()
    expect([state, await debtor.buyer.collected()]).toEqual(['sent', []])
    const [card] = await world.query<{ payment_method_id: string }>(
      'select payment_method_id from payment_account where account_id = $1',
      [debtor.accountId],
    )
    const paid = {
      invoiceId: named!,
      paymentMethodId: card!.payment_method_id,
      returnUrl: 'http://localhost/back',
    }
    await debtor.buyer.gateway.payInvoice(paid, 'by the customer')
    const event = { id: `evt-${named}`, type: 'invoice.paid', objectType: 'invoice', objectId: named! }
    await storePaymentEvent(world.database.identity(), event, debtor.buyer.wallNow())
    await paymentRound(debtor.buyer.parts())
    await collectDue(debtor.buyer.parts(), debtor.buyer.now)
    expect(await debtor.collection()).toMatchObject({ state: 'paid' })
    expect(await debtor.buyer.balances()).toMatchObject({ cash: Number(due) })
  })
})

describe('crashes', () => {
  test('PAY-05 killed between any two steps: one charge, one payment posted, one mail of each kind', async () => {
    const counts: number[] = []
    for (const card of [VISA, DECLINED]) {
      let points = 0
      for (let killed = true; killed; points += card === VISA ? 1 : 4) {
        const debtor = await open({ card })
        debtor.delivering = false
        await debtor.work[0]!.run((debtor.buyer.now = instantFromIso(START)))
        const cut = killedAt(debtor.buyer.parts(), points)
        await collectDue(cut.parts, debtor.buyer.now).catch(() => {})
        killed = cut.wasKilled()
        debtor.buyer.later += COLLECTION_LEASE_MS + 1
        await debtor.at(START)
        const { due, state, attempts } = await debtor.collection()
        const paid = card === VISA
        const outbox = await world.query<{ type: string; n: string }>(
          'select type, count(*) as n from outbox where account_id = $1 group by type',
          [debtor.accountId],
        )
        expect({
          points,
          state,
          attempts,
          outbox,
          collected: await debtor.buyer.collected(),
          tries: (await standIn.invoicesOf(debtor.buyer.customerId)).length,
        }).toEqual({
          points,
          state: paid ? 'paid' : 'declined',
          attempts: paid ? 0 : 1,
          outbox: [{ type: paid ? 'invoice-issued' : 'billing-notice', n: '1' }],
          collected: paid ? [Number(due)] : [],
          tries: 1,
        })
      }
      counts.push(points)
    }
    expect(counts.every((points) => points > 10)).toBe(true)
  })

  test('PAY-05 eight workers at once: one charge', async () => {
    const debtor = await open({ card: VISA })
    await debtor.work[0]!.run((debtor.buyer.now = instantFromIso(START)))
    await Promise.all(Array.from({ length: 8 }, () => collectDue(debtor.buyer.parts(), debtor.buyer.now)))
    await debtor.at(START)
    expect(await debtor.collection()).toMatchObject({ state: 'paid' })
    expect(await standIn.invoicesOf(debtor.buyer.customerId)).toHaveLength(1)
    expect(debtor.mails()).toHaveLength(1)
  })
})

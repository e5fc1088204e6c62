import {
  checkInvariants,
  issuedInvoice,
  markInvoicePaid,
  type InvoiceToTakeBack,
  ourSide,
  reduceNow,
  takeInvoiceBack,
} from '@seatkeeper/db'
import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { startSmtpSink, type SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Debtor, type DebtorOptions } from '../../test/debtor.ts'
import { killedAt } from '../../test/killed-between.ts'
import { COLLECTION_LEASE_MS, collectDue } from './collect-due.ts'
import { voidPaidElsewhere } from './void-paid-elsewhere.ts'

let world: TestDatabase
let standIn: PaymentStandIn
let sink: SmtpSink
beforeAll(async () => {
  ;[world, standIn, sink] = await Promise.all([createTestDatabase(), startPaymentStandIn(), startSmtpSink()])
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => Promise.all([world.drop(), standIn.stop(), sink.stop()]))
// What time brings is for one account at a time.
beforeEach(() =>
  world.query(
    'update contract set ended_at = now(), renews = false, ends_on = starts_on + 1 where ended_at is null',
  ),
)

const VISA = '4242424242424242'
const DECLINED = '4000000000000341'
const ASKS = '4000002760003184'
const START = '2026-06-10T08:00Z'
const open = (options: DebtorOptions = {}) => Debtor.open(world, standIn, sink, options)

const takeBack = (debtor: Debtor, wish: Partial<InvoiceToTakeBack> = {}) =>
  takeInvoiceBack({ url: world.url, now: debtor.buyer.now }, debtor.accountId, {
    number: 1,
    reason: 'Ten seats too many',
    again: false,
    dryRun: false,
    ...wish,
  })

/** What the mail of the first credit note says of the invoice that it voids. */
async function paidBefore(debtor: Debtor): Promise<boolean> {
  const [note] = await world.query<{ id: string }>(
    'select id from invoice where account_id = $1 and voids is not null order by number limit 1',
    [debtor.accountId],
  )
  return (await issuedInvoice(world.database.worker(), note!.id))!.voidedWasPaid
}

const documents = (debtor: Debtor) =>
  world.query<{
    number: number
    kind: string
    paid: boolean
    voided: boolean
    voids: number | null
    to_balance: string
  }>(
    `select i.number, i.kind, i.paid_at is not null as paid, i.voided_at is not null as voided, v.number as voids, i.to_balance
     from invoice i left join invoice v on v.id = i.voids where i.account_id = $1 order by i.number`,
    [debtor.accountId],
  )

describe('D-02 the vendor takes a wrong invoice back', () => {
  test('PAY-03 ACC-05 MAIL-05 USER-10 unpaid and past due: planned, done once, unlocked, told, void at the processor', async () => {
    const debtor = await open({ card: DECLINED })
    await debtor.at(START)
    await debtor.travel('2026-06-14T00:00Z')
    expect(await debtor.standing()).toBe('deactivated')
    const { processor_invoice_id: named, due } = await debtor.collection()
    const owed = await debtor.buyer.balances()

    const plan = await takeBack(debtor, { dryRun: true })
    expect(plan).toMatchObject({ kind: 'grant', noLongerOwed: Number(due), credit: 0, creditNote: null })
    expect([await documents(debtor), await debtor.buyer.balances()]).toMatchObject([[{ number: 1 }], owed])

    const answers = await Promise.all([takeBack(debtor), takeBack(debtor), takeBack(debtor)])
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['grant', 'voided-already', 'voided-already'])
    expect(answers.find(({ kind }) => kind === 'grant')).toEqual({ ...plan, creditNote: 2 })
    expect(await documents(debtor)).toMatchObject([
      { number: 1, paid: false, voided: true },
      { number: 2, kind: 'credit-note', voids: 1, to_balance: '0' },
    ])
    expect(await debtor.buyer.balances()).toEqual({})
    expect(await debtor.standing()).toBe('')
    await debtor.deliver()
    expect(debtor.mails().slice(-2).toSorted()).toEqual([
      'Credit note 2: invoice 1 is void',
      'Your account is open again',
    ])
    expect(await paidBefore(debtor)).toBe(false)
    const [entry] = await world.query(
      `select after from audit where account_id = $1 and action = 'billing.invoice-voided'`,
      [debtor.accountId],
    )
    expect(entry).toMatchObject({ after: { creditNote: 2, credited: 0, reason: 'Ten seats too many' } })

    expect(await voidPaidElsewhere(debtor.buyer.parts())).toBe(1)
    expect(await voidPaidElsewhere(debtor.buyer.parts())).toBe(0)
    expect(await debtor.buyer.gateway.readInvoice(named!)).toMatchObject({ kind: 'void' })
    // Another card pays nothing, nothing is tried, and both books agree.
    await debtor.enterCard(VISA)
    await debtor.travel('2026-07-09T00:00Z')
    expect(await debtor.buyer.collected()).toEqual([])
    expect(await debtor.collection()).toMatchObject({ state: 'void', next_try_at: null })
    const ours = await ourSide(world.database.worker(), debtor.accountId, debtor.buyer.now)
    expect(ours!.facts).toMatchObject({ charges: [{ state: 'over' }] })

    const vendor = { url: world.url, wallNow: debtor.buyer.now }
    expect(await markInvoicePaid(vendor, { account: debtor.accountId, number: 1 })).toEqual({
      kind: 'voided',
    })
    expect(await takeBack(debtor, { number: 2 })).toEqual({ kind: 'is-credit-note' })
    expect(await takeBack(debtor, { number: 9 })).toEqual({ kind: 'no-such-invoice' })
    await expect(
      world.query('update invoice set paid_at = now() where account_id = $1 and number = 1', [
        debtor.accountId,
      ]),
    ).rejects.toThrow('never changes')
  })

  test('BILL-05 BILL-06 paid: credit, never cash; its period is not invoiced again, the next one uses the credit', async () => {
    const debtor = await open({ card: VISA })
    await debtor.at(START)
    const { due } = await debtor.collection()
    expect(await takeBack(debtor)).toMatchObject({
      kind: 'grant',
      paid: true,
      credit: Number(due),
      noLongerOwed: 0,
    })
    expect(await debtor.buyer.balances()).toEqual({ cash: Number(due), credit: 0 - Number(due) })
    await debtor.travel('2026-07-11T00:00Z')
    expect(await documents(debtor)).toMatchObject([
      { number: 1, paid: true, voided: true },
      { number: 2, voids: 1, to_balance: due },
      { number: 3, kind: 'invoice', paid: true },
    ])
    expect(await paidBefore(debtor)).toBe(true)
    expect(await debtor.buyer.collected()).toEqual([Number(due)])
  })

  test('BILL-06 --again: the period is invoiced anew as the contract stands, with what was credited', async () => {
    const debtor = await open({ card: VISA })
    await debtor.at(START)
    const { due } = await debtor.collection()
    await world.query(
      `insert into contract_item (contract_id, account_id, item, unit_price)
       select id, account_id, 'full-time', 1000 from contract where account_id = $1
       on conflict (contract_id, item) do update set unit_price = 1000`,
      [debtor.accountId],
    )
    expect(await takeBack(debtor, { again: true })).toMatchObject({ kind: 'grant', again: true })
    await debtor.at('2026-06-10T09:00Z')
    const [, , again] = await debtor.buyer.invoices()
    expect(again).toMatchObject({ number: 3, kind: 'invoice', due: '0' })
    const { cash, credit } = await debtor.buyer.balances()
    expect([cash, credit! < 0, credit! > 0 - Number(due)]).toEqual([Number(due), true, true])
    // It was the second's turn: the first is not invoiced again.
    await debtor.travel('2026-07-11T00:00Z')
    expect(await takeBack(debtor, { number: 3, again: true })).toEqual({ kind: 'not-invoiced-again' })
  })

  test('D-34 --again after seats were bought and given up: what was bought is not charged twice, what was given up not at all', async () => {
    const debtor = await open({ card: VISA })
    await debtor.at(START)
    const began = await debtor.buyer.seats()
    const of = (invoice: { lines: unknown[] } | undefined) =>
      (
        invoice!.lines as { rule: string; subject: string; quantity: number; amount: { amount: number } }[]
      ).find(({ rule, subject }) => rule === 'period' && subject === 'full-time')
    await debtor.at('2026-06-20T09:00Z')
    const bought = await debtor.buyer.submit([
      { kind: 'quantity', item: 'full-time', by: 2, effective: 'now' },
    ])
    expect(await debtor.buyer.work(bought.purchaseId)).toBe('paid')
    await takeBack(debtor, { again: true })
    await debtor.at('2026-06-20T10:00Z')
    const [, added, , again] = await debtor.buyer.invoices()
    expect([of(again)!.quantity, Number(added!.due) > 0]).toEqual([began, true])
    // Paid once, used once: nothing is left over, and nothing missing.
    expect((await debtor.buyer.balances())['credit']).toBeUndefined()
    // The vendor mends the number itself: the rest of the period by a credit note, the whole of it by the invoice that is issued anew.
    const context = { url: world.url, now: debtor.buyer.now }
    const quantities = { 'full-time': began - 1 }
    expect(
      await reduceNow(context, debtor.accountId, { quantities, giveUp: [], dryRun: false }),
    ).toMatchObject({
      kind: 'grant',
    })
    expect(await takeBack(debtor, { number: 4, again: true })).toMatchObject({ kind: 'grant' })
    await debtor.at('2026-06-20T11:00Z')
    const documents = await debtor.buyer.invoices()
    const [last, first] = [of(documents.at(-1)), of(documents[0])]
    // The purchase of two stands, for nothing was credited of it: the note was for the invoice that is taken back.
    expect(last!.quantity).toBe(began - 1 - 2)
    const { cash, credit } = await debtor.buyer.balances()
    const spent = documents.flatMap(({ number, lines }) =>
      // Two documents stand: the purchase, and the last one; and what was credited of the purchase.
      number === 2 || number === documents.length
        ? (lines as { rule: string; amount: { amount: number } }[])
        : [],
    )
    const charged = spent.reduce(
      (sum, { rule, amount }) => sum + (rule === 'credit-applied' ? 0 : amount.amount),
      0,
    )
    expect(cash! + credit!).toBeLessThanOrEqual(charged)
    expect(first!.amount.amount).toBeGreaterThan(last!.amount.amount)
  })

  test('BILL-03 a higher plan stays after its invoice is taken back; --again for its period waits for that', async () => {
    const debtor = await open({ card: VISA })
    await world.query(`update contract set plan = 'business' where account_id = $1`, [debtor.accountId])
    await debtor.at(START)
    await debtor.at('2026-06-20T09:00Z')
    const raised = await debtor.buyer.submit([
      { kind: 'plan', plan: 'enterprise', effective: 'now' },
      { kind: 'quantity', item: 'full-time', by: 2, effective: 'now' },
    ])
    expect(await debtor.buyer.work(raised.purchaseId)).toBe('paid')
    const seats = await debtor.buyer.seats()
    const [, more] = await debtor.buyer.invoices()
    expect(await takeBack(debtor, { again: true })).toEqual({ kind: 'raised-since', by: 2 })
    expect(await takeBack(debtor, { number: 2 })).toMatchObject({
      kind: 'grant',
      period: null,
      credit: Number(more!.due),
    })
    expect(await debtor.buyer.seats()).toBe(seats)
    expect(await takeBack(debtor, { again: true, dryRun: true })).toMatchObject({ kind: 'grant' })
    // What was taken back is as good as invoiced: giving it up gives nothing back once more.
    const context = { url: world.url, now: debtor.buyer.now }
    const wish = { quantities: { 'full-time': seats - 2 }, giveUp: [], dryRun: true }
    expect(await reduceNow(context, debtor.accountId, wish)).toMatchObject({ kind: 'grant', credited: 0 })
    // The next period is of the contract as it stands.
    await debtor.travel('2026-07-10T09:00Z')
    const next = (await debtor.buyer.invoices()).at(-1)!
    expect(next.lines).toContainEqual(
      expect.objectContaining({ rule: 'period', subject: 'full-time', quantity: seats }),
    )
  })

  test('PAY-08 the bank’s yes that comes too late is credit', async () => {
    const debtor = await open({ card: ASKS })
    await debtor.at(START)
    const { action_url: url, due } = await debtor.collection()
    expect(await takeBack(debtor)).toMatchObject({ kind: 'grant', atProcessor: true })
    await standIn.answerBank(url!, 'complete')
    for (let n = 0; n < 2; n++) await voidPaidElsewhere(debtor.buyer.parts())
    expect(await debtor.buyer.balances()).toEqual({ cash: Number(due), credit: 0 - Number(due) })
  })

  test('PAY-05 beside collecting: whatever was charged is credit, and nothing is owed', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < 4; round++) {
      const debtor = await open({ card: VISA })
      debtor.delivering = false
      await debtor.work[0]!.run((debtor.buyer.now = (await open()).buyer.now))
      const wait = () => new Promise((done) => setTimeout(done, round * 25))
      const [, taken] = await Promise.all([
        collectDue(debtor.buyer.parts(), debtor.buyer.now).catch(() => {}),
        wait().then(() => takeBack(debtor)),
      ])
      expect(taken).toMatchObject({ kind: 'grant' })
      debtor.buyer.later += COLLECTION_LEASE_MS + 1
      await collectDue(debtor.buyer.parts(), debtor.buyer.now)
      for (let n = 0; n < 2; n++) await voidPaidElsewhere(debtor.buyer.parts())
      const collected = (await debtor.buyer.collected()).reduce((sum, each) => sum + each, 0)
      const expected = collected === 0 ? {} : { cash: collected, credit: 0 - collected }
      expect([round, await debtor.buyer.balances()]).toEqual([round, expected])
      seen.add(collected === 0 ? 'void' : 'credit')
    }
    expect(seen.size).toBeGreaterThan(0)
  })

  test('PAY-06 USER-10 a wire for an invoice that was taken back becomes credit, once, after the processor has made its own unpayable', async () => {
    const debtor = await open({ payment: 'wire', interval: 'annual', card: VISA })
    await debtor.at(START)
    expect(await takeBack(debtor)).toMatchObject({ kind: 'grant', atProcessor: true, credit: 0 })
    const arrived = () =>
      markInvoicePaid(
        { url: world.url, wallNow: debtor.buyer.now },
        { account: debtor.accountId, number: 1, reference: 'DE-4711' },
      )
    expect(await arrived()).toEqual({ kind: 'being-voided' })
    expect(await voidPaidElsewhere(debtor.buyer.parts())).toBe(1)
    const amount = Number((await debtor.collection()).due)
    const answers = await Promise.all([arrived(), arrived()])
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['credited', 'credited-already'])
    expect(answers).toContainEqual(expect.objectContaining({ kind: 'credited', amount, currency: 'USD' }))
    expect(await debtor.buyer.balances()).toEqual({ cash: amount, credit: 0 - amount })
    expect((await debtor.collection()).state).toBe('void')
    const noted = await world.query(
      `select actor_id, channel, after from audit where account_id = $1 and action = 'billing.void-invoice-credited'`,
      [debtor.accountId],
    )
    const after = { number: 1, due: amount, currency: 'USD', reference: 'DE-4711' }
    expect(noted).toEqual([{ actor_id: 'vendor', channel: 'command', after }])
  })

  test('PAY-06 beside mark-paid: whichever is first, and the money is credit', async () => {
    const debtor = await open({ payment: 'wire', interval: 'annual' })
    await debtor.at(START)
    const vendor = { url: world.url, wallNow: debtor.buyer.now }
    const [paid, taken] = await Promise.all([
      markInvoicePaid(vendor, { account: debtor.accountId, number: 1 }),
      takeBack(debtor),
    ])
    const { due } = await debtor.collection()
    expect(taken).toMatchObject({ kind: 'grant', paid: paid.kind === 'paid' })
    expect(['paid', 'credited']).toContain(paid.kind)
    expect(await debtor.buyer.balances()).toEqual({ cash: Number(due), credit: 0 - Number(due) })
  })

  test('PAY-05 the worker dies between any two steps of making it unpayable there', async () => {
    for (let point = 0, killed = true; killed; point++) {
      const debtor = await open({ card: DECLINED })
      await debtor.at(START)
      const { processor_invoice_id: named } = await debtor.collection()
      await takeBack(debtor)
      const cut = killedAt(debtor.buyer.parts(), point)
      await voidPaidElsewhere(cut.parts).catch(() => {})
      killed = cut.wasKilled()
      debtor.buyer.later += 600_000
      await voidPaidElsewhere(debtor.buyer.parts())
      expect(await debtor.buyer.gateway.readInvoice(named!)).toMatchObject({ kind: 'void' })
      const [row] = await world.query('select void_there from invoice_collection where account_id = $1', [
        debtor.accountId,
      ])
      expect([point, row]).toEqual([point, { void_there: false }])
    }
  })
})

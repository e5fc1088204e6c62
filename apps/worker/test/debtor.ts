import { createMailer } from '@seatkeeper/mail'
import { accountStanding, type Day, type Instant, instantFromIso } from '@seatkeeper/rules'
import type { TestAccountOptions } from '@seatkeeper/testkit/account'
import type { PaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import type { SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import { collectDue } from '../src/collections/collect-due.ts'
import { deliverBatch } from '../src/delivery/delivery-loop.ts'
import { billingNoticesDue } from '../src/due/billing-notices.ts'
import { billingRunsDue } from '../src/due/billing-runs.ts'
import { collectionsDue } from '../src/due/collections.ts'
import type { DueWork } from '../src/due/due-work.ts'
import { Buyer, type BuyersWorld } from './buyer.ts'

export interface DebtorOptions extends TestAccountOptions {
  readonly card?: string
  readonly payment?: 'card' | 'wire'
  readonly interval?: 'monthly' | 'annual'
  /** Another line to the processor than the stand-in's own. */
  readonly apiUrl?: string
  /** The term; by default a year that begins on the tests' day. */
  readonly term?: readonly [startsOn: string, endsOn: string]
}

/** An account whose contract is billed as time goes on, with the worker's whole side of it and the mails that come of it. */
export class Debtor {
  readonly buyer: Buyer
  readonly sink: SmtpSink
  readonly address: string
  /** Mails are held back while this is false. */
  delivering = true

  private constructor(buyer: Buyer, sink: SmtpSink, address: string) {
    this.buyer = buyer
    this.sink = sink
    this.address = address
  }

  static async open(
    world: BuyersWorld,
    standIn: PaymentStandIn,
    sink: SmtpSink,
    options: DebtorOptions = {},
  ): Promise<Debtor> {
    const {
      card,
      payment = 'card',
      interval = 'monthly',
      term = ['2026-06-10', '2027-06-10'],
      ...rest
    } = options
    const buyer = await Buyer.open(world, standIn, { ...rest, ...(card !== undefined && { card }) })
    const { accountId } = buyer.account
    await world.query(
      `update contract set billing_interval = $2, payment = $3, starts_on = $4, ends_on = $5, invoiced_until = null where account_id = $1`,
      [accountId, interval, payment, ...term],
    )
    const address = `money-${accountId}@example.com`
    await world.query(
      `insert into billing_profile (account_id, company, line1, city, postal_code, country, email, further_emails, updated_at)
       values ($1, $2, '1 Road', 'Austin', '78701', 'US', $3, '[]', now())`,
      [accountId, `Company of ${accountId}`, address],
    )
    return new Debtor(buyer, sink, address)
  }

  get accountId(): string {
    return this.buyer.account.accountId
  }

  get work(): readonly DueWork[] {
    const { database } = this.buyer.world
    const parts = this.buyer.parts()
    const due = { database, log: parts.log, wallNow: () => this.buyer.wallNow() }
    return [billingRunsDue(due), collectionsDue(parts), billingNoticesDue(due)]
  }

  /** What the worker does while the clock stands at an instant. */
  async at(iso: string | Instant): Promise<void> {
    this.buyer.now = typeof iso === 'string' ? instantFromIso(iso) : iso
    for (const one of this.work) await one.run(this.buyer.now)
    if (this.delivering) await this.deliver()
  }

  /** From where the clock stands to an instant, by way of everything that falls due. Gives the instants. */
  async travel(iso: string): Promise<string[]> {
    const target = instantFromIso(iso)
    const stops: string[] = []
    for (;;) {
      let next: Instant = target
      for (const one of this.work) {
        const at = await one.nextAt(this.buyer.now)
        if (at !== null && at < next) next = at
      }
      await this.at(next)
      if (next >= target) return stops
      stops.push(new Date(next).toISOString())
    }
  }

  async deliver(): Promise<void> {
    const mailer = createMailer({ smtpUrl: this.sink.url, from: 'Seatkeeper <seats@example.com>' })
    const parts = this.buyer.parts()
    try {
      while (
        (await deliverBatch({
          database: this.buyer.world.database,
          mailer,
          clocks: parts.clocks,
          installation: {
            productName: 'Seatkeeper',
            portalUrl: 'https://seats.example.com',
            productUrl: 'https://app.example.com/',
            appSecret: 'a secret of thirty-two characters or more',
          },
          random: () => 0.5,
          log: parts.log,
        })) > 0
      );
    } finally {
      mailer.close()
    }
  }

  /** Enters a card, and the worker looks at once. */
  async enterCard(number: string): Promise<void> {
    await this.buyer.enterCard(number)
    await collectDue(this.buyer.parts(), this.buyer.now)
    if (this.delivering) await this.deliver()
  }

  /** The subjects of the mails to this account's address, without the product's name. */
  mails(): string[] {
    return this.sink.mails.flatMap((mail) => {
      const to = Array.isArray(mail.to) ? mail.to : mail.to ? [mail.to] : []
      return to.some(({ text }) => text.includes(this.address))
        ? (mail.subject ?? '').replace(' (Seatkeeper)', '')
        : []
    })
  }

  /** What is wrong with the account at an instant; empty: active. */
  async standing(at: Instant = this.buyer.now): Promise<string> {
    const [row] = await this.buyer.world.query<Record<string, Date | null>>(
      'select overdue_since, grace_deadline, card_missing_from, access_ends_at from account where id = $1',
      [this.accountId],
    )
    const ms = (name: string) => (row![name] ? (row![name].getTime() as Instant) : null)
    const since = ms('overdue_since')
    const standings = accountStanding(
      {
        overdue: since === null ? null : { since, graceDeadline: ms('grace_deadline') },
        cardMissingFrom: ms('card_missing_from'),
        endsAt: ms('access_ends_at'),
      },
      at,
    )
    return standings.map(({ standing }) => standing).join('+')
  }

  async collection(number = 1) {
    const [row] = await this.buyer.world.query<{
      invoice_id: string
      state: string
      attempts: number
      decline_cause: string | null
      action_url: string | null
      next_try_at: Date | null
      declined_at: Date | null
      processor_invoice_id: string | null
      round: number
      due: string
      due_on: Day | null
    }>(
      `select n.*, i.due, i.due_on from invoice_collection n join invoice i on i.id = n.invoice_id
       where n.account_id = $1 and i.number = $2`,
      [this.accountId, number],
    )
    return row!
  }
}

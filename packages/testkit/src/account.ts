import {
  type Actor,
  type NewAccount,
  type OpenedAccount,
  asVendor,
  openAccount,
  settleMember,
} from '@seatkeeper/db/set-up'
import { type Day, type Instant, addDays, dayAt } from '@seatkeeper/rules'

/** The instant at which the tests' world stands, unless a test says otherwise: a Wednesday morning in UTC. */
export const TEST_NOW = Date.UTC(2026, 5, 10, 8) as Instant

export interface TestAccount extends OpenedAccount {
  readonly organizationId: string
  /** The owner of the first organization, signed up. */
  readonly owner: Extract<Actor, { kind: 'member' }>
  readonly ownerEmail: string
}

export interface TestAccountOptions {
  readonly name?: string
  readonly now?: Instant
  readonly fullTimeSeats?: number
  readonly collaborators?: NewAccount['contract']['collaborators']
  readonly staffSeats?: number
  /** Days count from the day of `now`: `{ from: -10, to: 20, seats: 5 }` is open. */
  readonly seasons?: readonly {
    readonly name: string
    readonly from: number
    readonly to: number
    readonly seats: number
  }[]
  readonly organizations?: NewAccount['organizations']
  readonly passwordHash?: string
  readonly overdue?: NewAccount['overdue']
  /** Its whole term was invoiced elsewhere: purchases may be made, and no run invoices it. */
  readonly invoiced?: boolean
  /** Terms that are to be others than those of every test's contract. */
  readonly contract?: Partial<NewAccount['contract']>
}

let made = 0

/** An account with one contract and the owner of its first organization; all real rows, made as the vendor makes them. */
export async function buildAccount(url: string, options: TestAccountOptions = {}): Promise<TestAccount> {
  const { now = TEST_NOW, name = `Account ${++made}` } = options
  const today = dayAt(now)
  const account: NewAccount = {
    name,
    organizations: options.organizations ?? [{ name }],
    ...(options.overdue && { overdue: options.overdue }),
    contract: {
      plan: options.staffSeats === undefined ? 'enterprise' : 'classic',
      billingInterval: 'annual',
      startsOn: addDays(today, -180),
      endsOn: addDays(today, 185),
      fullTimeSeats: options.fullTimeSeats ?? 5,
      collaborators: options.collaborators ?? 2,
      ...(options.invoiced && { invoicedUntil: addDays(today, 185) }),
      ...(options.staffSeats !== undefined && { staffSeats: options.staffSeats }),
      seasons: (options.seasons ?? []).map(({ name, from, to, seats }) => {
        return { name, seats, firstDay: addDays(today, from), lastDay: addDays(today, to) }
      }),
      ...options.contract,
    },
  }
  const ownerEmail = `owner${++made}@example.com`
  return asVendor(url, async (db) => {
    const opened = await openAccount(db, account, now)
    const organizationId = opened.organizationIds[0]!
    // The owner takes no seat here, so that a test's numbers are its own.
    const owner = await settleMember(
      db,
      { organizationId, accountId: opened.accountId },
      {
        email: ownerEmail,
        name: 'Olive Owner',
        type: options.staffSeats === undefined ? 'full-time' : 'staff',
        role: 'owner',
        invitedAt: now,
        person: {
          passwordHash: options.passwordHash ?? 'no password',
          timeZone: 'Europe/Vienna',
          locale: 'en-GB',
          joinedAt: now,
          lastSignedInAt: now,
        },
        poolIds: [],
        mail: false,
      },
      now,
    )
    return {
      ...opened,
      organizationId,
      ownerEmail,
      owner: {
        kind: 'member',
        memberId: owner.memberId,
        personId: owner.personId!,
        organizationId,
        accountId: opened.accountId,
        role: 'owner',
        channel: 'portal',
      },
    }
  })
}

/** A day as seen from the tests' today. */
export const testDay = (offset: number, now: Instant = TEST_NOW): Day => addDays(dayAt(now), offset)

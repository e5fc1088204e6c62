import type { TestAccountOptions } from '@seatkeeper/testkit/account'
import type { Seeded } from '@seatkeeper/testkit/seeded'
import { addDays, addMonths, type Day, day, type Instant, MS_PER_HOUR, startOfDay } from '@seatkeeper/rules'
import type { Buyer } from '../test/buyer.ts'

/** What somebody does, or what happens to the worker, on its day at noon UTC. */
export interface Happening {
  readonly on: Day
  readonly what: string
  readonly account: string
  act(buyer: Buyer, hands: Hands): Promise<void>
}

/** What happenings may do besides what a buyer can. */
export interface Hands {
  /** The vendor notes that every invoice that is open was paid by wire. */
  wirePaid(buyer: Buyer): Promise<void>
  cancel(buyer: Buyer): Promise<void>
  /** The vendor has agreed to fewer seats from the next term on. */
  reduceAtRenewal(buyer: Buyer, by: number): Promise<void>
}

export interface Character {
  readonly name: string
  readonly contract: NonNullable<TestAccountOptions['contract']>
  readonly card?: string
}

export interface Scenario {
  readonly start: Instant
  readonly end: Instant
  readonly characters: readonly Character[]
  readonly happenings: readonly Happening[]
  /** The worker is down from one noon to the other: what falls due in between is done late. */
  readonly down: readonly { readonly from: Day; readonly until: Day }[]
}

const PAYS = '4242424242424242'
const PAYS_TOO = '5555555555554444'
const DECLINED = '4000000000000341'

export const noonOf = (on: Day): Instant => (startOfDay(on) + 12 * MS_PER_HOUR) as Instant

const FIRST = day('2027-01-15')

/** Two years with a leap day: contracts of the 29th, 30th and 31st, every way to pay, a card's whole misfortune, and a worker that was down. */
export function twoYears(random: Seeded): Scenario {
  const seats = () => random.whole(2, 40)
  const plan = () => random.one(['professional', 'business', 'enterprise', 'ultimate'] as const)
  const terms = (
    from: string,
    billingInterval: 'monthly' | 'quarterly' | 'annual',
    months: number,
  ): Character['contract'] => {
    const startsOn = day(from)
    return {
      plan: plan(),
      billingInterval,
      startsOn,
      endsOn: addMonths(startsOn, months),
      fullTimeSeats: seats(),
      collaborators: random.whole(0, 5),
    }
  }
  const characters: Character[] = [
    { name: 'Thirty-first', contract: terms('2027-01-31', 'monthly', 12), card: PAYS },
    { name: 'Thirtieth', contract: terms('2027-01-30', 'monthly', 1), card: PAYS },
    { name: 'Twenty-ninth', contract: terms('2028-02-29', 'annual', 12), card: PAYS_TOO },
    { name: 'Quarters', contract: terms('2027-03-31', 'quarterly', 12), card: PAYS },
    { name: 'Misfortune', contract: terms('2027-02-15', 'monthly', 12), card: PAYS },
    { name: 'No card', contract: terms('2027-02-10', 'monthly', 12) },
    { name: 'Wire', contract: { ...terms('2027-02-01', 'annual', 12), payment: 'wire' } },
    { name: 'Leaving', contract: terms('2027-04-30', 'annual', 12), card: PAYS },
  ]
  const happening = (on: string, account: string, what: string, act: Happening['act']): Happening => {
    // So that other seeds meet other days; noon keeps away from midnights.
    return { on: addDays(day(on), random.whole(0, 1)), account, what, act }
  }
  const happenings = [
    happening('2027-02-20', 'Quarters', 'fewer seats agreed for the renewal', (buyer, hands) =>
      hands.reduceAtRenewal(buyer, 1),
    ),
    happening('2027-03-18', 'Wire', 'the wire has come, late', (buyer, hands) => hands.wirePaid(buyer)),
    happening('2027-04-02', 'No card', 'a card is entered', (buyer) => buyer.enterCard(PAYS)),
    happening('2027-05-20', 'Misfortune', 'another card is entered, which will be declined', (buyer) =>
      buyer.enterCard(DECLINED),
    ),
    happening('2027-06-16', 'Misfortune', 'a card that pays is entered within the grace', (buyer) =>
      buyer.enterCard(PAYS_TOO),
    ),
    happening('2027-06-20', 'Leaving', 'cancelled', (buyer, hands) => hands.cancel(buyer)),
    happening('2027-09-20', 'Misfortune', 'the bank will decline again', (buyer) =>
      buyer.enterCard(DECLINED),
    ),
    happening('2027-10-25', 'Misfortune', 'a card that pays is entered, after the deactivation', (buyer) =>
      buyer.enterCard('378282246310005'),
    ),
    happening('2028-02-20', 'Wire', 'the wire has come, in time', (buyer, hands) => hands.wirePaid(buyer)),
    happening('2028-03-20', 'Misfortune', 'a card is entered that expires in May', (buyer) =>
      buyer.enterCard('4000056655665556', '05/28'),
    ),
    happening('2028-06-03', 'Misfortune', 'a fresh card is entered', (buyer) =>
      buyer.enterCard('6011111111111117'),
    ),
  ].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  return {
    start: startOfDay(FIRST),
    end: startOfDay(addMonths(FIRST, 24)),
    characters,
    happenings,
    // Over renewals of the 30th and the 31st.
    down: [{ from: day('2028-01-29'), until: day('2028-02-02') }],
  }
}

/** Half a year of one account: a card that is declined, too late replaced, and a worker that was down over a month's first day. */
export function halfAYear(): Scenario {
  const startsOn = day('2027-08-31')
  return {
    start: startOfDay(day('2027-08-20')),
    end: startOfDay(day('2028-02-20')),
    characters: [
      {
        name: 'Thirty-first',
        contract: {
          plan: 'business',
          billingInterval: 'monthly',
          startsOn,
          endsOn: addMonths(startsOn, 3),
          fullTimeSeats: 7,
          collaborators: 1,
        },
        card: PAYS,
      },
    ],
    happenings: [
      {
        on: day('2027-10-20'),
        account: 'Thirty-first',
        what: 'a card that will be declined',
        act: (buyer) => buyer.enterCard(DECLINED),
      },
      {
        on: day('2027-11-10'),
        account: 'Thirty-first',
        what: 'a card that pays, after the deactivation',
        act: (buyer) => buyer.enterCard(PAYS_TOO),
      },
    ],
    down: [{ from: day('2028-01-30'), until: day('2028-02-02') }],
  }
}

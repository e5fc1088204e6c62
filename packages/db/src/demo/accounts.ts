import { type Day, type Instant, addDays, dayAt } from '@seatkeeper/rules'
import type { NewAccount } from '../accounts/open-account.ts'

/** The demo's five accounts as contracts; all dates count from today (UTC). */
export function demoAccounts(
  now: Instant,
): Record<'larkspur' | 'blueHarbor' | 'copperline' | 'fernhill' | 'oldMill', NewAccount> {
  const today = dayAt(now)
  const day = (offset: number): Day => addDays(today, offset)
  const annual = { billingInterval: 'annual', startsOn: day(-100), endsOn: day(265) } as const
  // Billed by the month, agreed for a year: nothing renews by itself yet, and a demo is kept for longer than a month.
  const monthly = { billingInterval: 'monthly', startsOn: day(-12), endsOn: day(353) } as const
  return {
    larkspur: {
      name: 'Larkspur Outfitters',
      organizations: [{ name: 'Larkspur Outfitters' }],
      contract: {
        ...annual,
        plan: 'enterprise',
        fullTimeSeats: 25,
        collaborators: 5,
        seasons: [
          { name: 'Spring', firstDay: day(-90), lastDay: day(-30), seats: 10 },
          { name: 'Current', firstDay: day(-10), lastDay: day(20), seats: 20 },
          { name: 'Launch', firstDay: day(-5), lastDay: day(10), seats: 5 },
          { name: 'Holiday', firstDay: day(21), lastDay: day(60), seats: 30 },
        ],
      },
    },
    blueHarbor: {
      name: 'Blue Harbor Care',
      organizations: [
        { name: 'Blue Harbor Care' },
        { name: 'Blue Harbor Clinics' },
        { name: 'Blue Harbor Sandbox', kind: 'sandbox' },
      ],
      contract: {
        ...monthly,
        plan: 'ultimate',
        fullTimeSeats: 40,
        collaborators: 'unlimited',
        seasons: [{ name: 'Flu season', firstDay: day(2), lastDay: day(16), seats: 25 }],
      },
    },
    copperline: {
      name: 'Copperline Retail',
      organizations: [{ name: 'Copperline Retail' }],
      // its first invoice was declined when the demo was loaded (`billing.ts`).
      contract: {
        ...monthly,
        startsOn: day(0),
        endsOn: day(365),
        plan: 'business',
        fullTimeSeats: 12,
        collaborators: { oneFor: 5 },
        seasons: [],
      },
    },
    fernhill: {
      name: 'Fernhill Bank',
      organizations: [{ name: 'Fernhill Bank' }],
      // Its invoice went out as the day began, and is open.
      contract: {
        ...annual,
        startsOn: day(0),
        endsOn: day(365),
        plan: 'enterprise',
        payment: 'wire',
        fullTimeSeats: 30,
        collaborators: 10,
        seasons: [],
      },
    },
    oldMill: {
      name: 'Old Mill Helpdesk',
      organizations: [{ name: 'Old Mill Helpdesk' }],
      contract: {
        ...monthly,
        plan: 'classic',
        fullTimeSeats: 0,
        collaborators: 0,
        staffSeats: 2,
        seasons: [],
      },
    },
  }
}

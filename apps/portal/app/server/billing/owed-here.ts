import type { AppLoadContext } from '@remix-run/node'
import { accountOwes, type Membership } from '@seatkeeper/db'
import { dayAt, type Instant } from '@seatkeeper/rules'
import { counted, formatDay, moneyWords, type Viewer } from '@seatkeeper/wording'
import { actorOf } from '../routes/actor-of.ts'
import { isOpen, standingsOf } from '../routes/doors.ts'

/** What is open, in the words of whoever has to pay it. */
export interface OwedWords {
  readonly amount: string
  /** `since 21 Nov 2026, on 2 invoices` */
  readonly about: string
  /** The one invoice that it is about; null: they are several. */
  readonly only: string | null
}

/** Where what is owed is paid (D-20). */
export const moneyDoor = { can: 'billing.read', area: 'billing' } as const

/**
 * ACC-05: what an account that is late has to pay, for whoever may see its billing; null for everybody else, and while nothing is
 * late: nothing is asked of the database then.
 */
export async function owedHere(
  { services }: AppLoadContext,
  membership: Membership,
  { personId, viewer, now }: { readonly personId: string; readonly viewer: Viewer; readonly now: Instant },
): Promise<OwedWords | null> {
  const late = standingsOf(membership).some(({ standing }) => standing !== 'staff-count-exceeded')
  if (!late || !isOpen(membership, moneyDoor)) return null
  const query = { em: services.database.tenant(), actor: actorOf(membership, personId), now }
  const found = await accountOwes(query)
  if (found.kind === 'refuse' || found.owed === null) return null
  const { amount, currency, invoices, since, only } = found.owed
  const on = invoices === 1 ? '' : `, on ${counted(invoices, 'invoice', 'invoices', viewer.locale)}`
  return {
    amount: moneyWords(amount, currency, viewer.locale),
    about: `since ${formatDay(dayAt(since), viewer.locale)}${on}`,
    only,
  }
}

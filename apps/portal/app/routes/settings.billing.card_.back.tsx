import { redirect } from '@remix-run/node'
import { billingOverview } from '@seatkeeper/db'
import { buyingDoor } from '~/billing/door.ts'
import { adoptEnteredCard } from '~/server/billing/card-entry.ts'
import { granted } from '~/server/billing/granted.ts'
import { isUuid } from '~/server/billing/is-uuid.ts'
import { adminPage } from '~/server/routes/admin.ts'
import { standingsOf } from '~/server/routes/doors.ts'

/** PAY-01: the buyer comes back from the processor's page; the card that was entered there is on file from now on. */
export const loader = adminPage(buyingDoor, async (page) => {
  const quote = page.url.searchParams.get('quote') ?? ''
  const adopted = await adoptEnteredCard(page, page.url.searchParams.get('session') ?? '')
  const search = isUuid(quote) ? `&quote=${quote}` : ''
  if (!adopted) throw redirect(`/settings/billing/card?problem=yes${search}`)
  if (isUuid(quote)) throw redirect(`/settings/billing/quotes/${quote}`)
  // BILL-08: after the end a card leads to the price of a new term; nothing is charged before that is accepted.
  const { overview } = granted(await billingOverview(page.query))
  if (overview.ended) throw redirect('/settings/billing/reactivate')
  // As it stood before the card was entered.
  const wasLocked = standingsOf(page.membership).some(
    ({ standing }) => standing === 'deactivated' || standing === 'card-required',
  )
  throw redirect(`/settings/billing?done=${wasLocked ? 'card-unlocks' : 'card'}`)
})

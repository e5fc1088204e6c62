import { redirect } from '@remix-run/node'
import { recheckPurchase } from '@seatkeeper/db'
import { buyingDoor } from '~/billing/door.ts'
import { granted } from '~/server/billing/granted.ts'
import { adminPage } from '~/server/routes/admin.ts'

/** PAY-08: the buyer comes back from their bank; the worker looks at once what it said. */
export const loader = adminPage(buyingDoor, async ({ query, params, context }) => {
  const purchaseId = params['purchaseId']!
  granted(await recheckPurchase({ ...query, wallNow: context.services.clock.wallNow() }, purchaseId))
  throw redirect(`/settings/billing/purchases/${purchaseId}`)
})

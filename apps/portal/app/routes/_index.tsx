import { redirect } from '@remix-run/node'
import { may } from '@seatkeeper/rules'
import { signedInPage } from '~/server/routes/signed-in.ts'

/** The first page is the one where their work is: the users for those who manage them, their own access for the others. */
export const loader = signedInPage(async ({ visit: { current } }) => {
  if (current === null) throw redirect('/organizations')
  const manages = current.access.kind === 'grant' && may(current.role, 'users.manage')
  throw redirect(manages ? '/settings/users' : '/my-access')
})

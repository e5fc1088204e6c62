import { redirect } from '@remix-run/node'
import { isOpen } from '~/server/routes/doors.ts'
import { usersDoor } from '~/server/routes/locked.ts'
import { signedInPage } from '~/server/routes/signed-in.ts'

/** The first page is the one where their work is: the users for those who manage them, their own access for the others. */
export const loader = signedInPage(async ({ visit: { current } }) => {
  if (current === null) throw redirect('/organizations')
  throw redirect(isOpen(current, usersDoor) ? '/settings/users' : '/my-access')
})

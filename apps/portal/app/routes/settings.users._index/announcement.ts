import { editUserForm, type QueryContext } from '@seatkeeper/db'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * What has just been done, said once on the list to which it led. The address carries only whom; who that is is looked
 * up here, so that no link can make the page say what did not happen to somebody of this organization.
 */
export async function announcementOf(query: QueryContext, address: URLSearchParams): Promise<string | null> {
  const memberId = address.get('added') ?? address.get('gone') ?? ''
  if (!uuid.test(memberId)) return null
  const found = await editUserForm(query, memberId)
  if (found === null) return null
  const { name, email, status } = found.member
  if (address.has('gone')) return status === 'removed' ? `${name} was removed. Their seats are free.` : null
  return status === 'invited' ? `${name} was added. The invitation goes to ${email}.` : null
}

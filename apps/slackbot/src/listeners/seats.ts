import { seasonalLimits, seatCounts } from '@seatkeeper/db'
import { may } from '@seatkeeper/rules'
import { button, linkButton } from '../door/button.ts'
import { command } from '../door/command.ts'
import type { Terms, Visit } from '../door/door.ts'
import type { Post, Route } from '../door/route.ts'
import { helpNotice, unknownCommandNotice } from '../views/help.ts'
import { buttons } from '../views/ids.ts'
import { seatsMessage } from '../views/seats.ts'
import { openAddUser } from './add-user.ts'
import { readTypedCommand } from './typed-command.ts'

const reading: Terms = { can: ['seats.read'], fresh: false }

/** SLK-01, SLK-02, SLK-03 */
export const seatsCommand = command('/seats', (text): Route => {
  const typed = readTypedCommand(text)
  switch (typed.kind) {
    case 'show':
      return { ...reading, shows: 'message', handle: (visit) => seats(visit, 'asker') }
    case 'share':
      return { ...reading, shows: 'message', handle: (visit) => seats(visit, 'channel') }
    case 'add':
      return openAddUser(typed.email)
    case 'help':
      return { shows: 'at-once', message: helpNotice() }
    case 'unknown':
      return { shows: 'at-once', message: unknownCommandNotice(typed.typed, typed.suggestion) }
  }
})

/** Under `/seats`: the same for everybody in the channel. */
export const shareSeatsButton = button(buttons.shareSeats, {
  ...reading,
  shows: 'message',
  handle: (visit) => seats(visit, 'channel'),
})

export const followLinkButton = linkButton(buttons.follow)

async function seats(visit: Visit, to: Post['to']): Promise<Post> {
  const { em, actor, now, viewer, organization, links } = visit
  const context = { em, actor, now }
  const [counts, seasons] = await Promise.all([seatCounts(context), seasonalLimits(context)])
  return {
    to,
    message: seatsMessage({
      organization: organization.name,
      counts,
      seasons,
      viewer,
      portalUsersUrl: links.users,
      shared: to === 'channel',
      mayAdd: may(visit.role, 'seasons.assign'),
    }),
  }
}

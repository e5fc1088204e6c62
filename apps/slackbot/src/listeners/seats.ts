import { seatsOverview } from '@seatkeeper/db'
import { may } from '@seatkeeper/rules'
import { button, linkButton } from '../door/button.ts'
import { command } from '../door/command.ts'
import type { Terms, Visit } from '../door/door.ts'
import { home } from '../door/home.ts'
import type { Post, Route } from '../door/route.ts'
import { helpNotice, unknownCommandNotice } from '../views/help.ts'
import { buttons } from '../views/ids.ts'
import type { Message } from '../views/message.ts'
import { seatsMessage, type SeatsProps } from '../views/seats.ts'
import { openAddUser } from './add-user.ts'
import { readTypedCommand } from './typed-command.ts'

const reading: Terms = { can: ['seats.read'], fresh: false }

/** SLK-01, SLK-02, SLK-03 */
export const seatsCommand = command('/seats', (text): Route => {
  const typed = readTypedCommand(text)
  switch (typed.kind) {
    case 'show':
      return { ...reading, shows: 'message', handle: (visit) => post(visit, 'asker') }
    case 'share':
      return { ...reading, shows: 'message', handle: (visit) => post(visit, 'channel') }
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
  handle: (visit) => post(visit, 'channel'),
})

/** The same as the app's home tab, with the button that adds somebody. */
export const seatsHome = home({
  ...reading,
  async handle(visit) {
    const { blocks } = await seats(visit, 'home')
    return { type: 'home', blocks }
  },
})

export const followLinkButton = linkButton(buttons.follow)

async function post(visit: Visit, to: Post['to']): Promise<Post> {
  return { to, message: await seats(visit, to) }
}

async function seats(visit: Visit, place: SeatsProps['place']): Promise<Message> {
  const { em, actor, now, viewer, organization, links, role } = visit
  const { counts, seasons } = await seatsOverview({ em, actor, now })
  return seatsMessage({
    organization: organization.name,
    counts,
    seasons,
    viewer,
    portalUsersUrl: links.users,
    place,
    mayAdd: may(role, 'seasons.assign'),
  })
}

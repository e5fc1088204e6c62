import type { Listener } from '../door/route.ts'
import {
  addUserShortcut,
  addUserSubmission,
  anotherUserButton,
  openAddUserButton,
  permissionSetMenu,
  seasonsMenu,
} from './add-user.ts'
import { followLinkButton, seatsCommand, seatsHome, shareSeatsButton } from './seats.ts'

/** All that the bot answers to. */
export const listeners: readonly Listener[] = [
  seatsCommand,
  seatsHome,
  shareSeatsButton,
  followLinkButton,
  addUserShortcut,
  openAddUserButton,
  anotherUserButton,
  seasonsMenu,
  permissionSetMenu,
  addUserSubmission,
]

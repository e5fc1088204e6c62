import type { Scope } from '@seatkeeper/rules'
import { rightText } from './names.ts'

/** Why a question that names nothing of ours is answered with no (ACC-03). One sentence for 'nobody' and 'somebody else’s'. */
export const accessApiText = {
  'unknown-user': 'No such user is in this organization. An admin can add them.',
  'unknown-action': 'Only signing in is decided here: the action is sign-in.',
  'unknown-resource': 'The resource is not the organization that this key belongs to.',
  incomplete: 'Subject, action and resource are all needed, here or as defaults.',
} as const

export type AccessApiReason = keyof typeof accessApiText

/** What a key may do, as the one who makes it reads it. */
export const scopeText = {
  'access.evaluate': 'Ask whether a user may sign in now',
  'sign-ins.report': 'Report sign-ins that your product has completed',
  'usage.write': 'Report how much storage is used',
  'billing.read': upper(rightText['billing.read']),
  'users.manage': upper(rightText['users.manage']),
  'seats.read': upper(rightText['seats.read']),
  'seasons.assign': upper(rightText['seasons.assign']),
  'requests.file': upper(rightText['requests.file']),
  'audit.read': upper(rightText['audit.read']),
  'usage.read': upper(rightText['usage.read']),
} as const satisfies Record<Scope, string>

function upper(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1)
}

import { skipReasonText } from './names.ts'

/** How a mail's delivery stands (MAIL-08). */
export const noticeStateName = {
  pending: 'Queued',
  sending: 'Being sent',
  retry: 'Tried again',
  delivered: 'Sent',
  unknown: 'Unknown',
  failed: 'Failed',
  skipped: 'Not sent',
} as const

/** Why an invitation that waited was not sent any more. */
const invitationSkipText: Readonly<Record<string, string>> = {
  withdrawn: 'The invitation was withdrawn before.',
  replaced: 'A later invitation took its place.',
  expired: 'The invitation had run out before.',
  'already-accepted': 'The user had signed up before.',
  'member-left': 'The user was deactivated or removed before.',
}

/** D-41: what nobody can know, and what can be done about it. */
export const unknownNoticeText =
  'The connection broke before the mail server answered: it may have been sent or not. Ask, or send it again.'

/** The reason that an outbox row keeps, in words; one that is not known is shown as it is. */
export function noticeSkipText(reason: string): string {
  const texts: Readonly<Record<string, string>> = { ...skipReasonText, ...invitationSkipText }
  return texts[reason] ?? reason
}

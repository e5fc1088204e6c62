import type { Reason, Refusal } from '@seatkeeper/rules'
import { billingSentences } from './billing-refusals.ts'
import { counted, namesText } from './counts.ts'
import { formatDay, formatInstant, inOneLine } from './dates.ts'
import { unavailableText, userTypeName } from './names.ts'
import type { Sentences } from './sentences.ts'
import { slackIneligibleText } from './slack-person.ts'
import { standingSentence } from './standing.ts'
import { UTC_VIEWER, type Viewer } from './viewer.ts'

/**
 * SEAT-08: one sentence for each refusal, for every door. A new reason does not compile until it is worded here.
 * A sentence says what happened and what to do about it.
 */
const sentences: Sentences<Reason> = {
  ...billingSentences,

  'season-full': ({ season }) =>
    `Every seat of ${season} is taken. Choose another season, free a seat, or ask your vendor for more.`,
  'season-closed': ({ season }) => `${season} has closed. Choose a season that is open or still to come.`,
  'season-required': () => 'A seasonal user needs at least one season. Choose one.',
  'wrong-type-for-season': ({ type }) =>
    `Seasons are for seasonal users. Remove the seasons, or choose Seasonal instead of ${userTypeName[type]}.`,
  'season-outside-contract': ({ contractLastDay }, { locale }) =>
    `The contract runs until ${formatDay(contractLastDay, locale)}, and its seasons with it. Choose an earlier last day.`,
  'no-full-time-seat': () => unavailableText['no-full-time-seat'],
  'no-collaborator-seat': () => unavailableText['no-collaborator-seat'],
  'no-staff-seat': () => unavailableText['no-staff-seat'],
  'no-seat-while-away': () =>
    'Seasons need a seat, and this user holds none now. Reactivate them to choose seasons, or withdraw an invitation that has run out and add them again.',
  'invalid-day': () => 'That date does not exist. Write it as year-month-day, for example 2026-06-01.',
  'no-such-day': () => 'That month has no such day. Choose another day.',
  'ends-before-start': () => 'The last day is before the first day. Change one of the two.',

  'duplicate-email': () =>
    'Somebody with this e-mail address is already here. Look for them in the list of users.',
  'invalid-email': () => 'That is not an e-mail address. Write it as in name@example.com.',
  'member-removed': () =>
    'This user was removed. Add them again with the same e-mail address to bring them back.',
  'invitation-expired': () => 'This invitation has run out. Ask for a fresh link.',
  'link-expired': () => 'This link has run out. Ask for a fresh one where you got it.',
  'own-factor-first': () => 'Set up a second step for yourself first; then you can require it of others.',
  'link-used': () => 'This link has been used already. Sign in, or ask for a fresh link.',

  'not-permitted': () => 'Your role does not allow this. Ask an admin or the owner of your organization.',
  'not-found': () => 'This does not exist, or not any more. Go back and load the page again.',
  'too-many-requests': () => 'That was too often in a short time. Wait a few minutes, then try again.',
  busy: () =>
    'Others are changing the same seats at this moment. Nothing was changed; try again in a few seconds.',

  'changed-meanwhile': () =>
    'Somebody else has changed this in the meantime, and nothing of yours was saved. Look at it as it is now, then change it again.',

  'permission-set-exists': ({ name }) => `There is a permission set ${name} already. Choose another name.`,
  'permission-set-in-use': ({ name, users, names }, { locale }) =>
    `${name} is used by ${counted(users, 'user', 'users', locale)}: ${namesText(users, names, locale)}. Give them another permission set first.`,
  'right-repeated': ({ key }) => `The right ${key} is there twice. Remove one of the two.`,

  'not-yet-open': ({ season, opensAt }, viewer) =>
    `${season} is not open yet. Signing in works from ${inOneLine(formatInstant(opensAt, viewer))}.`,
  closed: ({ season, closedAt }, viewer) =>
    `${season} closed at ${inOneLine(formatInstant(closedAt, viewer))}. Ask an admin if you need another season.`,
  'no-season': () => 'No season is assigned. An admin can assign one.',
  'not-signed-up': () =>
    'Signing up is not finished. Open the link in the invitation, or ask for a fresh one.',
  deactivated: () => 'This user is deactivated. An admin can reactivate them.',

  'workspace-not-bound': () =>
    'No organization has claimed this Slack workspace yet. An admin of yours can, in the portal.',
  'workspace-taken': () =>
    'Another organization has claimed this Slack workspace. An admin there has to let go of it first.',
  'slack-person-not-linked': () =>
    'This Slack account is not linked to a user yet. Sign in to the portal once to link it.',
  'slack-person-not-eligible': ({ cause }) => slackIneligibleText[cause],

  'account-locked': ({ standings: [first] }, viewer) =>
    first ? standingSentence(first, viewer) : 'The account is locked. Ask its owner.',
}

/** What happened and what to do, in the words that every door uses. Instants: UTC first, then the viewer's own. */
export function refusalSentence(refusal: Refusal, viewer: Viewer = UTC_VIEWER): string {
  // The table pairs each reason with its own refusal; the compiler cannot follow the pairing through an index.
  return (sentences[refusal.reason] as (refusal: Refusal, viewer: Viewer) => string)(refusal, viewer)
}

import type { Standing } from '@seatkeeper/rules'
import { formatInstant, inOneLine } from './dates.ts'
import { UTC_VIEWER, type Viewer } from './viewer.ts'

type StandingSentences = {
  [S in Standing['standing']]: (standing: Extract<Standing, { standing: S }>, viewer: Viewer) => string
}

const sentences: StandingSentences = {
  deactivated: ({ cause }) =>
    cause === 'ended'
      ? 'The subscription has ended. An owner or billing admin can start it again under Billing.'
      : 'The account is deactivated because an invoice is unpaid. An owner or billing admin opens it again by paying it under Billing.',
  'card-required': () =>
    'The paid period has ended and no card is on file. An owner or billing admin opens the account again by adding one under Billing.',
  // CLS-02 fixes the code and the two numbers.
  'staff-count-exceeded': ({ used, seats }) =>
    `Staff count exceeded. (${used} > ${seats}). Disable staff or add seats to open the helpdesk again.`,
  'past-due': ({ graceDeadline }, viewer) =>
    graceDeadline === null
      ? 'An invoice is overdue. Please settle it under Billing.'
      : `An invoice is unpaid. Please settle it under Billing before ${inOneLine(formatInstant(graceDeadline, viewer))}; access is kept until then.`,
}

/** ACC-04: what is wrong with the account, and what mends it. */
export function standingSentence(standing: Standing, viewer: Viewer = UTC_VIEWER): string {
  // The table pairs each standing with its own sentence; the compiler cannot follow the pairing through an index.
  return (sentences[standing.standing] as (standing: Standing, viewer: Viewer) => string)(standing, viewer)
}

import type { Standing } from '@seatkeeper/rules'
import { formatInstant, inOneLine } from './dates.ts'
import { UTC_VIEWER, type Viewer } from './viewer.ts'

const SOMEBODY = 'An owner or billing admin'
const YOU = 'You'

const opens = (who: string): string => (who === YOU ? 'You open' : `${who} opens`)

type StandingSentences = {
  [S in Standing['standing']]: (
    standing: Extract<Standing, { standing: S }>,
    viewer: Viewer,
    who: string,
  ) => string
}

const sentences: StandingSentences = {
  deactivated: ({ cause }, _viewer, who) =>
    cause === 'ended'
      ? `The subscription has ended. ${who} can start it again under Billing.`
      : `The account is deactivated because an invoice is unpaid. ${opens(who)} it again by paying it under Billing.`,
  'card-required': (_standing, _viewer, who) =>
    `The paid period has ended and no card is on file. ${opens(who)} the account again by adding one under Billing.`,
  // CLS-02 fixes the code and the two numbers.
  'staff-count-exceeded': ({ used, seats }) =>
    `Staff count exceeded. (${used} > ${seats}). Disable staff or add seats to open the helpdesk again.`,
  'past-due': ({ graceDeadline }, viewer) =>
    graceDeadline === null
      ? 'An invoice is overdue. Please settle it under Billing.'
      : `An invoice is unpaid. Please settle it under Billing before ${inOneLine(formatInstant(graceDeadline, viewer))}; access is kept until then.`,
}

/**
 * ACC-04: what is wrong with the account, and what mends it.
 *
 * @param mayPay Whoever reads it may buy for the account, so it is for them to do.
 */
export function standingSentence(
  standing: Standing,
  viewer: Viewer = UTC_VIEWER,
  { mayPay = false }: { readonly mayPay?: boolean } = {},
): string {
  // The table pairs each standing with its own sentence; the compiler cannot follow the pairing through an index.
  const sentence = sentences[standing.standing] as (standing: Standing, viewer: Viewer, who: string) => string
  return sentence(standing, viewer, mayPay ? YOU : SOMEBODY)
}

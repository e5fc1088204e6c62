import type { BillingNotice } from '@seatkeeper/rules'
import { formatDay } from '@seatkeeper/wording'
import { billingLink, type BillingPlace, type BillingText } from './billing-text.ts'

/** BILL-11: the term ends soon and the next one begins by itself. */
export function renewalComing(
  { renewsOn, payment }: Extract<BillingNotice, { kind: 'renewal-coming' }>,
  place: BillingPlace,
): BillingText {
  const when = formatDay(renewsOn, place.reader.locale)
  return {
    subject: `Your subscription renews on ${when}`,
    preview: 'What changes then, and what it costs, stands under Billing.',
    heading: `Your subscription renews on ${when}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `the next term begins by itself on ${when} (00:00 UTC). ${
          payment === 'card'
            ? 'Its first invoice is charged to the card on file then.'
            : 'Its first invoice is sent to you then, to be paid by wire.'
        } What you have scheduled takes effect with it.`,
      },
      billingLink('See what the next term costs', place),
      {
        kind: 'note',
        text: 'Fewer seats, another plan or no renewal can be asked for until then, under Manage Subscription.',
      },
    ],
  }
}

import type { BillingNotice, BillingNoticeKind } from '@seatkeeper/rules'
import type { RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot } from '../content/slot.ts'
import type { BillingPlace, BillingText } from './billing-text.ts'
import { cardExpiring, cardMissing } from './card-reminders.ts'
import { actionRequired, cardDeclined, cardDeclinedReissued } from './declined.ts'
import {
  cancellationUndone,
  changeAccepted,
  changeMade,
  changeDeclined,
  seasonOffered,
  seasonsAgreed,
  seatsGivenUp,
  subscriptionCancelled,
} from './seat-changes.ts'
import { renewalComing } from './renewal-coming.ts'
import { accountDeactivated, accountReactivated, cardRequired } from './standing-changed.ts'
import { wireOverdue, wireSent } from './wire.ts'

export interface BillingNoticeProps extends BillingPlace {
  readonly product: string
  /** Whose account it is. */
  readonly company: string
  readonly notice: BillingNotice
}

type Words = {
  readonly [K in BillingNoticeKind]: (
    notice: Extract<BillingNotice, { kind: K }> & { readonly kind: K },
    place: BillingPlace,
  ) => BillingText
}

/** One template for each kind: a new kind does not compile until it has one. */
const words: Words = {
  'card-missing': cardMissing,
  'card-expiring': cardExpiring,
  'card-declined': cardDeclined,
  'card-declined-reissued': cardDeclinedReissued,
  'action-required': actionRequired,
  'card-required': cardRequired,
  'account-deactivated': accountDeactivated,
  'account-reactivated': accountReactivated,
  'renewal-coming': renewalComing,
  'wire-sent': wireSent,
  'wire-overdue': wireOverdue,
  'change-accepted': changeAccepted,
  'change-made': changeMade,
  'change-declined': changeDeclined,
  'season-offered': seasonOffered,
  'seasons-agreed': seasonsAgreed,
  'subscription-cancelled': subscriptionCancelled,
  'cancellation-undone': cancellationUndone,
  'seats-given-up': seatsGivenUp,
}

/** MAIL-05: a mail about an account's money, to its invoicing addresses. */
export function billingNotice(props: BillingNoticeProps): Promise<RenderedMail> {
  const { product, company, notice } = props
  // The table pairs each kind with its own template; the compiler cannot follow the pairing through an index.
  const word = words[notice.kind] as (notice: BillingNotice, place: BillingPlace) => BillingText
  const { subject, preview, heading, blocks } = word(notice, props)
  return renderMail({
    subject: `${subject} (${product})`,
    preview,
    heading,
    blocks: [{ kind: 'paragraph', text: `Hello ${slot.name},` }, ...blocks],
    reason: `You get this mail because your address is among the invoicing e-mails of ${company}.`,
    sender: product,
    recipient: { name: company },
  })
}

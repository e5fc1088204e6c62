import type { OutboxType } from '@seatkeeper/db'
import type { Job } from '../delivery/job.ts'
import { deliverBillingNotice } from './deliver-billing-notice.ts'
import { deliverEmailChange } from './deliver-email-change.ts'
import { deliverFactorRule } from './deliver-factor-rule.ts'
import { deliverInvitation } from './deliver-invitation.ts'
import { deliverInvoice } from './deliver-invoice.ts'
import { deliverPasswordReset } from './deliver-password-reset.ts'
import { deliverNotice } from './deliver-notice.ts'
import { deliverSeatGivenUp } from './deliver-seat-given-up.ts'
import { deliverSecurityNotice } from './deliver-security-notice.ts'
import { deliverWaiting } from './deliver-waiting.ts'

/** One job for each type of event: a new type does not compile until it has one. */
export const jobs: { readonly [T in OutboxType]: Job<T> } = {
  invitation: deliverInvitation,
  'password-reset': deliverPasswordReset,
  'security-notice': deliverSecurityNotice,
  'second-factor-rule': deliverFactorRule,
  'email-change': deliverEmailChange,
  'invoice-issued': deliverInvoice,
  'billing-notice': deliverBillingNotice,
  notice: deliverNotice,
  'seat-given-up': deliverSeatGivenUp,
  waiting: deliverWaiting,
}

import type { Database } from '@seatkeeper/db'
import type { TaxService } from '@seatkeeper/payments'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'
import type { PaymentParts } from '../payments/payments-loop.ts'
import { billingNoticesDue } from './billing-notices.ts'
import { billingRunsDue } from './billing-runs.ts'
import { collectionsDue } from './collections.ts'
import type { DueWork } from './due-work.ts'
import { noticesDue } from './notices.ts'
import { reconciliationDue } from './reconciliation.ts'
import { waitingListsDue } from './waiting-lists.ts'

/** What work that falls due is given. */
export interface DueParts {
  readonly database: Database
  readonly wallNow: () => Instant
  readonly log: Logger
  /** Left out: no payment processor is connected, and no card is charged here. */
  readonly payments?: PaymentParts | undefined
  /** Left out: taxes are reckoned by the table of rates. */
  readonly taxService?: TaxService
}

/** All that falls due on the business clock. At one and the same instant, what stands first is done first. */
export function allDueWork(parts: DueParts): readonly DueWork[] {
  return [
    billingRunsDue(parts),
    ...(parts.payments ? [collectionsDue(parts.payments)] : []),
    billingNoticesDue(parts),
    noticesDue(parts),
    waitingListsDue(parts),
    reconciliationDue(parts),
  ]
}

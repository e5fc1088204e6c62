export {
  BILLING_NOTICES,
  type BillingNotice,
  type BillingNoticeKind,
  type NoticedChange,
  type NoticedSeason,
  type NoticedCard,
  type NoticedInvoice,
} from './billing-notice.ts'
export {
  type CollectionFacts,
  type CollectionLook,
  type CollectionStep,
  lookAtCollection,
  nextCollectionStep,
  nextTryAt,
} from './collect.ts'
export {
  type DeclinedFacts,
  type Dunning,
  dunningAt,
  type DunningNotice,
  dunningNotices,
} from './declined.ts'
export {
  deadlineAt,
  type DeclinedNotice,
  GRACE,
  graceDeadline,
  type GraceTerms,
  reissuedDeadline,
} from './grace.ts'
export {
  CARD_REMINDER_DAYS,
  type CardExpiry,
  cardExpiresAt,
  cardExpiresBefore,
  dueCardReminder,
  dueReminder,
  type Reminder,
  RENEWAL_REMINDER_DAYS,
  type ReminderFacts,
  remindersOf,
  renewalIsAnnounced,
} from './reminders.ts'
export {
  cardNeededFrom,
  type MoneyFacts,
  moneyFacts,
  type UnpaidInvoice,
  promisedDeadline,
  type StandingCauses,
} from './standing-facts.ts'
export { DEFAULT_NET_DAYS, wireDueOn, type WireInvoice, wireStatusAt, type WireStatus } from './wire.ts'

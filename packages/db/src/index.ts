export type { Actor, Channel, IdentityContext, QueryContext, Tenant, UseCaseContext } from './context.ts'
export type { Database, DatabaseConfig } from './database.ts'
export { createDatabase } from './database.ts'
export type { Em } from './orm.ts'
export { IdempotencyConflict } from './faults.ts'

export type { ClockGoal } from './clock/clock-goal.ts'
export { readClockGoal } from './clock/clock-goal.ts'
export type { ClockState } from './clock/clock-state.ts'
export { destinationOf } from './clock/clock-state.ts'
export type { ClockStep } from './clock/clock-history.ts'
export { businessTimeAt, clockSteps } from './clock/clock-history.ts'
export type { ClockMove, ClockRefusal } from './clock/move-clock.ts'
export { FARTHEST_DAYS, letClockRun, moveClock } from './clock/move-clock.ts'
export { openMovableClock } from './clock/open-clock.ts'
export type { ProcessClock } from './clock/process-clock.ts'
export { ClockFault, createProcessClock, requireUnmovableClock } from './clock/process-clock.ts'
export { aimClock, aloneWithClock, deliveriesUnderWay, standClock } from './clock/step-clock.ts'

export type { AddUserDecision, AddUserRefusal, AddedUser, NewUser } from './use-cases/add-user.ts'
export { addUser } from './use-cases/add-user.ts'
export type { AddUsersDecision } from './use-cases/add-users.ts'
export { addUsers } from './use-cases/add-users.ts'
export type { EditUserDecision, EditUserRefusal, UserEdit } from './use-cases/edit-user.ts'
export { editUser, previewEdit } from './use-cases/edit-user.ts'
export type { HoldDecision, SeatsToHold } from './use-cases/hold-seats.ts'
export { holdSeats, releaseHold } from './use-cases/hold-seats.ts'
export type { JoinDecision, WaitingWish } from './use-cases/join-waiting-list.ts'
export { joinWaitingList } from './use-cases/join-waiting-list.ts'
export { leaveWaitingList } from './use-cases/leave-waiting-list.ts'
export type { WaitingMail } from './outbox/waiting-mail.ts'
export { seatGivenUpMail } from './outbox/seat-given-up-mail.ts'
export { waitingMail } from './outbox/waiting-mail.ts'
export { nextLineAt, workLines } from './waiting-list/work-lines.ts'
export type { WaitingPlace } from './queries/waiting-list.ts'
export { waitingList } from './queries/waiting-list.ts'
export type { SeatLine, SeatSummary } from './use-cases/seat-summary.ts'
export type { ChangeRefusal } from './use-cases/change-member.ts'
export type { Left } from './use-cases/leave.ts'
export { deactivateUser } from './use-cases/deactivate-user.ts'
export { reactivateUser } from './use-cases/reactivate-user.ts'
export { removeUser } from './use-cases/remove-user.ts'
export { resendInvitation } from './use-cases/resend-invitation.ts'
export type { Successor, SwapDecision } from './use-cases/swap-user.ts'
export { previewSwap, swapUser } from './use-cases/swap-user.ts'
export { withdrawInvitation } from './use-cases/withdraw-invitation.ts'
export type { Acceptance } from './use-cases/accept-invitation.ts'
export { acceptInvitation } from './use-cases/accept-invitation.ts'
export { askForFreshLink, type FreshLinkRefusal } from './use-cases/ask-for-fresh-link.ts'
export type { FirstAccount } from './use-cases/create-first.ts'
export { createFirst } from './use-cases/create-first.ts'

export { handOver } from './ownership/hand-over.ts'
export type { OwnerRecovery } from './ownership/recover-owner.ts'
export { recoverOwner } from './ownership/recover-owner.ts'

export type { OwnSession } from './profile/own-profile.ts'
export {
  changeOwnPassword,
  endOwnSessions,
  ownPasswordHash,
  ownSessions,
  saveOwnProfile,
} from './profile/own-profile.ts'

export { askForPasswordReset } from './use-cases/ask-for-password-reset.ts'
export { resetPassword } from './use-cases/reset-password.ts'
export type { ResetRefusal, ResetRow } from './password-reset/find-password-reset.ts'
export { findPasswordReset } from './password-reset/find-password-reset.ts'
export { resetToken } from './password-reset/token.ts'
export type { PasswordResetMail } from './outbox/password-reset-mail.ts'
export { passwordResetMail } from './outbox/password-reset-mail.ts'

export type { OpenInvitation } from './invitation/find-invitation.ts'
export type { InvitationRefusal } from './invitation/read-invitation.ts'
export { findInvitation } from './invitation/find-invitation.ts'
export { invitationToken } from './invitation/token.ts'
export type { Credentials } from './identity/credentials.ts'
export { findCredentials, replacePasswordHash } from './identity/credentials.ts'
export type { NewSession, Person, SessionStart, SignedIn, SignInProof } from './identity/sessions.ts'
export { chooseOrganization, endSession, findSession, startSession } from './identity/sessions.ts'
export type { AuthenticatorConfirmation, SecretContext } from './second-factor/authenticator.ts'
export {
  beginAuthenticator,
  confirmAuthenticator,
  removeAuthenticator,
  shownAuthenticator,
} from './second-factor/authenticator.ts'
export type { Factors, OwnPasskey } from './second-factor/factors.ts'
export { hasFactor, ownFactors } from './second-factor/factors.ts'
export type { AdminFactor, FactorRule } from './second-factor/factor-rule.ts'
export { factorRule, setFactorRule } from './second-factor/factor-rule.ts'
export type { KnownPasskey, NewPasskey, PasskeyAddition, PasskeyProof } from './second-factor/passkeys.ts'
export { addPasskey, findPasskey, MOST_PASSKEYS, removePasskey } from './second-factor/passkeys.ts'
export { noteProvenAgain, proveAgainByFactor } from './second-factor/prove-again.ts'
export type { FactorProof, FactorVerdict } from './second-factor/prove-factor.ts'
export { renewRecoveryCodes } from './second-factor/recovery-codes.ts'
export type { FactorReset } from './second-factor/reset-factors.ts'
export { resetFactors } from './second-factor/reset-factors.ts'
export type { SignInStep, StepAnswer } from './second-factor/sign-in-step.ts'
export {
  beginSignInStep,
  findSignInStep,
  finishSignInStep,
  signInByPasskey,
  STEP_LASTS_MS,
} from './second-factor/sign-in-step.ts'

export {
  askForEmailChange,
  dropEmailChange,
  waitingEmailChange,
} from './email-change/ask-for-email-change.ts'
export { confirmEmailChange, stopEmailChange } from './email-change/change-email.ts'
export type {
  DeadEmailChange,
  EmailChangeRefusal,
  EmailChangeRow,
  EmailChangeWay,
} from './email-change/find-email-change.ts'
export { findEmailChange } from './email-change/find-email-change.ts'
export { emailChangeToken } from './email-change/token.ts'
export type { EmailChangeMail } from './outbox/email-change-mail.ts'
export { emailChangeMail } from './outbox/email-change-mail.ts'
export type { FactorRuleMail } from './outbox/factor-rule-mail.ts'
export { factorRuleMail } from './outbox/factor-rule-mail.ts'
export type { SecurityNoticeMail } from './outbox/security-notice-mail.ts'
export { securityNoticeMail } from './outbox/security-notice-mail.ts'

export type { Limiter, LimiterOptions } from './identity/limiter.ts'
export { createLimiter } from './identity/limiter.ts'

export type { Membership } from './queries/memberships.ts'
export { organizationsOf } from './queries/memberships.ts'
export type { UserRow, UsersPage, UsersPageParams, UsersSort } from './queries/users-page.ts'
export { usersPage } from './queries/users-page.ts'
export type { SeasonalLimit } from './queries/seasonal-limits.ts'
export { seasonalLimits } from './queries/seasonal-limits.ts'
export type { SeatCount } from './queries/seat-counts.ts'
export { seatCounts } from './queries/seat-counts.ts'
export type { SeatsOverview } from './queries/seats-overview.ts'
export { seatsOverview } from './queries/seats-overview.ts'
export type { MemberToEdit, UserFormFacts } from './queries/user-forms.ts'
export { addUserForm, editUserForm } from './queries/user-forms.ts'

export type { ImportMode, ImportState, RowOutcome, RowResult } from './imports/import.ts'
export type { NewImport } from './imports/check-import.ts'
export { checkImport, recheckImport } from './imports/check-import.ts'
export { commitImport } from './imports/commit-import.ts'
export type { ImportClaim } from './imports/claim-import.ts'
export { claimImport, renewImport } from './imports/claim-import.ts'
export { runImport } from './imports/run-import.ts'
export type { ImportDetails, ImportLine, ImportSummary } from './queries/imports.ts'
export { importPage, recentImports } from './queries/imports.ts'

export type { NoticeFilter, NoticeRow, NoticesPage, NoticesPageParams } from './queries/notices-page.ts'
export { noticesPage } from './queries/notices-page.ts'
export { resendNotice } from './use-cases/resend-notice.ts'

export type { SlackVisitor } from './queries/slack-visitor.ts'
export { slackVisitor } from './queries/slack-visitor.ts'
export type { SlackSettings } from './queries/slack-settings.ts'
export { slackSettings } from './queries/slack-settings.ts'
export { claimSlackDelivery, forgetSlackTraffic } from './use-cases/claim-slack-delivery.ts'
export type { SlackTicket, SlackTicketHolder, SlackTicketRefusal } from './use-cases/slack-ticket.ts'
export { findSlackTicket, issueSlackTicket } from './use-cases/slack-ticket.ts'
export type { BindRefusal } from './use-cases/bind-slack-workspace.ts'
export { bindSlackWorkspace } from './use-cases/bind-slack-workspace.ts'
export type { LinkRefusal } from './use-cases/link-slack-person.ts'
export { linkSlackPerson } from './use-cases/link-slack-person.ts'
export type { OwnSlackLink } from './use-cases/own-slack-links.ts'
export { endOwnSlackLink, ownSlackLinks } from './use-cases/own-slack-links.ts'
export { unbindSlackWorkspace, unlinkSlackPerson } from './use-cases/unlink-slack.ts'

export type { CreatePermissionSetDecision } from './use-cases/create-permission-set.ts'
export { createPermissionSet } from './use-cases/create-permission-set.ts'
export type { ChangePermissionSetDecision, PermissionSetChange } from './use-cases/change-permission-set.ts'
export { changePermissionSet } from './use-cases/change-permission-set.ts'
export type { DeletePermissionSetDecision } from './use-cases/delete-permission-set.ts'
export { deletePermissionSet } from './use-cases/delete-permission-set.ts'
export type { PermissionSetRow } from './queries/permission-sets.ts'
export { permissionSets } from './queries/permission-sets.ts'

export type { AuditFilter, AuditPage, AuditPageParams, AuditRow } from './queries/audit-page.ts'
export { auditPage } from './queries/audit-page.ts'
export { sealAudit } from './audit/seal-audit.ts'
export type { AuditFault, AuditReport, ChainEnd } from './audit/check-audit-chain.ts'
export { checkAuditChain } from './audit/check-audit-chain.ts'
export type { Erasure } from './audit/erase-person.ts'
export { erasePerson } from './audit/erase-person.ts'

export type { SeasonLine } from './queries/seasons-page.ts'
export { seasonsPage } from './queries/seasons-page.ts'
export type { Roster, RosterRow } from './queries/season-roster.ts'
export { seasonRoster } from './queries/season-roster.ts'
export type { CopiedPerson, CopySeasonDecision } from './use-cases/copy-season.ts'
export { copySeason } from './use-cases/copy-season.ts'

export { apiKeyHash } from './api-keys/token.ts'
export type { KeyVerdict } from './api-keys/presented.ts'
export type { NewApiKey } from './use-cases/create-api-key.ts'
export { createApiKey } from './use-cases/create-api-key.ts'
export { revokeApiKey } from './use-cases/revoke-api-key.ts'
export type { ApiKeyRow } from './queries/api-keys.ts'
export { apiKeys } from './queries/api-keys.ts'
export type { AccessAnswer, AccessDesk, MeantMember } from './queries/access-desk.ts'
export { createAccessDesk, meantMember } from './queries/access-desk.ts'
export type { ReportedSignIn, SignInVerdict } from './use-cases/report-sign-ins.ts'
export { reportSignIns } from './use-cases/report-sign-ins.ts'

export type { OutboxPayload, OutboxState, OutboxType, SecurityChange } from './outbox/events.ts'
export type { Claim, ClaimEnd, ClaimedEvent } from './outbox/claim.ts'
export {
  beginSending,
  beginSendingAll,
  claimOutbox,
  markDelivered,
  markFailed,
  markRetry,
  markSkipped,
  markUnknown,
  renewLeases,
  settleAll,
  sweepLeases,
} from './outbox/claim.ts'
export type { InvoiceMail, IssuedInvoiceFacts } from './outbox/invoice-mail.ts'
export { invoiceMail, issuedInvoice } from './outbox/invoice-mail.ts'
export type { InvitationMail } from './outbox/invitation-mail.ts'
export { invitationMail } from './outbox/invitation-mail.ts'
export type { NoticeMail } from './outbox/notice-mail.ts'
export { noticeMails } from './outbox/notice-mail.ts'
export type { QueuedNotices } from './notices/queue-due-notices.ts'
export { nextNoticesAt, queueDueNotices } from './notices/queue-due-notices.ts'

export type { Tidied } from './tidy/tidy.ts'
export { tidy } from './tidy/tidy.ts'
export type { InvariantBreach } from './invariants/index.ts'
export { checkInvariants } from './invariants/index.ts'
export type { DemoSignIn } from './demo/load-demo.ts'
export { demoSignIns, loadDemo } from './demo/load-demo.ts'
export { demoSeller } from './demo/seller.ts'
export { loadDemoSlack } from './demo/slack.ts'

export type { MadeQuote, QuoteInput } from './use-cases/billing/make-quote.ts'
export { makeQuote, previewQuote } from './use-cases/billing/make-quote.ts'
export { keepSeller, type SellerFacts } from './use-cases/billing/seller.ts'
export type { TaxReportOutcome, TaxReportWork } from './use-cases/billing/tax-reports.ts'
export { claimTaxReports, settleTaxReport } from './use-cases/billing/tax-reports.ts'
export type { SubmitRefusal, SubmittedPurchase } from './use-cases/billing/submit-purchase.ts'
export { submitPurchase } from './use-cases/billing/submit-purchase.ts'
export type { BillingRun } from './use-cases/billing-runs/run.ts'
export type { AskTaxes, PeriodTaxQuestion } from './use-cases/billing-runs/period-taxes.ts'
export { nextBillingAt, runBilling } from './use-cases/billing-runs/run.ts'
export { giveUpPurchase, recheckPurchase } from './use-cases/billing/give-up-purchase.ts'
export type { CustomerFacts, EnteredCard } from './use-cases/billing/payment-account.ts'
export {
  adoptCard,
  adoptCardFromProcessor,
  customerFacts,
  keepCustomer,
} from './use-cases/billing/payment-account.ts'
export type { ProfileRow as BillingProfileFacts } from './use-cases/billing/facts.ts'
export { saveBillingProfile } from './use-cases/billing/save-profile.ts'
export type { NewPaymentEvent } from './use-cases/billing/payment-events.ts'
export {
  claimPaymentEvents,
  markPaymentEvent,
  noticeInvoiceEvent,
  storePaymentEvent,
} from './use-cases/billing/payment-events.ts'
export type { PurchaseToCollect } from './use-cases/billing/purchase-steps.ts'
export {
  askBuyer,
  nameProcessorInvoice,
  purchaseToCollect,
  settleFailed,
  settlePaid,
} from './use-cases/billing/purchase-steps.ts'
export type { PurchaseWork } from './outbox/purchase-work.ts'
export { claimPurchases, finishPurchase, postponePurchase } from './outbox/purchase-work.ts'

export type { Collection, CollectionState } from './collections/claim-collections.ts'
export {
  claimCollections,
  collectionsUnderWay,
  lookAtCollectionOf,
  nextCollectionAt,
} from './collections/claim-collections.ts'
export type { TryOutcome } from './collections/collection-steps.ts'
export {
  beginNextRound,
  nameCollection,
  recordTry,
  settleCollection,
} from './collections/collection-steps.ts'
export { nextBillingNoticeAt, queueDueBillingNotices } from './collections/due-billing-notices.ts'
export type { MarkedPaid } from './collections/mark-invoice-paid.ts'
export { markInvoicePaid } from './collections/mark-invoice-paid.ts'
export type { DeadlineSet } from './collections/set-wire-deadline.ts'
export { setWireDeadline } from './collections/set-wire-deadline.ts'
export type { ToVoid } from './collections/void-there.ts'
export { claimToVoid, voidedThere } from './collections/void-there.ts'
export { recheckInvoice } from './collections/recheck-invoice.ts'
export { noteNoticesDelivered } from './collections/notice-delivered.ts'
export type { BillingMail } from './outbox/billing-mail.ts'
export { billingMail } from './outbox/billing-mail.ts'

export type { BillingOverview } from './queries/billing/overview.ts'
export { billingOverview } from './queries/billing/overview.ts'
export type { InvoiceRow, InvoiceView } from './queries/billing/invoices.ts'
export { accountInvoices, invoiceView } from './queries/billing/invoices.ts'
export { accountOwes, type Owed } from './queries/billing/owed.ts'
export type { PurchaseView, QuoteView } from './queries/billing/purchases.ts'
export { purchaseView, quoteView } from './queries/billing/purchases.ts'
export type {
  BillingPlans,
  ChangeRow,
  RenewalFacts,
  RenewalFormFacts,
  SeatHolder,
} from './queries/billing/renewal.ts'
export { enabledStaffOf, renewalFacts, renewalFormFacts } from './queries/billing/renewal.ts'
export { askForRenewal } from './use-cases/billing-changes/ask-for-renewal.ts'
export { callOffChange } from './use-cases/billing-changes/call-off-change.ts'
export { cancelSubscription, undoCancelling } from './use-cases/billing-changes/cancel-subscription.ts'
export { vendorNow } from './clock/vendor-clock.ts'
export { acceptChanges, declineChanges } from './use-cases/billing-changes/decide-changes.ts'
export { agreeSeasons, declineSeasons, seasonsToAgree } from './use-cases/billing-changes/decide-seasons.ts'
export type { ProposedSeason } from './use-cases/billing-changes/proposed-seasons.ts'
export type { SeasonToOffer } from './use-cases/billing-changes/offer-season.ts'
export { offerSeason } from './use-cases/billing-changes/offer-season.ts'
export { withdrawOffer } from './use-cases/billing-changes/withdraw-offer.ts'
export type { SeasonOfferRow } from './use-cases/billing-changes/season-offers.ts'
export { declineOffer, seasonOffer } from './use-cases/billing-changes/season-offers.ts'
export {
  setBillingEmail,
  setPaymentTerms,
  setReductionTerms,
} from './use-cases/billing-changes/set-billing-terms.ts'
export type {
  ChangedSeason,
  SeasonChangeAnswer,
  SeasonToChange,
} from './use-cases/vendor-seasons/change-season.ts'
export {
  type InvoiceToTakeBack,
  type TakeBackAnswer,
  type TakenBack,
  takeInvoiceBack,
} from './use-cases/credit-notes/void-invoice.ts'
export {
  type GrantedReduction,
  reduceNow,
  type ReductionAnswer,
  type ReductionToGrant,
} from './use-cases/billing-changes/reduce-now.ts'
export { changeSeason } from './use-cases/vendor-seasons/change-season.ts'
export type { WhyAnswer } from './queries/why.ts'
export { whyOf } from './queries/why.ts'
export type { PurchaseFormFacts } from './queries/billing/purchase-facts.ts'
export { purchaseFormFacts } from './queries/billing/purchase-facts.ts'

export type { OurSide } from './reconciliation/our-side.ts'
export { ourSide } from './reconciliation/our-side.ts'
export type { ComparedNames } from './reconciliation/names.ts'
export { comparedNames } from './reconciliation/names.ts'
export type { ReconciliationCounts, ReconciliationInHand } from './reconciliation/runs.ts'
export {
  claimReconciliation,
  finishReconciliation,
  nextAccounts,
  noteProgress,
} from './reconciliation/runs.ts'
export { noteBillingFaults } from './reconciliation/billing-faults.ts'
export { recordComparison } from './reconciliation/record.ts'
export { adoptRenewedCard, lookAgain, noteRepair } from './reconciliation/repairs.ts'
export type { BooksView } from './queries/billing/books.ts'
export { booksView } from './queries/billing/books.ts'

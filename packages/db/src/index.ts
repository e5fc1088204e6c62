export type { Actor, Channel, IdentityContext, QueryContext, Tenant, UseCaseContext } from './context.ts'
export type { Database, DatabaseConfig } from './database.ts'
export { createDatabase } from './database.ts'
export type { Em } from './orm.ts'
export { IdempotencyConflict } from './faults.ts'

export type { ClockState } from './clock/clock-state.ts'
export type { ClockStep } from './clock/clock-history.ts'
export { businessTimeAt, clockSteps } from './clock/clock-history.ts'
export type { ClockGoal, ClockMove, ClockRefusal } from './clock/move-clock.ts'
export { FARTHEST_DAYS, moveClock } from './clock/move-clock.ts'
export { openMovableClock } from './clock/open-clock.ts'
export type { ProcessClock } from './clock/process-clock.ts'
export { ClockFault, createProcessClock, requireUnmovableClock } from './clock/process-clock.ts'
export {
  aimClock,
  aloneWithClock,
  deliveriesUnderWay,
  letClockRun,
  standClock,
} from './clock/step-clock.ts'

export type { AddUserDecision, AddUserRefusal, AddedUser, NewUser } from './use-cases/add-user.ts'
export { addUser } from './use-cases/add-user.ts'
export type { AddUsersDecision } from './use-cases/add-users.ts'
export { addUsers } from './use-cases/add-users.ts'
export type { EditUserDecision, EditUserRefusal, UserEdit } from './use-cases/edit-user.ts'
export { editUser, previewEdit } from './use-cases/edit-user.ts'
export type { SeatLine, SeatSummary } from './use-cases/seat-summary.ts'
export type { ChangeRefusal } from './use-cases/change-member.ts'
export type { Left } from './use-cases/leave.ts'
export { deactivateUser } from './use-cases/deactivate-user.ts'
export { reactivateUser } from './use-cases/reactivate-user.ts'
export { removeUser } from './use-cases/remove-user.ts'
export { resendInvitation } from './use-cases/resend-invitation.ts'
export { withdrawInvitation } from './use-cases/withdraw-invitation.ts'
export type { Acceptance } from './use-cases/accept-invitation.ts'
export { acceptInvitation } from './use-cases/accept-invitation.ts'
export { askForFreshLink, type FreshLinkRefusal } from './use-cases/ask-for-fresh-link.ts'
export type { FirstAccount } from './use-cases/create-first.ts'
export { createFirst } from './use-cases/create-first.ts'

export type { OpenInvitation } from './invitation/find-invitation.ts'
export type { InvitationRefusal } from './invitation/read-invitation.ts'
export { findInvitation } from './invitation/find-invitation.ts'
export { invitationToken } from './invitation/token.ts'
export type { Credentials } from './identity/credentials.ts'
export { findCredentials, replacePasswordHash } from './identity/credentials.ts'
export type { NewSession, Person, SignedIn } from './identity/sessions.ts'
export { chooseOrganization, endSession, findSession, startSession } from './identity/sessions.ts'
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

export type { OutboxPayload, OutboxState, OutboxType } from './outbox/events.ts'
export type { ClaimedEvent } from './outbox/claim.ts'
export {
  beginSending,
  claimOutbox,
  markDelivered,
  markFailed,
  markRetry,
  markSkipped,
  markUnknown,
  renewLease,
  sweepLeases,
} from './outbox/claim.ts'
export type { InvitationMail } from './outbox/invitation-mail.ts'
export { invitationMail } from './outbox/invitation-mail.ts'

export type { InvariantBreach } from './invariants/index.ts'
export { checkInvariants } from './invariants/index.ts'
export type { DemoSignIn } from './demo/load-demo.ts'
export { demoSignIns, loadDemo } from './demo/load-demo.ts'
export { loadDemoSlack } from './demo/slack.ts'

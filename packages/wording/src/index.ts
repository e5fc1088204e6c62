export { type AccessApiReason, accessApiText, scopeText } from './access-api.ts'
export type { AccessTrace } from './access.ts'
export { accessName, accessReasonName, accessSentence, accessTrace } from './access.ts'
export type { PostalPlace } from './address.ts'
export { addressLines, countryName } from './address.ts'
export type { AuditActor, AuditChange } from './audit.ts'
export {
  auditActorName,
  auditAreaName,
  auditChanges,
  auditChannelName,
  auditChannelText,
  auditSentence,
} from './audit.ts'
export { clockMovingText, clockPressedText, clockRefusalText } from './clock.ts'
export { availabilityText, counted, formatCount, namesText } from './counts.ts'
export type { TwoClocks } from './dates.ts'
export { formatDay, formatDays, formatInstant, formatWindow, inOneLine } from './dates.ts'
export { rowPlanName, rowRefusalSentence, rowResultName } from './imports.ts'
export { missingChoiceText } from './missing-choice.ts'
export { formatMoney } from './money.ts'
export {
  memberStatusName,
  noticeName,
  phaseName,
  rightText,
  roleDescription,
  roleName,
  skipReasonText,
  standingName,
  unavailableText,
  userTypeName,
  warningText,
} from './names.ts'
export { noticeSkipText, noticeStateName, unknownNoticeText } from './notices.ts'
export { cardName, declineSentence } from './payments.ts'
export { differenceForCustomer, differenceSentence } from './reconciliation.ts'
export { refusalSentence } from './refusals.ts'
export { standingSentence } from './standing.ts'
export type { Viewer } from './viewer.ts'
export { DEFAULT_LOCALE, UTC_VIEWER } from './viewer.ts'
export type { SlackCommandHelp } from './slack.ts'
export {
  hasSlackWayIn,
  slackAddedText,
  slackCommands,
  slackFaultText,
  slackInvitedText,
  slackNotAddedText,
  slackOutdatedButtonText,
  slackOutdatedFormText,
  slackTooLateText,
  slackUnknownCommandText,
  slackWayIn,
  slackWorkingText,
} from './slack.ts'
export { slackIneligibleText } from './slack-person.ts'
export { readTypedLine } from './typed-line.ts'
export type { LineWords } from './billing.ts'
export { daySpanText, itemName, linePeriodText, lineReason, lineText, moneyWords } from './billing.ts'

import { Account, Organization } from './account.ts'
import { ApiKey } from './api-key.ts'
import { BusinessClock, BusinessClockStep } from './clock.ts'
import {
  BillingNoticeRow,
  BillingProfile,
  BillingQuote,
  Invoice,
  InvoiceCollection,
  InvoiceLine,
  LedgerEntry,
  LedgerPosting,
  PaymentAccount,
  PaymentEvent,
  Purchase,
} from './billing.ts'
import { Contract, ContractItem, Pool, ScheduledChangeRow, Season, SeasonProposal } from './contract.ts'
import { RateLimit, Session, VendorStaff } from './identity.ts'
import { Invitation, Member, PermissionSet, Person } from './member.ts'
import { SeasonOffer } from './season-offer.ts'
import { PasswordReset } from './password-reset.ts'
import { Notice, NoticeBoundary, NoticeReview } from './notice.ts'
import { AccountReconciliation, ReconciliationDifference, ReconciliationRun } from './reconciliation.ts'
import { AuditEntry, AuditSeal, Idempotency, OutboxEvent } from './record.ts'
import { SeasonChoice, Seat, SeatAssignment } from './seat.ts'
import {
  AuthenticatorApp,
  EmailChange,
  Passkey,
  RecoveryCode,
  SignInStep,
  SpentChallenge,
} from './second-factor.ts'
import { SlackDelivery, SlackTicket } from './slack-traffic.ts'
import { SlackLink, SlackWorkspace } from './slack-workspace.ts'
import { SellerRow, TaxReport } from './tax.ts'
import { UserImport, UserImportRow } from './user-import.ts'
import { WaitingEntryRow } from './waiting-entry.ts'

/** The whole model. A test holds it against what the migrations have made. */
export const entities = [
  Account,
  Organization,
  Contract,
  ContractItem,
  ScheduledChangeRow,
  SeasonProposal,
  SeasonOffer,
  BillingProfile,
  BillingNoticeRow,
  PaymentAccount,
  BillingQuote,
  Purchase,
  Invoice,
  InvoiceCollection,
  InvoiceLine,
  LedgerEntry,
  LedgerPosting,
  PaymentEvent,
  SellerRow,
  TaxReport,
  ReconciliationRun,
  AccountReconciliation,
  ReconciliationDifference,
  Season,
  Pool,
  Seat,
  SeatAssignment,
  SeasonChoice,
  Person,
  Member,
  PermissionSet,
  Invitation,
  Session,
  VendorStaff,
  RateLimit,
  ApiKey,
  PasswordReset,
  AuthenticatorApp,
  RecoveryCode,
  Passkey,
  SpentChallenge,
  SignInStep,
  EmailChange,
  BusinessClock,
  BusinessClockStep,
  OutboxEvent,
  Notice,
  NoticeBoundary,
  NoticeReview,
  AuditEntry,
  AuditSeal,
  Idempotency,
  WaitingEntryRow,
  UserImport,
  UserImportRow,
  SlackWorkspace,
  SlackLink,
  SlackTicket,
  SlackDelivery,
] as const

import { Account, Organization } from './account.ts'
import { ApiKey } from './api-key.ts'
import { BusinessClock, BusinessClockStep } from './clock.ts'
import {
  BillingProfile,
  BillingQuote,
  Invoice,
  InvoiceLine,
  LedgerEntry,
  LedgerPosting,
  PaymentAccount,
  PaymentEvent,
  Purchase,
} from './billing.ts'
import { Contract, ContractItem, Pool, Season } from './contract.ts'
import { RateLimit, Session, VendorStaff } from './identity.ts'
import { Invitation, Member, PermissionSet, Person } from './member.ts'
import { PasswordReset } from './password-reset.ts'
import { Notice, NoticeBoundary, NoticeReview } from './notice.ts'
import { AuditEntry, AuditSeal, Idempotency, OutboxEvent } from './record.ts'
import { SeasonChoice, Seat, SeatAssignment } from './seat.ts'
import { SlackDelivery, SlackTicket } from './slack-traffic.ts'
import { SlackLink, SlackWorkspace } from './slack-workspace.ts'
import { UserImport, UserImportRow } from './user-import.ts'
import { WaitingEntryRow } from './waiting-entry.ts'

/** The whole model. A test holds it against what the migrations have made. */
export const entities = [
  Account,
  Organization,
  Contract,
  ContractItem,
  BillingProfile,
  PaymentAccount,
  BillingQuote,
  Purchase,
  Invoice,
  InvoiceLine,
  LedgerEntry,
  LedgerPosting,
  PaymentEvent,
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

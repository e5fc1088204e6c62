import type { Instant } from '@seatkeeper/rules'
import { formatInstant, inOneLine } from './dates.ts'
import { phaseName, roleName, userTypeName, memberStatusName } from './names.ts'
import { UTC_VIEWER, type Viewer } from './viewer.ts'

/** Whoever did something, as the audit log knows them. */
export interface AuditActor {
  readonly actorKind: 'member' | 'person' | 'staff' | 'job' | 'api-key'
  readonly actorId: string
  readonly actor: string | null
}

/** `Ada`, `the key Helpdesk`, `Seatkeeper itself` */
export function auditActorName({ actorKind, actorId, actor }: AuditActor): string {
  switch (actorKind) {
    case 'member':
    case 'person':
      return actor ?? 'Somebody who is gone'
    case 'api-key':
      return `The key ${actor ?? 'that was used'}`
    case 'staff':
      return 'The vendor’s staff'
    case 'job':
      return actorId === 'vendor' ? 'The vendor' : 'The system itself'
  }
}

export const auditChannelName: Readonly<Record<string, string>> = {
  portal: 'Portal',
  slack: 'Slack',
  api: 'API',
  console: 'Vendor console',
  command: 'Command of the vendor',
  job: 'By itself',
}

/** What an action begins with, as a choice of a filter. */
export const auditAreaName = {
  user: 'Users',
  season: 'Seasons',
  seats: 'Held seats',
  waiting: 'Waiting lists',
  invitation: 'Sign-up',
  'sign-in': 'Reported sign-ins',
  password: 'Passwords',
  profile: 'Profiles',
  email: 'E-mail addresses',
  'second-factor': 'Second factors',
  organization: 'Organization',
  'permission-set': 'Permission sets',
  'api-key': 'API keys',
  'slack-person': 'Slack people',
  'slack-workspace': 'Slack workspaces',
  billing: 'Billing',
  import: 'Imports',
  person: 'Erasures',
} as const satisfies Record<string, string>

type Sentence = (who: string, what: string) => string

/** Read as 'who did it, to what'. */
const sentences: Readonly<Record<string, Sentence>> = {
  'user.added': (who, what) => `${who} added ${what}`,
  'user.edited': (who, what) => `${who} changed ${what}`,
  'user.deactivated': (who, what) => `${who} deactivated ${what}`,
  'user.reactivated': (who, what) => `${who} reactivated ${what}`,
  'user.removed': (who, what) => `${who} removed ${what}`,
  'user.swapped-out': (who, what) => `${who} gave the place of ${what} to someone else`,
  'user.invitation-re-sent': (who, what) => `${who} sent ${what} a fresh invitation`,
  'user.invitation-withdrawn': (who, what) => `${who} withdrew the invitation of ${what}`,
  'user.season-given-up': (who, what) => `${who} took the seat of ${what} in a season`,
  'season.changed': (who, what) => `${who} changed the season ${what}`,
  'user.made-owner': (who, what) => `${who} made ${what} the owner`,
  'user.fresh-link-asked': (_, what) => `${what} asked for a fresh sign-up link`,
  'user.first-signed-in': (_, what) => `${what} signed in for the first time`,
  'user.notice-sent-again': (who, what) => `${who} sent a notice to ${what} again`,
  'invitation.accepted': (_, what) => `${what} signed up`,
  'sign-in.refused': (who, what) => `${who} reported a sign-in of ${what} that was not allowed`,
  'password.reset-asked': (_, what) => `${what} asked to set a new password`,
  'password.reset': (_, what) => `${what} set a new password`,
  'password.changed': (who) => `${who} changed their password`,
  'email.change-asked': (who) => `${who} asked to sign in with another e-mail address`,
  'email.changed': (_, what) => `${what} changed their e-mail address`,
  'email.change-dropped': (who) => `${who} gave up changing their e-mail address`,
  'email.change-stopped': (who) => `${who} stopped the change of their e-mail address`,
  'email.change-taken-back': (_, what) => `${what} took the change of their e-mail address back`,
  'second-factor.added': (who) => `${who} added a second factor to sign in with`,
  'second-factor.removed': (who) => `${who} removed a second factor`,
  'second-factor.codes-made': (who) => `${who} made new recovery codes`,
  'second-factor.recovery-code-used': (who) => `${who} used a recovery code`,
  'second-factor.reset': (who, what) => `${who} took the second factor of ${what} away`,
  'organization.second-factor-required': (who) => `${who} asked all admins for a second step at sign-in`,
  'organization.second-factor-not-required': (who) =>
    `${who} no longer asks admins for a second step at sign-in`,
  'profile.changed': (who) => `${who} changed their own profile`,
  'import.committed': (who, what) => `${who} had the file ${what} carried out`,
  'seats.held': (who) => `${who} held seats for a review`,
  'waiting.joined': (who) => `${who} joined a waiting list`,
  'waiting.left': (who) => `${who} left a waiting list`,
  'waiting.offered': () => 'A seat was offered to the next in line',
  'waiting.told': () => 'Somebody was told that a seat is free',
  'permission-set.created': (who, what) => `${who} defined the permission set ${what}`,
  'permission-set.changed': (who, what) => `${who} changed the permission set ${what}`,
  'permission-set.deleted': (who, what) => `${who} deleted the permission set ${what}`,
  'api-key.created': (who, what) => `${who} made the API key ${what}`,
  'api-key.revoked': (who, what) => `${who} revoked the API key ${what}`,
  'slack-workspace.bound': (who, what) => `${who} connected the Slack workspace ${what}`,
  'slack-workspace.unbound': (who, what) => `${who} disconnected the Slack workspace ${what}`,
  'slack-person.linked': (_, what) => `${what} linked their Slack account`,
  'slack-person.unlinked': (who, what) => `${who} unlinked the Slack account of ${what}`,
  'billing.purchase-submitted': (who) => `${who} submitted a purchase`,
  'billing.purchase-granted': () => 'A purchase was paid or invoiced, and what was bought was granted',
  'billing.purchase-failed': () => 'A purchase came to nothing; nothing was charged',
  'billing.card-entered': (who) => `${who} entered a card`,
  'billing.details-saved': (who) => `${who} saved the billing details`,
  'billing.change-requested': (who) => `${who} asked for a change of the contract at its renewal`,
  'billing.change-scheduled': (who) => `${who} scheduled a change of the contract for its renewal`,
  'billing.change-accepted': (who) => `${who} agreed to a change of the contract at its renewal`,
  'billing.change-declined': (who) => `${who} declined a change of the contract at its renewal`,
  'billing.change-called-off': (who) => `${who} called off a change of the contract`,
  'billing.cancelled': (who) => `${who} cancelled the subscription`,
  'billing.cancellation-undone': (who) => `${who} undid the cancellation of the subscription`,
  'billing.season-offered': (who) => `${who} offered a season outside the contract`,
  'billing.seasons-agreed': (who) => `${who} agreed on seasons that the renewal proposes`,
  'billing.seasons-declined': (who) => `${who} noted that proposed seasons are not held again`,
  'billing.offer-declined': (who) => `${who} declined the offer of a season`,
  'billing.email-registered': (who) => `${who} registered another billing e-mail`,
  'billing.reductions-agreed': (who) => `${who} changed whether reductions need agreement`,
  'billing.offer-withdrawn': (who) => `${who} withdrew the offer of a season`,
  'billing.payment-agreed': (who) => `${who} changed how the account pays`,
  'billing.invoice-issued': () => 'An invoice was issued for a billing period',
  'billing.invoice-paid': () => 'An invoice was paid',
  'billing.invoice-voided': (who) => `${who} took an invoice back by a credit note`,
  'billing.wire-deadline-set': (who) => `${who} set until when access is kept while a wire is overdue`,
  'billing.contract-renewed': () => 'The contract was renewed',
  'billing.contract-ended': () => 'The contract ended',
  'billing.difference-repaired': () => 'Our books and the payment processor’s were brought to agree',
  'billing.change-made': () => 'A scheduled change took effect',
  'person.erased': (who) => `${who} erased a person`,
}

/** USER-10: an entry as a sentence. What no sentence is known for is said by its own words. */
export function auditSentence(
  entry: AuditActor & { readonly action: string; readonly subject: string | null },
): string {
  const who = auditActorName(entry)
  const what = entry.subject ?? 'somebody who is gone'
  const sentence = sentences[entry.action]
  if (sentence) return `${capital(sentence(who, what))}.`
  const [area = '', done = ''] = entry.action.split('.')
  return `${who}: ${plain(area).toLowerCase()} ${plain(done).toLowerCase()}${entry.subject === null ? '' : ` (${entry.subject})`}.`
}

export interface AuditChange {
  readonly field: string
  /** Null: it was not there. */
  readonly before: string | null
  readonly after: string | null
}

const fieldNames: Readonly<Record<string, string>> = {
  name: 'Name',
  email: 'E-mail',
  type: 'Type of User',
  role: 'Role',
  permissionSetId: 'Permission set',
  permissionSet: 'Permission set',
  seasons: 'Seasons',
  seasonIds: 'Seasons',
  takes: 'Seats taken',
  frees: 'Seats freed',
  pools: 'Seats of',
  status: 'Status',
  expiresAt: 'Expires',
  until: 'Until',
  factor: 'Second factor',
  secondFactorForAdmins: 'Admins need a second step',
  prefix: 'Begins with',
  scopes: 'May',
  rights: 'Rights',
  'full-time': 'Full-time seats',
  collaborator: 'Collaborator seats',
  staff: 'Staff seats',
  effectiveOn: 'From',
  firstDay: 'First day',
  lastDay: 'Last day',
  named: 'People who give up a seat',
  endsOn: 'Ends on',
  lapsed: 'Changes that lapsed',
}

const WORDS: Readonly<Record<string, string>> = {
  ...userTypeName,
  ...roleName,
  ...memberStatusName,
  ...phaseName,
}
const MOST_SHOWN = 400

/**
 * USER-10: what was so before and what after, field by field, only where they differ. Identities are shown by what they are called, as
 * far as that is known.
 */
export function auditChanges(
  {
    before,
    after,
  }: {
    readonly before: Readonly<Record<string, unknown>> | null
    readonly after: Readonly<Record<string, unknown>> | null
  },
  names: Readonly<Record<string, string>>,
  viewer: Viewer = UTC_VIEWER,
): readonly AuditChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields].flatMap((field) => {
    const [was, is] = [before?.[field], after?.[field]]
    if (JSON.stringify(was) === JSON.stringify(is) || field === 'entries') return []
    const [from, to] = [valueText(field, was, names, viewer), valueText(field, is, names, viewer)]
    return from === to ? [] : [{ field: fieldNames[field] ?? plain(field), before: from, after: to }]
  })
}

function valueText(
  field: string,
  value: unknown,
  names: Readonly<Record<string, string>>,
  viewer: Viewer,
): string | null {
  const text = textOf(field, value, names, viewer)
  return text !== null && text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}

function textOf(
  field: string,
  value: unknown,
  names: Readonly<Record<string, string>>,
  viewer: Viewer,
): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const moment = momentOf(field, value)
  if (moment !== null) return inOneLine(formatInstant(moment, viewer))
  if (typeof value === 'string') return names[value] ?? (WORDS[value] === undefined ? value : WORDS[value])
  if (Array.isArray(value)) {
    const parts = value.map((one) => textOf(field, one, names, viewer)).filter((one) => one !== null)
    return parts.length === 0 ? null : parts.join(', ')
  }
  if (typeof value !== 'object') return String(value)
  const record = value as Readonly<Record<string, unknown>>
  if (typeof record['key'] === 'string') return record['key']
  if (typeof record['name'] === 'string') return record['name']
  return JSON.stringify(value)
}

/** Moments are written as milliseconds under a name that ends in 'At', or as PostgreSQL writes them. */
function momentOf(field: string, value: unknown): Instant | null {
  if (typeof value === 'number')
    return /At$|^at$|^until$/.test(field) && value > 1e11 ? (value as Instant) : null
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return null
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : (at as Instant)
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `expiresAt` and `first-signed-in` as words. */
function plain(word: string): string {
  const words = word
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase()
  return capital(words)
}

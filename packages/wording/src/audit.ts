import type { Day, Instant } from '@seatkeeper/rules'
import { accessReasonName } from './access.ts'
import { billingSentences } from './audit-billing.ts'
import { amountText, type AuditFigures, fieldText, named, said } from './audit-figures.ts'
import { counted } from './counts.ts'
import { formatDay, formatInstant, inOneLine } from './dates.ts'
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
  job: 'Automatic',
}

/** What a person has handed in is carried out afterwards, in their name. */
export const auditChannelText = ({
  channel,
  actorKind,
}: Pick<AuditActor, 'actorKind'> & { readonly channel: string }): string =>
  channel === 'job' && actorKind === 'member' ? 'Import' : (auditChannelName[channel] ?? channel)

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

type Sentence = (who: string, what: string, figures: AuditFigures) => string

/** Read as 'who did it, to what'. */
const sentences: Readonly<Record<string, Sentence>> = {
  'user.added': (who, what) => `${who} added ${what}`,
  'user.edited': (who, what) => `${who} changed ${what}`,
  'user.deactivated': (who, what) => `${who} deactivated ${what}`,
  'user.reactivated': (who, what) => `${who} reactivated ${what}`,
  'user.removed': (who, what) => `${who} removed ${what}`,
  'user.swapped-out': (who, what, all) =>
    `${who} gave the place of ${what} to ${named(all, 'successor') ?? 'someone else'}`,
  'user.invitation-re-sent': (who, what) => `${who} sent ${what} a fresh invitation`,
  'user.invitation-withdrawn': (who, what) => `${who} withdrew the invitation of ${what}`,
  'user.season-given-up': (who, what, { before, ...all }) =>
    `${who} took the seat of ${what} in ${said('the season ', named({ ...all, before, after: before }, 'seasons')) || 'a season'}`,
  'season.changed': (who, what) => `${who} changed the season ${what}`,
  'user.made-owner': (who, what) => `${who} made ${what} the owner`,
  'user.fresh-link-asked': (_, what) => `${what} asked for a fresh sign-up link`,
  'user.first-signed-in': (_, what) => `${what} signed in for the first time`,
  'user.notice-sent-again': (who, what) => `${who} sent a notice to ${what} again`,
  'invitation.accepted': (_, what) => `${what} signed up`,
  'sign-in.refused': (who, what, { after }) =>
    `${who} reported a sign-in of ${what} that was not allowed${said(' (', reasonText(after['reason']), ')')}`,
  'password.reset-asked': (_, what) => `${what} asked to set a new password`,
  'password.reset': (_, what) => `${what} set a new password`,
  'password.changed': (who) => `${who} changed their password`,
  'email.change-asked': (who) => `${who} asked to sign in with another e-mail address`,
  'email.changed': (_, what, all) => `${what} changed their e-mail address${fromTo(all)}`,
  'email.change-dropped': (who) => `${who} gave up changing their e-mail address`,
  'email.change-stopped': (who) => `${who} stopped the change of their e-mail address`,
  'email.change-taken-back': (_, what, all) =>
    `${what} took the change of their e-mail address back${fromTo(all)}`,
  'second-factor.added': (who, _, all) => `${who} added ${factorText(all)} to sign in with`,
  'second-factor.removed': (who, _, all) => `${who} removed ${factorText(all)}`,
  'second-factor.codes-made': (who) => `${who} made new recovery codes`,
  'second-factor.recovery-code-used': (who) => `${who} used a recovery code`,
  'second-factor.reset': (who, what) => `${who} took the second factor of ${what} away`,
  'organization.second-factor-required': (who) => `${who} now requires a second step of all admins`,
  'organization.second-factor-not-required': (who) => `${who} no longer requires a second step of admins`,
  'profile.changed': (who) => `${who} changed their own profile`,
  'import.committed': (who, what, { after }) =>
    `${who} had the file ${what} carried out${typeof after['rows'] === 'number' ? `: ${counted(after['rows'], 'row')}` : ''}`,
  'seats.held': (who, _, all) => `${who} held seats for a review${said(': ', named(all, 'pools'))}`,
  'waiting.joined': (who, _, all) =>
    all.after['wants'] === 'news'
      ? `${who} asked to be told of a free seat${said(' in ', named(all, 'pool'))}`
      : `${who} joined ${waitingList(all)}`,
  'waiting.left': (who) => `${who} left a waiting list`,
  'waiting.offered': (_, _what, all) =>
    `A seat${said(' in ', named(all, 'pool'))} was offered to ${named(all, 'member') ?? 'the next in line'}`,
  'waiting.told': (_, _what, all) =>
    `${named(all, 'member') ?? 'Somebody'} was told that a seat is free${said(' in ', named(all, 'pool'))}`,
  'permission-set.created': (who, what) => `${who} defined the permission set ${what}`,
  'permission-set.changed': (who, what) => `${who} changed the permission set ${what}`,
  'permission-set.deleted': (who, what) => `${who} deleted the permission set ${what}`,
  'api-key.created': (who, what) => `${who} made the API key ${what}`,
  'api-key.revoked': (who, what) => `${who} revoked the API key ${what}`,
  'slack-workspace.bound': (who, what) => `${who} connected the Slack workspace ${what}`,
  'slack-workspace.unbound': (who, what) => `${who} disconnected the Slack workspace ${what}`,
  'slack-person.linked': (_, what, all) =>
    `${what} linked their Slack account${said(', ', fieldText(all, 'slackName'))}`,
  'slack-person.unlinked': (who, what) => `${who} unlinked the Slack account of ${what}`,
  ...billingSentences,
  'person.erased': (who) => `${who} erased a person`,
}

const reasonText = (reason: unknown): string | null => {
  const known = (accessReasonName as Readonly<Record<string, string>>)[String(reason)]
  return known === undefined ? null : known.replace(/^No: /, '')
}

const factorText = (all: AuditFigures): string =>
  fieldText(all, 'factor') === 'app'
    ? 'an authenticator app'
    : fieldText(all, 'factor') === 'passkey'
      ? `the passkey ${fieldText(all, 'name') ?? 'of a device'}`
      : 'a second factor'

/** Both addresses, or none: half of it would be taken for the whole. */
const fromTo = ({ before, after }: AuditFigures): string => {
  const [from, to] = [before['email'], after['email']]
  return typeof from === 'string' && typeof to === 'string' ? `: ${from} → ${to}` : ''
}

const waitingList = (all: AuditFigures): string => {
  const pool = named(all, 'pool')
  return pool === null ? 'a waiting list' : `the waiting list of ${pool}`
}

type Facts = Readonly<Record<string, unknown>>

/** USER-10: an entry as a sentence, with its figures. What no sentence is known for is said by its own words. */
export function auditSentence(
  entry: AuditActor & {
    readonly action: string
    readonly subject: string | null
    readonly before?: Facts | null
    readonly after?: Facts | null
  },
  names: Readonly<Record<string, string>> = {},
  viewer: Viewer = UTC_VIEWER,
): string {
  const who = auditActorName(entry)
  const what = entry.subject ?? 'somebody who is gone'
  const sentence = sentences[entry.action]
  const figures = { before: entry.before ?? {}, after: entry.after ?? {}, names, viewer }
  if (sentence) return `${capital(sentence(who, what, figures))}.`
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
  number: 'Invoice',
  due: 'Amount',
  credited: 'Credited',
  failure: 'Why',
  netDays: 'Days to pay',
  rows: 'Rows',
  deadline: 'Access is kept until',
  unitPrice: 'A seat, each month',
  lapsed: 'Changes that lapsed',
  creditNote: 'Credit note',
  noLongerOwed: 'No longer owed',
  invoicedAgain: 'Period invoiced again',
}

/** What means nothing to whoever reads the log, or is said by the sentence. */
const UNTOLD = new Set([
  'entries',
  'currency',
  'hash',
  'contract',
  'mail',
  'subject',
  'teamId',
  'slackUserId',
  'difference',
  'repair',
  'changes',
  'proposed',
  'keptInUse',
])
/** Their sentences say all of it. */
const SAID_WHOLE = new Set([
  'email.changed',
  'email.change-taken-back',
  'billing.invoice-issued',
  'billing.purchase-submitted',
  'billing.purchase-granted',
  'billing.purchase-failed',
  'billing.card-entered',
  'billing.difference-repaired',
  'billing.contract-renewed',
  'billing.contract-ended',
  'billing.change-made',
])
const AMOUNTS = new Set(['due', 'unitPrice', 'noLongerOwed', 'credited'])
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

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
    action = '',
    before,
    after,
  }: {
    readonly action?: string
    readonly before: Readonly<Record<string, unknown>> | null
    readonly after: Readonly<Record<string, unknown>> | null
  },
  names: Readonly<Record<string, string>>,
  viewer: Viewer = UTC_VIEWER,
): readonly AuditChange[] {
  if (SAID_WHOLE.has(action)) return []
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields].flatMap((field) => {
    const [was, is] = [before?.[field], after?.[field]]
    if (JSON.stringify(was) === JSON.stringify(is) || UNTOLD.has(field)) return []
    const amount = (side: Facts | null): string | null =>
      amountText(
        { before: {}, after: { ...side, currency: (after ?? before)?.['currency'] }, names, viewer },
        field,
      )
    if (AMOUNTS.has(field)) {
      const [from, to] = [amount(before), amount(after)]
      return from === to ? [] : [{ field: fieldNames[field] ?? plain(field), before: from, after: to }]
    }
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
  if (typeof value === 'string' && UUID.test(value)) return names[value] ?? null
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))
    return formatDay(value as Day, viewer.locale)
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

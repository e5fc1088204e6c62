import type { MemberToEdit, SeatCount, SeatLine, SeatSummary, UserFormFacts } from '@seatkeeper/db'
import {
  type AccessDecision,
  type Instant,
  may,
  type Role,
  seasonPhase,
  type UserType,
} from '@seatkeeper/rules'
import {
  accessName,
  accessTrace,
  formatInstant,
  formatWindow,
  inOneLine,
  memberStatusName,
  refusalSentence,
  roleName,
  userTypeName,
  type Viewer,
  warningText,
} from '@seatkeeper/wording'
import type { SeatChangesView } from '~/users/seat-changes.tsx'
import { statusTone } from '~/users/status-tone.ts'
import { noPermissionSet } from '~/users/no-permission-set.ts'
import { userFormView } from '~/users/user-form-presenter.ts'
import type { EditView, Step } from './edit-view.ts'

interface Look {
  readonly now: Instant
  readonly viewer: Viewer
}

/** A member and what the edit form offers, in words (USER-03, USER-04). */
export function editView(
  { member, form }: { readonly member: MemberToEdit; readonly form: UserFormFacts },
  counts: readonly SeatCount[],
  look: Look & {
    /** The account's standing leaves only disabling and removing staff open (ACC-04). */
    readonly locked: boolean
    /** Who is looking. */
    readonly membership: { readonly memberId: string; readonly role: Role }
  },
): Omit<EditView, 'idempotencyKey' | 'announcement'> {
  const { viewer, locked } = look
  const self = look.membership.memberId === member.memberId
  const { access, invitation } = member
  const swappable = member.status === 'active' || member.status === 'invited'
  const waiting = member.status === 'invited' || member.status === 'invitation-expired'
  const seats = seatsOf(member, form)
  const choices = userFormView(form, counts, look)
  return {
    memberId: member.memberId,
    name: member.name,
    email: member.email,
    self,
    status: { label: memberStatusName[member.status], tone: statusTone[member.status] },
    access: accessView(access, viewer),
    why: accessTrace(access, viewer),
    lastSignIn: member.lastSignInAt === null ? null : formatInstant(member.lastSignInAt, viewer),
    facts: factsOf(member, form, viewer),
    invitation:
      invitation === null || !waiting
        ? null
        : {
            sent: formatInstant(invitation.sentAt, viewer),
            expires: formatInstant(invitation.expiresAt, viewer),
            expired: member.status === 'invitation-expired',
            bounced: invitation.bounced,
          },
    locked,
    may: {
      edit: member.manageable && member.status !== 'removed' && !locked,
      resend: member.manageable && waiting && !locked,
      steps:
        // Nobody shuts themselves out: somebody else has to.
        member.manageable && member.role !== 'owner' && !self
          ? stepsOf(member).filter((step) => !locked || step !== 'reactivate')
          : [],
      handOver:
        may(look.membership.role, 'ownership.hand-over') && member.status === 'active' && !self && !locked,
      swap: swappable && member.manageable && member.role !== 'owner' && !self && !locked,
    },
    form: choices,
    values: {
      type: member.type,
      seasonIds: member.seasonIds,
      name: member.name,
      permissionSetId: member.permissionSetId ?? noPermissionSet,
      role: member.role,
    },
    changes: { takes: [], frees: [], keeps: seats, notes: [] },
    seats,
  }
}

function factsOf(member: MemberToEdit, form: UserFormFacts, viewer: Viewer): EditView['facts'] {
  return {
    type: userTypeName[member.type],
    seasons: form.seasons
      .filter(({ held }) => held)
      .map(({ season, window }) => ({ name: season.name, dates: formatWindow(window, viewer) })),
    permissionSet: form.permissionSets.find(({ id }) => id === member.permissionSetId)?.name ?? null,
    role: roleName[member.role],
  }
}

function accessView(access: AccessDecision, viewer: Viewer): EditView['access'] {
  const moment = momentOf(access)
  return {
    allowed: access.kind === 'grant',
    label: accessName(access),
    moment: moment && { label: moment.label, when: formatInstant(moment.at, viewer) },
    note:
      access.kind === 'refuse' && access.reason === 'account-locked' ? refusalSentence(access, viewer) : null,
  }
}

function momentOf(access: AccessDecision): { readonly label: string; readonly at: Instant } | null {
  if (access.kind === 'grant')
    return access.closesAt === null ? null : { label: 'Until', at: access.closesAt }
  if (access.reason === 'not-yet-open') return { label: 'Opens', at: access.opensAt }
  if (access.reason === 'closed') return { label: 'Closed', at: access.closedAt }
  return null
}

function stepsOf({ status }: MemberToEdit): readonly Step[] {
  switch (status) {
    case 'invited':
    case 'invitation-expired':
      return ['withdraw']
    case 'active':
      return ['deactivate', 'remove']
    case 'deactivated':
      return ['reactivate', 'remove']
    case 'removed':
      return []
  }
}

/** The seats that a member holds now, as a sentence names them. Seats of closed seasons are nobody's concern any more. */
function seatsOf(member: MemberToEdit, form: UserFormFacts): readonly string[] {
  if (form.organization.kind === 'sandbox' || member.status === 'deactivated' || member.status === 'removed')
    return []
  if (member.type !== 'seasonal') return member.status === 'invitation-expired' ? [] : [seatName(member.type)]
  return form.seasons
    .filter(({ held, phase }) => held && phase !== 'closed')
    .map(({ season }) => seatName('seasonal', season.name))
}

const seatName = (kind: UserType, season?: string) =>
  season === undefined ? `a ${userTypeName[kind].toLowerCase()} seat` : `a seat in ${season}`

const lineName = ({ kind, season }: SeatLine) => seatName(kind, season?.name)

/** What a save would do to seats, in words (USER-03). A seat in a season that is over is kept silently. */
export function changesView(
  { takes, frees, keeps, warnings, lapsesAt }: SeatSummary,
  { type, now, viewer }: Look & { readonly type: UserType },
): SeatChangesView {
  const kept = keeps.filter(({ season }) => season === undefined || seasonPhase(season, now) !== 'closed')
  const notes: string[] = warnings.map((warning) => warningText[warning])
  if (type === 'seasonal' && takes.length + kept.length === 0) {
    notes.push('Without a season that is open or still to come, they can’t sign in.')
  }
  if (lapsesAt !== null && takes.length > 0) {
    const until = inOneLine(formatInstant(lapsesAt, viewer))
    notes.push(`The invitation holds the seat until ${until}, then lets go of it.`)
  }
  return { takes: takes.map(lineName), frees: frees.map(lineName), keeps: kept.map(lineName), notes }
}

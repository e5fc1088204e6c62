import type { MemberToEdit, previewSwap, UserFormFacts } from '@seatkeeper/db'
import { formatWindow, refusalSentence, userTypeName, type TwoClocks, type Viewer } from '@seatkeeper/wording'
import type { Option } from '~/components/field.tsx'
import { noPermissionSet } from '~/users/no-permission-set.ts'
import { permissionSetOptions } from '~/users/user-form-presenter.ts'

/** One thing that changes hands: a seat, or in a sandbox a season. */
export interface HandedOn {
  readonly text: string
  readonly dates: TwoClocks | null
}

/** The page on which one person's place is given to another, in words (SEAT-05). */
export interface SwapView {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly type: string
  /** Why there is nothing to give; null: there is. */
  readonly refusal: string | null
  readonly handedOn: readonly HandedOn[]
  /** What becomes of whoever goes. */
  readonly goes: string
  readonly permissionSets: readonly Option[]
  readonly permissionSetId: string
  /** Stands for exactly these seats. */
  readonly digest: string
  readonly idempotencyKey: string
}

export function swapView(
  { member, form }: { readonly member: MemberToEdit; readonly form: UserFormFacts },
  preview: Awaited<ReturnType<typeof previewSwap>>,
  { viewer }: { readonly viewer: Viewer },
): Omit<SwapView, 'idempotencyKey'> {
  const waiting = member.status === 'invited' && member.invitation !== null
  return {
    memberId: member.memberId,
    name: member.name,
    email: member.email,
    type: userTypeName[member.type],
    refusal: preview.kind === 'refuse' ? refusalSentence(preview, viewer) : null,
    handedOn: handedOn(member, form, viewer),
    goes: waiting
      ? `The invitation to ${member.email} stops working, and ${member.name} leaves the list.`
      : `${member.name} loses access at once and is deactivated. Their history stays, and they can be reactivated when there is a free seat.`,
    permissionSets: permissionSetOptions(form.permissionSets),
    permissionSetId: member.permissionSetId ?? noPermissionSet,
    digest: preview.kind === 'grant' ? preview.summary.digest : '',
  }
}

function handedOn(member: MemberToEdit, form: UserFormFacts, viewer: Viewer): readonly HandedOn[] {
  const sandbox = form.organization.kind === 'sandbox'
  if (member.type !== 'seasonal') {
    const type = userTypeName[member.type].toLowerCase()
    return sandbox ? [] : [{ text: `a ${type} seat`, dates: null }]
  }
  return form.seasons
    .filter(({ held, phase }) => held && phase !== 'closed')
    .map(({ season, window }) => ({
      text: sandbox ? season.name : `a seat in ${season.name}`,
      dates: formatWindow(window, viewer),
    }))
}

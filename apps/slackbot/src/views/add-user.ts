import type { AddUserRefusal, NewUser } from '@seatkeeper/db'
import type { OfferedSeason, RefusalOf } from '@seatkeeper/rules'
import {
  missingChoiceText,
  readTypedLine,
  refusalSentence,
  slackInvitedText,
  type Viewer,
  warningText,
} from '@seatkeeper/wording'
import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { type Choice, choice, noPermissionSet } from './choices.ts'
import { context, paragraph } from './message.ts'
import { cut } from './mrkdwn.ts'

export const addUserView = 'add_user'

const EMAIL = 'email'
const NAME = 'name'
const SEASONS = 'seasons'
const PERMISSION_SET = 'permission_set'
type Field = typeof EMAIL | typeof NAME | typeof SEASONS | typeof PERMISSION_SET

/** The menus whose choices are looked up while somebody types. */
export const addUserMenus = {
  seasons: 'add_user.seasons',
  permissionSet: 'add_user.permission_set',
} as const

export const addAnotherButton = 'add_user.another'

const LONGEST_NAME = 120

/** What stands in the form, as Slack hands it over. */
export interface AddUserValues {
  readonly email: string
  readonly name: string
  readonly seasons: readonly Choice[]
  /** null: none. */
  readonly permissionSet: Choice | null
}

export interface AddUserProps {
  readonly organization: string
  /** Made for this form: submitting it twice adds one user. */
  readonly idempotencyKey: string
  readonly values: AddUserValues
  /** All that are offered: those without a seat are named, with the reason (D-37). */
  readonly seasons: readonly OfferedSeason[]
  /** What stood in the way the last time, where it cannot stand beside a field. */
  readonly problem?: string
}

export const emptyValues: AddUserValues = { email: '', name: '', seasons: [], permissionSet: null }

/** The form of SLK-02. */
export function buildAddUser(props: AddUserProps): ModalView {
  const { organization, values, problem } = props
  const full = props.seasons.filter(({ choosable }) => !choosable)
  return {
    type: 'modal',
    callback_id: addUserView,
    private_metadata: JSON.stringify({ key: props.idempotencyKey }),
    title: { type: 'plain_text', text: 'Add a seasonal user' },
    submit: { type: 'plain_text', text: 'Add' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...(problem === undefined ? [] : [paragraph({ bold: 'Not added yet.' }, ` ${problem}`)]),
      context(`They join ${organization} and take one seat in each season.`),
      ...inputs(values),
      ...(full.length > 0 ? [context(fullSeasonsText(full))] : []),
    ],
  }
}

function inputs({ email, name, seasons, permissionSet }: AddUserValues): KnownBlock[] {
  return [
    input(EMAIL, 'E-mail', {
      type: 'email_text_input',
      action_id: EMAIL,
      ...(email === '' ? {} : { initial_value: email }),
    }),
    input(NAME, 'Name', {
      type: 'plain_text_input',
      action_id: NAME,
      max_length: LONGEST_NAME,
      ...(name === '' ? {} : { initial_value: name }),
    }),
    input(SEASONS, 'Seasons', {
      type: 'multi_external_select',
      action_id: addUserMenus.seasons,
      min_query_length: 0,
      placeholder: { type: 'plain_text', text: 'Seasons with a free seat' },
      ...(seasons.length === 0 ? {} : { initial_options: [...seasons] }),
    }),
    input(PERMISSION_SET, 'Permission set', {
      type: 'external_select',
      action_id: addUserMenus.permissionSet,
      min_query_length: 0,
      initial_option: permissionSet ?? noPermissionSet,
    }),
  ]
}

function input(block: Field, label: string, element: InputBlock['element']): InputBlock {
  return { type: 'input', block_id: block, label: { type: 'plain_text', text: label }, element }
}

function fullSeasonsText(full: readonly OfferedSeason[]): string {
  const names = full.map(({ season }) => season.name).join(', ')
  return `No seat left in: ${names}. Free one, or ask an admin.`
}

const option = z.looseObject({
  text: z.looseObject({ type: z.literal('plain_text'), text: z.string() }),
  value: z.uuid(),
})
const key = z.object({ key: z.uuid() })

const state = z.object({
  [EMAIL]: z.object({ [EMAIL]: z.looseObject({ value: z.string().nullish() }) }),
  [NAME]: z.object({ [NAME]: z.looseObject({ value: z.string().nullish() }) }),
  [SEASONS]: z.object({
    [addUserMenus.seasons]: z.looseObject({ selected_options: z.array(option).max(100).default([]) }),
  }),
  [PERMISSION_SET]: z.object({
    [addUserMenus.permissionSet]: z.looseObject({
      selected_option: z
        .union([option, option.extend({ value: z.literal(noPermissionSet.value) })])
        .nullish(),
    }),
  }),
})

export type AddUserRead =
  | {
      readonly kind: 'input'
      readonly input: NewUser
      readonly idempotencyKey: string
      readonly values: AddUserValues
    }
  | { readonly kind: 'faults'; readonly faults: FieldErrors; readonly values: AddUserValues }
  /** Not a form that this version built. */
  | { readonly kind: 'outdated' }

/** By block. */
export type FieldErrors = Readonly<Record<string, string>>

/** What was submitted. Slack's own checks run in the sender's Slack, so nothing here relies on them. */
export function readAddUser(view: {
  readonly private_metadata?: string | undefined
  readonly state?: { readonly values: unknown } | undefined
}): AddUserRead {
  const form = state.safeParse(view.state?.values)
  const made = key.safeParse(jsonOf(view.private_metadata))
  if (!form.success || !made.success) return { kind: 'outdated' }
  const chosenSet = form.data[PERMISSION_SET][addUserMenus.permissionSet].selected_option
  const values: AddUserValues = {
    email: form.data[EMAIL][EMAIL].value ?? '',
    name: form.data[NAME][NAME].value ?? '',
    seasons: form.data[SEASONS][addUserMenus.seasons].selected_options.map(choiceOf),
    permissionSet: chosenSet && chosenSet.value !== noPermissionSet.value ? choiceOf(chosenSet) : null,
  }
  const email = readTypedLine(values.email, 'an e-mail address', 254)
  const name = readTypedLine(values.name, 'a name', LONGEST_NAME)
  if ('fault' in email || 'fault' in name) {
    return {
      kind: 'faults',
      values,
      faults: {
        ...('fault' in email ? { [EMAIL]: email.fault } : {}),
        ...('fault' in name ? { [NAME]: name.fault } : {}),
      },
    }
  }
  return {
    kind: 'input',
    values,
    idempotencyKey: made.data.key,
    input: {
      email: email.line,
      name: name.line,
      type: 'seasonal',
      seasonIds: values.seasons.map(({ value }) => value),
      permissionSetId: values.permissionSet?.value ?? null,
    },
  }
}

function choiceOf({ text, value }: z.infer<typeof option>): Choice {
  return choice(value, text.text)
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

/** Beside which field a refusal stands. */
const fieldOf = {
  'invalid-email': EMAIL,
  'duplicate-email': EMAIL,
  'season-required': SEASONS,
  'season-full': SEASONS,
  'season-closed': SEASONS,
  'wrong-type-for-season': SEASONS,
  'no-full-time-seat': SEASONS,
  'no-collaborator-seat': SEASONS,
  'no-staff-seat': SEASONS,
  'not-found': SEASONS,
  'not-permitted': EMAIL,
  'account-locked': EMAIL,
  'contract-ended': EMAIL,
  busy: EMAIL,
} as const satisfies Record<AddUserRefusal, Field>

/** SLK-02: a refusal is an error on the field, in the words of every other door. */
export function refusalOnField(refusal: RefusalOf<AddUserRefusal>, viewer: Viewer): FieldErrors {
  return { [fieldOf[refusal.reason]]: cut(refusalSentence(refusal, viewer), 2000) }
}

/** Which of the choices is not there (any more); null: something else is not. */
export function missingChoice(
  input: NewUser,
  offered: {
    readonly seasons: readonly OfferedSeason[]
    readonly permissionSets: readonly { readonly id: string }[]
  },
): FieldErrors | null {
  if (input.seasonIds.some((chosen) => !offered.seasons.some(({ season }) => season.id === chosen))) {
    return { [SEASONS]: missingChoiceText.season }
  }
  const { permissionSetId } = input
  const set = permissionSetId === null || offered.permissionSets.some(({ id }) => id === permissionSetId)
  return set ? null : { [PERMISSION_SET]: missingChoiceText.permissionSet }
}

/** What was done, with a button for the next person. */
export function buildAdded(props: {
  readonly organization: string
  readonly values: AddUserValues
  readonly input: NewUser
  readonly warnings: readonly 'overlapping-seasons'[]
}): ModalView {
  const { values, input } = props
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'User added' },
    close: { type: 'plain_text', text: 'Done' },
    blocks: [
      paragraph({ bold: input.name }, ` is invited to ${props.organization}.`),
      paragraph(values.seasons.map(({ text }) => `• ${text.text}`).join('\n')),
      ...props.warnings.map((warning) => paragraph(warningText[warning])),
      context(slackInvitedText(input.email)),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: addAnotherButton,
            text: { type: 'plain_text', text: 'Add another' },
          },
        ],
      },
    ],
  }
}

import { missingChoiceText } from '@seatkeeper/wording'
import { z } from 'zod'
import { id, line } from '~/server/forms/text.ts'
import { noPermissionSet } from './no-permission-set.ts'

/** The fields that Add User and Edit user share. What is free and what is theirs, the rules decide. */
export const userFields = {
  type: z.enum(['full-time', 'collaborator', 'seasonal', 'staff'], { error: 'Choose a type of user.' }),
  seasonIds: z.array(id).max(500, 'Choose fewer seasons.').default([]),
  name: line('a name', 120),
  permissionSetId: z
    .union([z.literal(noPermissionSet), z.uuid()], { error: 'Choose a permission set.' })
    .transform((value) => (value === noPermissionSet ? null : value)),
}

// The rules know best what an e-mail address is; here it is only kept within bounds.
export const emailField = z
  .string({ error: 'Enter an e-mail address.' })
  .max(400, 'That is too long for an e-mail address.')

/** Seasons belong to seasonal users alone: those that were ticked before the type was changed are not meant. */
export const meantSeasons = (input: { readonly type: string; readonly seasonIds: readonly string[] }) =>
  input.type === 'seasonal' ? input.seasonIds : []

/** The field at which each refusal can be mended. */
export const refusalFields = {
  'season-required': 'seasonIds',
  'season-full': 'seasonIds',
  'season-closed': 'seasonIds',
  'wrong-type-for-season': 'type',
  'no-seat-while-away': 'seasonIds',
  'no-full-time-seat': 'type',
  'no-collaborator-seat': 'type',
  'no-staff-seat': 'type',
  'duplicate-email': 'email',
  'invalid-email': 'email',
} as const

/**
 * Which of the things that the form named is not there: a season or permission set that was never offered, or is gone
 * since. Null: something else is not there.
 */
export function missingChoice(
  input: { readonly seasonIds: readonly string[]; readonly permissionSetId: string | null },
  offered: {
    readonly seasons: readonly { readonly season: { readonly id: string } }[]
    readonly permissionSets: readonly { readonly id: string }[]
  },
): Record<string, string> | null {
  if (input.seasonIds.some((chosen) => !offered.seasons.some(({ season }) => season.id === chosen))) {
    return { seasonIds: missingChoiceText.season }
  }
  const { permissionSetId } = input
  if (permissionSetId !== null && !offered.permissionSets.some(({ id }) => id === permissionSetId)) {
    return { permissionSetId: missingChoiceText.permissionSet }
  }
  return null
}

import { z } from 'zod'
import { line } from '../forms/text.ts'
import { longestAnswer } from './passkeys.ts'

/** What one of the ways to show a second factor sends. */
export const shownFactor = {
  code: z.string().trim().max(20, 'A code has six digits.').optional(),
  recovery: z.string().trim().max(40, 'A recovery code has sixteen letters and digits.').optional(),
  passkey: z.string().max(longestAnswer).optional(),
}

export const secondStepForm = z.object({ ...shownFactor, to: z.string().optional() })

export const passkeySignInForm = z.object({
  passkey: z.string().max(longestAnswer),
  to: z.string().optional(),
})

export const confirmIdentityForm = z.object({
  ...shownFactor,
  password: z.string().max(1_000, 'That is too long to be your password.').optional(),
  to: z.string().optional(),
})

export const secondFactorForm = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('begin-app') }),
  z.object({ intent: z.literal('remove-app') }),
  z.object({
    intent: z.literal('add-passkey'),
    name: line('a name', 60),
    passkey: z
      .string({ error: 'Adding a passkey takes a browser that knows them, with JavaScript.' })
      .max(longestAnswer),
  }),
  z.object({ intent: z.literal('remove-passkey'), passkeyId: z.uuid() }),
  z.object({ intent: z.literal('new-codes') }),
])

export const confirmAppForm = z.object({
  code: z.string({ error: 'Enter the code that your app shows.' }).trim().max(20, 'A code has six digits.'),
})

export const emailChangeForm = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('ask'),
    email: z
      .string({ error: 'Enter your new e-mail address.' })
      .max(254, 'That is too long for an e-mail address.'),
  }),
  z.object({ intent: z.literal('drop') }),
])

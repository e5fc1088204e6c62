import { isZone } from '@seatkeeper/rules'
import { z } from 'zod'
import { line } from '../forms/text.ts'
import { longestPassword, shortestPassword } from './password-rule.ts'

/** Any password may be tried, within a length that keeps hashing cheap: whether it is right is all that is said. */
const anyPassword = z
  .string({ error: 'Enter your password.' })
  .max(1_000, 'That is too long to be your password.')

export const signInForm = z.object({
  email: z
    .string({ error: 'Enter your e-mail address.' })
    .max(254, 'That is too long for an e-mail address.'),
  password: anyPassword,
  to: z.string().optional(),
})

/** ACC-02: a new person chooses a password; somebody whose e-mail is known here proves that it is them. */
export const signUpForm = z.discriminatedUnion('as', [
  z.object({
    as: z.literal('new'),
    name: line('your name', 120),
    // How good it must be, `password-rule.ts` decides: that takes more than a schema knows.
    password: z
      .string({ error: `Choose a password of at least ${shortestPassword} characters.` })
      .max(4 * longestPassword, `Use at most ${longestPassword} characters.`),
    timeZone: z
      .string({ error: 'Choose your time zone.' })
      .max(100, 'Choose a time zone from the list.')
      .refine(isZone, 'Choose a time zone from the list.'),
  }),
  z.object({ as: z.literal('known'), password: anyPassword }),
])

export const forgottenPasswordForm = z.object({
  email: z
    .string({ error: 'Enter your e-mail address.' })
    .max(254, 'That is too long for an e-mail address.')
    .refine((text) => /^\s*\S+@\S+\s*$/.test(text), 'Enter an e-mail address, such as name@example.com.'),
})

export const resetPasswordForm = z.object({
  // How good it must be, `password-rule.ts` decides.
  password: z
    .string({ error: `Choose a password of at least ${shortestPassword} characters.` })
    .max(4 * longestPassword, `Use at most ${longestPassword} characters.`),
})

export const nothing = z.object({})

export const chooseOrganizationForm = z.object({
  organizationId: z.uuid({ error: 'Choose one of your organizations.' }),
})

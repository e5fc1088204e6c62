import { isZone } from '@seatkeeper/rules'
import { z } from 'zod'
import { line } from '~/server/forms/text.ts'
import { longestPassword } from '~/server/identity/password-rule.ts'

/** The ways of writing dates and numbers that are offered; the words stay English (USER-12). */
export const localeChoices = [
  { value: 'en-GB', label: 'United Kingdom' },
  { value: 'en-US', label: 'United States' },
  { value: 'en-CA', label: 'Canada' },
  { value: 'en-AU', label: 'Australia' },
  { value: 'en-IN', label: 'India' },
  { value: 'en-IE', label: 'Ireland' },
  { value: 'de-DE', label: 'Germany' },
  { value: 'de-AT', label: 'Austria' },
  { value: 'de-CH', label: 'Switzerland' },
  { value: 'fr-FR', label: 'France' },
  { value: 'es-ES', label: 'Spain' },
  { value: 'it-IT', label: 'Italy' },
  { value: 'nl-NL', label: 'Netherlands' },
  { value: 'pt-BR', label: 'Brazil' },
  { value: 'sv-SE', label: 'Sweden' },
  { value: 'ja-JP', label: 'Japan' },
] as const

const password = z
  .string({ error: 'Enter your password.' })
  .max(1_000, 'That is too long to be your password.')

const isLocale = (text: string): boolean => {
  try {
    return text.length <= 35 && Intl.DateTimeFormat.supportedLocalesOf(text).length === 1
  } catch {
    return false
  }
}

export const profileForm = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('profile'),
    name: line('your name', 120),
    timeZone: z
      .string({ error: 'Choose your time zone.' })
      .max(100, 'Choose a time zone from the list.')
      .refine(isZone, 'Choose a time zone from the list.'),
    locale: z.string({ error: 'Choose a format.' }).refine(isLocale, 'Choose a format from the list.'),
  }),
  z.object({
    intent: z.literal('password'),
    password,
    // How good it must be, `password-rule.ts` decides.
    newPassword: z
      .string({ error: 'Choose a new password.' })
      .max(4 * longestPassword, `Use at most ${longestPassword} characters.`),
  }),
  z.object({ intent: z.literal('end'), sessionId: z.uuid() }),
  z.object({ intent: z.literal('end-others') }),
])

import { controlsOf } from './controls.ts'
import type { Standing } from './controls.ts'
import type { Block } from './schema.ts'
import { entriesOf } from './values.ts'
import type { Values } from './values.ts'

/**
 * What Slack's own client has against a form before the app hears of it: block id → sentence.
 * Empty: the form may be sent.
 */
export function complaints(blocks: readonly Block[], values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    controlsOf(blocks).flatMap((standing) => {
      if (!standing.input) return []
      const entries = entriesOf(values[standing.blockId]?.[standing.control.action_id])
      const said = entries.length === 0 ? absent(standing) : misfit(standing, entries)
      return said === undefined ? [] : [[standing.blockId, said]]
    }),
  )
}

const absent = ({ input }: Standing): string | undefined =>
  input?.optional === true ? undefined : 'Please fill in this field.'

function misfit({ control }: Standing, entries: readonly string[]): string | undefined {
  const [entry = ''] = entries
  switch (control.type) {
    case 'plain_text_input': {
      const length = Array.from(entry).length
      if (length < (control.min_length ?? 0)) return `Please write at least ${control.min_length} characters.`
      if (length > (control.max_length ?? 3000))
        return `Please write at most ${control.max_length ?? 3000} characters.`
      return undefined
    }
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(entry) ? undefined : 'Please write an e-mail address.'
    case 'url_text_input':
      return URL.canParse(entry) ? undefined : 'Please write a full web address.'
    case 'number_input':
      return numberMisfit(control, entry)
    case 'multi_static_select':
    case 'multi_external_select':
      return entries.length > (control.max_selected_items ?? Infinity)
        ? `Please choose at most ${control.max_selected_items}.`
        : undefined
    default:
      return undefined
  }
}

function numberMisfit(
  limits: {
    readonly is_decimal_allowed: boolean
    readonly min_value?: string | undefined
    readonly max_value?: string | undefined
  },
  entry: string,
): string | undefined {
  const number = Number(entry)
  if (entry.trim() === '' || !Number.isFinite(number)) return 'Please write a number.'
  if (!limits.is_decimal_allowed && !Number.isInteger(number)) return 'Please write a whole number.'
  if (limits.min_value !== undefined && number < Number(limits.min_value))
    return `Please write ${limits.min_value} or more.`
  if (limits.max_value !== undefined && number > Number(limits.max_value))
    return `Please write ${limits.max_value} or less.`
  return undefined
}

import { controlsOf, fieldName } from './controls.ts'
import type { Standing } from './controls.ts'
import type { Block, Control, Option, RichOption } from './schema.ts'

/** What a control holds, in the shape of Slack's `view.state.values[block][action]`. */
export type Value =
  | { readonly type: TypedKind; readonly value: string | null }
  | { readonly type: SingleKind; readonly selected_option: RichOption | null }
  | { readonly type: SeveralKind; readonly selected_options: readonly RichOption[] }
  | { readonly type: 'users_select'; readonly selected_user: string | null }
  | { readonly type: 'channels_select'; readonly selected_channel: string | null }
  | { readonly type: 'datepicker'; readonly selected_date: string | null }
  | { readonly type: 'timepicker'; readonly selected_time: string | null }

type TypedKind = 'plain_text_input' | 'email_text_input' | 'url_text_input' | 'number_input'
type SingleKind = 'static_select' | 'external_select' | 'radio_buttons'
type SeveralKind = 'multi_static_select' | 'multi_external_select' | 'checkboxes'

/** block id → action id → value. */
export type Values = Readonly<Record<string, Readonly<Record<string, Value>>>>

/** The options that an external select has been offered so far, by field name: it may choose any of them. */
export type Offered = ReadonlyMap<string, readonly Option[]>

/** The options from which a control can choose. */
export function optionsOf(control: Control, offered: readonly Option[] = []): readonly RichOption[] {
  switch (control.type) {
    case 'static_select':
    case 'multi_static_select':
      return control.options ?? control.option_groups?.flatMap((group) => group.options) ?? []
    case 'checkboxes':
    case 'radio_buttons':
    case 'overflow':
      return control.options
    case 'external_select':
      return control.initial_option ? [...offered, control.initial_option] : offered
    case 'multi_external_select':
      return [...offered, ...(control.initial_options ?? [])]
    default:
      return []
  }
}

/** What a control holds before anyone has touched it; undefined for buttons and menus, which hold nothing. */
export function initialValue(control: Control): Value | undefined {
  switch (control.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type: control.type, value: control.initial_value ?? null }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type: control.type, selected_option: control.initial_option ?? null }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type: control.type, selected_options: control.initial_options ?? [] }
    case 'users_select':
      return { type: control.type, selected_user: control.initial_user ?? null }
    case 'channels_select':
      return { type: control.type, selected_channel: control.initial_channel ?? null }
    case 'datepicker':
      return { type: control.type, selected_date: control.initial_date ?? null }
    case 'timepicker':
      return { type: control.type, selected_time: control.initial_time ?? null }
    case 'button':
    case 'overflow':
      return undefined
  }
}

/** What a control holds after a form was sent with these entries under its name. */
export function submittedValue(
  control: Control,
  entries: readonly string[],
  offered: readonly Option[] = [],
): Value | undefined {
  const first = entries[0] === undefined || entries[0] === '' ? null : entries[0]
  const options = optionsOf(control, offered)
  switch (control.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type: control.type, value: first }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type: control.type, selected_option: options.find(({ value }) => value === first) ?? null }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return {
        type: control.type,
        selected_options: [...new Set(entries)].flatMap(
          (entry) => options.find(({ value }) => value === entry) ?? [],
        ),
      }
    case 'users_select':
      return { type: control.type, selected_user: first }
    case 'channels_select':
      return { type: control.type, selected_channel: first }
    case 'datepicker':
      return { type: control.type, selected_date: first }
    case 'timepicker':
      return { type: control.type, selected_time: first }
    case 'button':
    case 'overflow':
      return undefined
  }
}

/** The state of a surface as a form sent it; `offered` holds what its external selects were given to choose from. */
export const submittedValues = (blocks: readonly Block[], form: FormData, offered: Offered): Values =>
  collect(blocks, ({ blockId, control }) => {
    const name = fieldName(blockId, control.action_id)
    const entries = form.getAll(name).filter((entry) => typeof entry === 'string')
    return submittedValue(control, entries, offered.get(name))
  })

/**
 * The state of a surface that is shown anew. Like Slack, what somebody has filled in stays as long as the new blocks
 * have a control of the same kind under the same names; everything else starts at its initial value.
 */
export const carriedValues = (blocks: readonly Block[], before: Values = {}): Values =>
  collect(blocks, ({ blockId, control }) => {
    const kept = before[blockId]?.[control.action_id]
    return kept?.type === control.type ? kept : initialValue(control)
  })

function collect(blocks: readonly Block[], valueOf: (standing: Standing) => Value | undefined): Values {
  const values: Record<string, Record<string, Value>> = {}
  for (const standing of controlsOf(blocks)) {
    const value = valueOf(standing)
    if (value) values[standing.blockId] = { ...values[standing.blockId], [standing.control.action_id]: value }
  }
  return values
}

/** The form entries that a value stands for: what the page marks as typed or chosen. */
export function entriesOf(value: Value | undefined): readonly string[] {
  if (!value) return []
  if ('value' in value) return present(value.value)
  if ('selected_option' in value) return present(value.selected_option?.value)
  if ('selected_options' in value) return value.selected_options.map((option) => option.value)
  if ('selected_user' in value) return present(value.selected_user)
  if ('selected_channel' in value) return present(value.selected_channel)
  if ('selected_date' in value) return present(value.selected_date)
  return present(value.selected_time)
}

const present = (entry: string | null | undefined): readonly string[] =>
  entry === null || entry === undefined ? [] : [entry]

/** The entry of `actions[]` by which the bot learns what was pressed or chosen. `at` is epoch milliseconds. */
export function actionOf(
  { blockId, control }: Standing,
  value: Value | undefined,
  optionValue: string | undefined,
  at: number,
): Record<string, unknown> {
  const common = { block_id: blockId, action_id: control.action_id, action_ts: (at / 1000).toFixed(6) }
  switch (control.type) {
    case 'button':
      return { ...common, type: 'button', text: control.text, ...pick(control, ['value', 'style', 'url']) }
    case 'overflow':
      return {
        ...common,
        type: 'overflow',
        selected_option: control.options.find((option) => option.value === optionValue) ?? null,
      }
    default:
      return { ...common, ...value, ...pick(control, ['placeholder']) }
  }
}

function pick(control: Control, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(control).filter(([key, value]) => keys.includes(key) && value !== undefined),
  )
}

import { z } from 'zod'

/**
 * Block Kit as far as this console shows it, with Slack's own limits: what the real Slack would refuse is refused
 * here too, so that a view which works in the console works there.
 * Objects are strict because Slack refuses properties that it does not know.
 */

const id = z.string().min(1).max(255)
const words = (max: number) => z.string().min(1).max(max)

export const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(max), emoji: z.boolean().optional() })
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: words(max), verbatim: z.boolean().optional() })
const text = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)])

const confirm = z.strictObject({
  title: plain(100),
  text: text(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
})

const optionWith = <Text extends z.ZodType>(label: Text, detail: Text) =>
  z.strictObject({
    text: label,
    value: words(150),
    description: detail.optional(),
    url: z.url().max(3000).optional(),
  })
export const option = optionWith(plain(75), plain(75))
const richOption = optionWith(text(75), text(75))
export const optionGroup = z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) })

const action = { action_id: id.optional(), confirm: confirm.optional() }
const focus = { focus_on_load: z.boolean().optional() }
const hint = { placeholder: plain(150).optional() }
const dispatch = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).optional(),
})
const typed = {
  action_id: id.optional(),
  initial_value: z.string().optional(),
  dispatch_action_config: dispatch.optional(),
  ...focus,
  ...hint,
}

const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.url().max(3000),
  alt_text: words(2000),
})

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  ...action,
  url: z.url().max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
})
const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(option).min(1).max(5),
  ...action,
})

const oneOf = { initial_option: option.optional(), ...action, ...focus, ...hint }
const someOf = {
  initial_options: z.array(option).optional(),
  max_selected_items: z.int().min(1).optional(),
  ...action,
  ...focus,
  ...hint,
}
const choices = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
}
const chosenOrGrouped = (element: { options?: unknown; option_groups?: unknown }) =>
  (element.options === undefined) !== (element.option_groups === undefined)
const eitherOptions = { error: 'needs either options or option_groups' }

const staticSelect = z.strictObject({ type: z.literal('static_select'), ...choices, ...oneOf })
const multiStaticSelect = z.strictObject({ type: z.literal('multi_static_select'), ...choices, ...someOf })
const queried = { min_query_length: z.int().min(0).optional() }
const externalSelect = z.strictObject({ type: z.literal('external_select'), ...queried, ...oneOf })
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...queried,
  ...someOf,
})
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  initial_user: id.optional(),
  ...action,
  ...focus,
  ...hint,
})
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  initial_channel: id.optional(),
  response_url_enabled: z.boolean().optional(),
  ...action,
  ...focus,
  ...hint,
})
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  initial_date: z.iso.date().optional(),
  ...action,
  ...focus,
  ...hint,
})
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  timezone: z.string().optional(),
  ...action,
  ...focus,
  ...hint,
})
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  options: z.array(richOption).min(1).max(10),
  initial_options: z.array(richOption).min(1).optional(),
  ...action,
  ...focus,
})
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  options: z.array(richOption).min(1).max(10),
  initial_option: richOption.optional(),
  ...action,
  ...focus,
})
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  ...typed,
})
const emailInput = z.strictObject({ type: z.literal('email_text_input'), ...typed })
const urlInput = z.strictObject({ type: z.literal('url_text_input'), ...typed })
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  is_decimal_allowed: z.boolean(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
  ...typed,
})

const selects = [staticSelect, externalSelect, usersSelect, channelsSelect] as const
const multiSelects = [multiStaticSelect, multiExternalSelect] as const
const pickers = [datepicker, timepicker, checkboxes, radioButtons] as const

const accessory = z.discriminatedUnion('type', [
  button,
  overflow,
  image,
  ...selects,
  ...multiSelects,
  ...pickers,
])
const actionElement = z.discriminatedUnion('type', [
  button,
  overflow,
  ...selects,
  ...multiSelects,
  ...pickers,
])
const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  emailInput,
  urlInput,
  numberInput,
  ...selects,
  ...multiSelects,
  ...pickers,
])

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional()
const richLeaf = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string(), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.string(),
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('user'), user_id: id, style }),
  z.strictObject({ type: z.literal('channel'), channel_id: id, style }),
  z.strictObject({
    type: z.literal('emoji'),
    name: z.string(),
    unicode: z.string().optional(),
    skin_tone: z.int().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string(),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
])
const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richLeaf) })
const border = z.int().min(0).max(1).optional()
const richPart = z.discriminatedUnion('type', [
  richSection,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(richSection),
    indent: z.int().min(0).optional(),
    offset: z.int().min(0).optional(),
    border,
  }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(richLeaf),
    border,
    language: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(richLeaf), border }),
])

const block_id = id.optional()
const sectionBlock = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: text(3000).optional(),
    fields: z.array(text(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((section) => section.text !== undefined || section.fields !== undefined, {
    error: 'needs text or fields',
  })
const headerBlock = z.strictObject({ type: z.literal('header'), block_id, text: plain(150) })
const dividerBlock = z.strictObject({ type: z.literal('divider'), block_id })
const contextBlock = z.strictObject({
  type: z.literal('context'),
  block_id,
  elements: z
    .array(z.discriminatedUnion('type', [image, plain(3000), mrkdwn(3000)]))
    .min(1)
    .max(10),
})
const actionsBlock = z.strictObject({
  type: z.literal('actions'),
  block_id,
  elements: z.array(actionElement).min(1).max(25),
})
const imageBlock = z.strictObject({
  type: z.literal('image'),
  block_id,
  image_url: z.url().max(3000),
  alt_text: words(2000),
  title: plain(2000).optional(),
})
const inputBlock = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plain(2000),
  element: inputElement,
  dispatch_action: z.boolean().optional(),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
})
const richTextBlock = z.strictObject({
  type: z.literal('rich_text'),
  block_id,
  elements: z.array(richPart).min(1),
})

export const block = z.discriminatedUnion('type', [
  sectionBlock,
  headerBlock,
  dividerBlock,
  contextBlock,
  actionsBlock,
  imageBlock,
  inputBlock,
  richTextBlock,
])

const viewParts = {
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  blocks: z.array(block).max(100),
}
export const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...viewParts,
  })
  .refine((view) => view.submit !== undefined || !view.blocks.some(({ type }) => type === 'input'), {
    error: 'a modal with input blocks needs a submit button',
    path: ['submit'],
  })
export const home = z.strictObject({ type: z.literal('home'), ...viewParts })
export const messageBlocks = z.array(block).max(50)
export const suggestions = z
  .strictObject({
    options: z.array(option).max(100).optional(),
    option_groups: z.array(optionGroup).max(100).optional(),
  })
  .refine(chosenOrGrouped, eitherOptions)

export type Text = z.infer<ReturnType<typeof text>>
export type Option = z.infer<typeof option>
export type RichOption = z.infer<typeof richOption>
export type Block = z.infer<typeof block>
export type Modal = z.infer<typeof modal>
export type Home = z.infer<typeof home>
export type InputBlock = z.infer<typeof inputBlock>
export type Confirm = z.infer<typeof confirm>
export type Element = z.infer<typeof accessory> | z.infer<typeof inputElement>
export type RichPart = z.infer<typeof richPart>
export type RichLeaf = z.infer<typeof richLeaf>

/** Anything that a person can act on or fill in: every element but an image. */
export type Control = Exclude<Element, { type: 'image' }>

/** A control with both of its names, given by Slack where the app left them out. */
export type Placed<C extends Control = Control> = C & { readonly action_id: string }

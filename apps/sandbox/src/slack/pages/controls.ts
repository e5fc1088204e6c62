import { html } from 'hono/html'
import { fieldName, pressValue } from '../blocks/controls.ts'
import type { Standing } from '../blocks/controls.ts'
import type { Markup } from '../blocks/markup.ts'
import type { Placed, RichOption } from '../blocks/schema.ts'
import { entriesOf, optionsOf } from '../blocks/values.ts'
import { typeMore, usualQueryLength } from '../acts/look-up.ts'
import { cast, channels } from '../workspace/cast.ts'
import { elementId } from './surface.ts'
import type { Surface } from './surface.ts'
import { shown } from './text.ts'
import { versionOf } from './version.ts'

/** What a control is called where no visible label names it. */
export const nameOf = (control: Placed): string =>
  'placeholder' in control && control.placeholder ? control.placeholder.text : 'Choose'

/** Controls that are one native field take a label; the others are a group with a legend. */
export const isGroup = ({ type }: Placed): boolean =>
  ['checkboxes', 'radio_buttons', 'multi_static_select', 'external_select', 'multi_external_select'].includes(
    type,
  )

/** How the page ties a control to the words around it. */
interface Tied {
  readonly id: string
  readonly name: string
  readonly entries: readonly string[]
  /** Attributes for the field itself: description, invalidity, a name where no label stands. */
  readonly attributes: Markup
}

/** A control as native elements that work by themselves; `describedBy` are ids of hint and error. */
export function control(
  surface: Surface,
  standing: Standing,
  tie: {
    readonly label?: string
    readonly describedBy?: readonly string[]
    readonly required?: boolean
  } = {},
): Markup {
  const { blockId, control } = standing
  const actionId = control.action_id
  const name = fieldName(blockId, actionId)
  const described = (tie.describedBy ?? []).join(' ')
  const tied: Tied = {
    id: elementId(surface, blockId, actionId),
    name,
    entries: entriesOf(surface.values[blockId]?.[actionId]),
    attributes: html`${tie.label === undefined ? '' : html` aria-label="${tie.label}"`}${described === '' ? '' : html` aria-describedby="${described}"`}${surface.errors[blockId] === undefined ? '' : html` aria-invalid="true"`}${tie.required === true ? html` aria-required="true"` : ''}`,
  }
  const [entry = ''] = tied.entries
  const placeholder =
    'placeholder' in control && control.placeholder ? html` placeholder="${control.placeholder.text}"` : ''
  const start = 'focus_on_load' in control && control.focus_on_load === true ? html` autofocus` : ''
  const common = html` id="${tied.id}" name="${name}"${tied.attributes}${start}`

  switch (control.type) {
    case 'button':
      return button(surface, standing, control)
    case 'overflow':
      return html`<details class="overflow">
        <summary aria-label="More">⋯</summary>
        <div>
          ${control.options.map(
            ({ text, value, url }) =>
              html`<button name="press" value="${pressValue(blockId, actionId, value)}">
                ${text.text}${url === undefined ? '' : html` <span class="visually-hidden">(leads to ${url})</span>`}
              </button>`,
          )}
        </div>
      </details>`
    case 'plain_text_input':
      return control.multiline === true
        ? html`<textarea rows="4" ${common}${placeholder}>${entry}</textarea>`
        : html`<input type="text" autocomplete="off" value="${entry}" ${common}${placeholder} />`
    case 'email_text_input':
      return html`<input type="email" autocomplete="off" value="${entry}" ${common}${placeholder} />`
    case 'url_text_input':
      return html`<input type="url" autocomplete="off" value="${entry}" ${common}${placeholder} />`
    case 'number_input':
      return html`<input
        type="text"
        inputmode="${control.is_decimal_allowed ? 'decimal' : 'numeric'}"
        autocomplete="off"
        value="${entry}"
        ${common}${placeholder}
      />`
    case 'datepicker':
      return html`<input type="date" value="${entry}" ${common} />`
    case 'timepicker':
      return html`<input type="time" value="${entry}" ${common} />`
    case 'static_select':
      return select(common, nameOf(control), entry, grouped(control))
    case 'users_select':
      return select(common, nameOf(control), entry, [
        { options: cast.map(({ id, name }) => ({ value: id, label: name })) },
      ])
    case 'channels_select':
      return select(common, nameOf(control), entry, [
        { options: channels.map(({ id, name }) => ({ value: id, label: `#${name}` })) },
      ])
    case 'multi_static_select':
    case 'checkboxes':
      return html`<div class="choices">${choices(surface, tied, 'checkbox', optionsOf(control))}</div>`
    case 'radio_buttons':
      return html`<div class="choices">
        ${choices(surface, tied, 'radio', [...none(standing), ...control.options])}
      </div>`
    case 'external_select':
    case 'multi_external_select':
      return external(surface, standing, tied, control)
  }
}

function button(surface: Surface, { blockId }: Standing, given: Placed & { type: 'button' }): Markup {
  const look = given.style === undefined ? 'button' : `button ${given.style}`
  const label =
    given.accessibility_label === undefined ? '' : html` aria-label="${given.accessibility_label}"`
  const press = pressValue(blockId, given.action_id)
  return given.url === undefined
    ? html`<button class="${look}" name="press" value="${press}" ${label} ${asksFirst(given)}>
        ${shown(given.text, surface.zone)}
      </button>`
    : html`<a
        class="${look}"
        href="${given.url}"
        target="_blank"
        rel="noreferrer"
        data-press="${press}"
        ${label}
        >${shown(given.text, surface.zone)}<span aria-hidden="true">↗</span
        ><span class="visually-hidden"> (opens a new window)</span></a
      >`
}

/** Tells the script to leave this press to the page that asks once more. */
export const asksFirst = (given: Placed): Markup | '' =>
  'confirm' in given && given.confirm ? html`data-confirm` : ''

/** A radio button once pressed stays pressed: where nothing need be chosen, nothing can be chosen too. */
const none = ({ input }: Standing): readonly RichOption[] =>
  input?.optional === true ? [{ text: { type: 'plain_text', text: 'None' }, value: '' }] : []

interface Group {
  readonly label?: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

function grouped(given: Placed & { type: 'static_select' }): readonly Group[] {
  const plain = (options: readonly RichOption[]) =>
    options.map(({ value, text }) => ({ value, label: text.text }))
  return given.options
    ? [{ options: plain(given.options) }]
    : (given.option_groups ?? []).map(({ label, options }) => ({
        label: label.text,
        options: plain(options),
      }))
}

function select(common: Markup, nothing: string, chosen: string, groups: readonly Group[]): Markup {
  return html`<select${common}>
    <option value="">${nothing}</option>
    ${groups.map(({ label, options }) => {
      const listed = options.map(
        (option) =>
          html`<option value="${option.value}" ${option.value === chosen ? html` selected` : ''}>
            ${option.label}
          </option>`,
      )
      return label === undefined ? html`${listed}` : html`<optgroup label="${label}">${listed}</optgroup>`
    })}
  </select>`
}

function choices(
  surface: Surface,
  tied: Tied,
  type: 'radio' | 'checkbox',
  options: readonly RichOption[],
): Markup {
  return html`${options.map((option, index) => {
    const id = `${tied.id}-${index}`
    return html`<div class="choice">
      <input
        type="${type}"
        id="${id}"
        name="${tied.name}"
        value="${option.value}"
        ${(option.value === '' ? tied.entries.length === 0 : tied.entries.includes(option.value)) ? html`checked` : ''}
        ${option.description ? html`aria-describedby="${id}-more"` : ''}
      />
      <label for="${id}">${shown(option.text, surface.zone)}</label>
      ${option.description ? html`<p class="soft" id="${id}-more">${shown(option.description, surface.zone)}</p>` : ''}
    </div>`
  })}`
}

/** A search field, the choices that the app has offered, and those made already, which stay whatever is searched. */
function external(
  surface: Surface,
  standing: Standing,
  tied: Tied,
  given: Placed & { type: 'external_select' | 'multi_external_select' },
): Markup {
  const { blockId } = standing
  const offer = surface.offers.get(tied.name)
  const known = optionsOf(given, offer?.seen)
  const chosen = tied.entries.flatMap((entry) => known.find(({ value }) => value === entry) ?? [])
  const others = (offer?.options ?? []).filter(({ value }) => !tied.entries.includes(value))
  const needed = given.min_query_length ?? usualQueryLength
  const several = given.type === 'multi_external_select'
  const all = [...(several ? [] : none(standing)), ...chosen, ...others]
  const press = pressValue(blockId, given.action_id)
  return html`<div class="look-up">
      <input
        type="search"
        id="${tied.id}"
        name="q/${tied.name}"
        value="${offer?.query ?? ''}"
        placeholder="${nameOf(given)}"
        aria-label="Search the choices"
        autocomplete="off"
        data-look-up="${press}"
        data-from="${needed}"
        ${tied.attributes}
      />
      <button class="button" name="look-up" value="${press}">Look up</button>
    </div>
    <div class="choices" data-live="${tied.id}-choices" data-version="${versionOf(offer)}">
      ${choices(surface, tied, several ? 'checkbox' : 'radio', all)}
    </div>
    <p class="soft" role="status" data-live="${tied.id}-found" data-version="${versionOf(offer)}">
      ${found(offer, needed)}
    </p>`
}

function found(
  offer: { readonly options: readonly unknown[]; readonly failure: string | undefined } | undefined,
  needed: number,
) {
  if (!offer) return needed > 0 ? typeMore(needed) : 'Asking the app …'
  if (offer.failure !== undefined) return offer.failure
  if (offer.options.length === 0) return 'No choices found.'
  return offer.options.length === 1 ? '1 choice found.' : `${offer.options.length} choices found.`
}

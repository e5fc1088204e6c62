import { html } from 'hono/html'
import { pressValue } from '../blocks/controls.ts'
import type { Standing } from '../blocks/controls.ts'
import { join } from '../blocks/markup.ts'
import type { Markup } from '../blocks/markup.ts'
import type { Block, Control, InputBlock, Placed, Text } from '../blocks/schema.ts'
import { asksFirst, control, isGroup, nameOf } from './controls.ts'
import { richPart } from './rich-text.ts'
import { elementId } from './surface.ts'
import type { Surface } from './surface.ts'
import { paragraph, shown, spoken } from './text.ts'

/** Blocks as the reader of a surface sees them. */
export const blocks = (surface: Surface, given: readonly Block[]): Markup =>
  join(given.map((block) => one(surface, block)))

function one(surface: Surface, block: Block): Markup {
  switch (block.type) {
    case 'header':
      // A level below what stands above the surface: the title of the page, or of the modal.
      return surface.kind === 'modal'
        ? html`<h3 class="block heading">${shown(block.text, surface.zone)}</h3>`
        : html`<h2 class="block heading">${shown(block.text, surface.zone)}</h2>`
    case 'divider':
      return html`<hr class="block" />`
    case 'section':
      return html`<div class="block section">
        <div class="words">
          ${block.text ? paragraph(block.text, surface.zone) : ''}
          ${
            block.fields
              ? html`<div class="fields">${block.fields.map((field) => paragraph(field, surface.zone))}</div>`
              : ''
          }
        </div>
        ${
          block.accessory
            ? block.accessory.type === 'image'
              ? html`<img
                  class="accessory"
                  src="${block.accessory.image_url}"
                  alt="${block.accessory.alt_text}"
                  width="72"
                  height="72"
                />`
              : acting(surface, standing(block, block.accessory), block.text)
            : ''
        }
      </div>`
    case 'context':
      return html`<div class="block context">
        ${block.elements.map((element) =>
          element.type === 'image'
            ? html`<img src="${element.image_url}" alt="${element.alt_text}" width="20" height="20" />`
            : html`<span>${shown(element, surface.zone)}</span>`,
        )}
      </div>`
    case 'actions':
      return html`<div class="block actions">
        ${block.elements.map((element) => acting(surface, standing(block, element)))}
      </div>`
    case 'image':
      return html`<figure class="block">
        ${block.title ? html`<figcaption>${shown(block.title, surface.zone)}</figcaption>` : ''}
        <img src="${block.image_url}" alt="${block.alt_text}" />
      </figure>`
    case 'rich_text':
      return html`<div class="block">${block.elements.map((part) => richPart(part, surface.zone))}</div>`
    case 'input':
      return input(surface, block)
  }
}

const standing = (block: Block, element: Control): Standing => ({
  blockId: block.block_id ?? '',
  control: { ...element, action_id: element.action_id ?? '' },
})

/** A control outside an input block tells the app at once; without scripts a button beside it does that. */
function acting(surface: Surface, given: Standing, about?: Text): Markup {
  const { control: placed } = given
  if (placed.type === 'button' || placed.type === 'overflow') return control(surface, given)
  const label = about === undefined ? nameOf(placed) : `${nameOf(placed)}: ${spoken(about)}`
  const shownControl = isGroup(placed)
    ? html`<fieldset>
        <legend class="visually-hidden">${label}</legend>
        ${control(surface, given)}
      </fieldset>`
    : control(surface, given, { label })
  return html`<div class="acting" data-acts="${address(given)}">
    ${shownControl}
    <button class="button" name="press" value="${address(given)}" data-by-hand ${asksFirst(placed)}>
      Choose
    </button>
  </div>`
}

const address = ({ blockId, control: { action_id } }: { blockId: string; control: Placed }) =>
  pressValue(blockId, action_id)

/** A labelled field: its label, hint and error are tied to the control once, here. */
function input(surface: Surface, block: InputBlock): Markup {
  const given: Standing = { ...standing(block, block.element), input: block }
  const id = elementId(surface, given.blockId, given.control.action_id)
  const error = surface.errors[given.blockId]
  const optional = block.optional === true ? html` <span class="soft">(optional)</span>` : ''
  const describedBy = [...(block.hint ? [`${id}-hint`] : []), ...(error === undefined ? [] : [`${id}-error`])]
  const label = shown(block.label, surface.zone)
  const below = html`${block.hint ? html`<p class="soft" id="${id}-hint">${shown(block.hint, surface.zone)}</p>` : ''}
  ${error === undefined ? '' : html`<p class="error" id="${id}-error">${error}</p>`}`
  const acts =
    block.dispatch_action === true
      ? html`<button class="button" name="press" value="${address(given)}" data-by-hand>Choose</button>`
      : ''
  const marks = html`class="block
  field${error === undefined ? '' : ' invalid'}"${block.dispatch_action === true ? html` data-acts="${address(given)}"` : ''}`
  return isGroup(given.control)
    ? html`<fieldset
        ${marks}${describedBy.length > 0 ? html` aria-describedby="${describedBy.join(' ')}"` : ''}
      >
        <legend>${label}${optional}</legend>
        ${control(surface, given)}${acts}${below}
      </fieldset>`
    : html`<div ${marks}>
        <label for="${id}">${label}${optional}</label>
        ${control(surface, given, { describedBy, required: block.optional !== true })}${acts}${below}
      </div>`
}

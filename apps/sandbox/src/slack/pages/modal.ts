import { html } from 'hono/html'
import { controlsOf } from '../blocks/controls.ts'
import type { Markup } from '../blocks/markup.ts'
import type { CastMember } from '../workspace/cast.ts'
import type { OpenView } from '../workspace/workspace.ts'
import { blocks } from './blocks.ts'
import { elementId } from './surface.ts'
import type { Surface } from './surface.ts'

/** The view on top of somebody's screen. Without scripts it lies over the page all the same. */
export function modal(person: CastMember, here: string, open: OpenView, depth: number): Markup {
  const { view } = open
  const surface: Surface = {
    kind: 'modal',
    id: open.id,
    zone: person.timeZone,
    values: open.values,
    errors: open.errors,
    offers: open.offers,
  }
  const close = view.close?.text ?? (depth > 1 ? 'Back' : 'Close')
  return html`<dialog open aria-labelledby="modal-title" data-view="${open.id}">
    <form method="post" action="${here}/views/${open.id}" novalidate>
      ${
        view.submit
          ? html`<button
              class="first-submit"
              name="act"
              value="submit"
              tabindex="-1"
              aria-hidden="true"
            ></button>`
          : ''
      }
      <h2 id="modal-title" tabindex="-1">${view.title.text}</h2>
      ${complaint(surface, open)}
      <div class="body">${blocks(surface, view.blocks)}</div>
      <footer>
        ${depth > 1 ? html`<p class="soft small">Step ${depth} of this form</p>` : ''}
        <button class="button" name="act" value="close" data-close>${close}</button>
        ${
          view.submit
            ? html`<button
                class="button primary"
                name="act"
                value="submit"
                ${view.submit_disabled === true ? html`disabled` : ''}
              >
                ${view.submit.text}
              </button>`
            : ''
        }
      </footer>
    </form>
  </dialog>`
}

/** All that is wrong, with links to the fields: read out at once, and the first thing that takes focus. */
function complaint(surface: Surface, { view, errors, failure }: OpenView): Markup {
  if (failure !== undefined)
    return html`<p class="notice wrong" role="alert" tabindex="-1" data-takes-focus>${failure}</p>`
  const wrong = controlsOf(view.blocks).filter(({ blockId }) => errors[blockId] !== undefined)
  if (wrong.length === 0) return html``
  return html`<div class="notice wrong" role="alert" tabindex="-1" data-takes-focus>
    <p>
      ${wrong.length === 1 ? 'One field needs another look:' : `${wrong.length} fields need another look:`}
    </p>
    <ul>
      ${wrong.map(
        ({ blockId, control, input }) =>
          html`<li>
            <a href="#${elementId(surface, blockId, control.action_id)}">${input?.label.text ?? 'Field'}</a>:
            ${errors[blockId]}
          </li>`,
      )}
    </ul>
  </div>`
}

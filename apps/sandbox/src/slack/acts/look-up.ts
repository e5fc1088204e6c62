import { checkSuggestions } from '../blocks/check.ts'
import { controlAt, controlsOf, fieldName } from '../blocks/controls.ts'
import { trouble } from '../bot/delivery.ts'
import { blockSuggestion } from '../bot/payloads.ts'
import type { CastMember } from '../workspace/cast.ts'
import type { OpenView } from '../workspace/workspace.ts'
import type { Context } from './context.ts'
import { viewWithState } from './modal.ts'

/** Slack asks the app only from the third character on, unless the control says otherwise. */
export const usualQueryLength = 3

export const typeMore = (needed: number): string =>
  needed === 1 ? 'Type at least 1 character.' : `Type at least ${needed} characters.`

/** Asks the app what an external select of the view on top can choose, for what has been typed so far. */
export async function lookUp(
  { workspace, line }: Context,
  person: CastMember,
  open: OpenView,
  asked: { readonly blockId: string; readonly actionId: string; readonly query: string },
): Promise<void> {
  const standing = controlAt(open.view.blocks, asked.blockId, asked.actionId)
  const control = standing?.control
  if (control?.type !== 'external_select' && control?.type !== 'multi_external_select') return
  const name = fieldName(asked.blockId, asked.actionId)
  const needed = control.min_query_length ?? usualQueryLength
  if (Array.from(asked.query).length < needed) {
    workspace.offer(open.id, name, asked.query, { failure: typeMore(needed) })
    return
  }
  const answer = await line.send(`block_suggestion ${asked.actionId}`, {
    kind: 'interaction',
    payload: blockSuggestion(
      person,
      { container: { type: 'view', view_id: open.id }, view: viewWithState(open) },
      asked,
    ),
  })
  if (answer.kind !== 'acknowledged') {
    workspace.offer(open.id, name, asked.query, { failure: trouble(answer) ?? '' })
    return
  }
  const checked = checkSuggestions(answer.body)
  workspace.offer(
    open.id,
    name,
    asked.query,
    checked.kind === 'good'
      ? checked.value
      : { failure: `Slack would not show these choices: ${checked.problems.join('; ')}` },
  )
}

/** Asks for all external selects that need nothing typed and have not been asked, as if each had been opened. */
export async function lookUpUnasked(context: Context, person: CastMember): Promise<void> {
  const open = context.workspace.top(person.id)
  if (!open) return
  await Promise.all(
    controlsOf(open.view.blocks).map(async ({ blockId, control }) => {
      if (control.type !== 'external_select' && control.type !== 'multi_external_select') return
      if (control.min_query_length !== 0 || open.offers.has(fieldName(blockId, control.action_id))) return
      await lookUp(context, person, open, { blockId, actionId: control.action_id, query: '' })
    }),
  )
}

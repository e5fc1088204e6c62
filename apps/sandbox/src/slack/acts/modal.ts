import { checkModal } from '../blocks/check.ts'
import { complaints } from '../blocks/complaints.ts'
import { submittedValues } from '../blocks/values.ts'
import { trouble } from '../bot/delivery.ts'
import { viewClosed, viewSubmission } from '../bot/payloads.ts'
import { asObject } from '../web-api/arguments.ts'
import type { CastMember } from '../workspace/cast.ts'
import type { OpenView, Workspace } from '../workspace/workspace.ts'
import type { Context } from './context.ts'

/** A view as Slack sends it along: with all that has been filled in. */
export const viewWithState = ({ raw, values }: OpenView): Record<string, unknown> => ({
  ...raw,
  state: { values },
})

/** Takes over what a form sent, whatever is done with it next. */
export function remember(workspace: Workspace, open: OpenView, form: FormData): OpenView {
  const seen = new Map([...open.offers].map(([name, offer]) => [name, offer.seen]))
  const values = submittedValues(open.view.blocks, form, seen)
  workspace.fill(open.id, values)
  return { ...open, values }
}

/** Someone presses the submit button of the view on top. */
export async function submitView(
  context: Context,
  person: CastMember,
  given: OpenView,
  form: FormData,
): Promise<void> {
  const { workspace, emulator, line } = context
  const open = remember(workspace, given, form)
  const errors = complaints(open.view.blocks, open.values)
  if (Object.keys(errors).length > 0) {
    workspace.blame(open.id, { errors, failure: undefined })
    return
  }

  const triggerId = await emulator.trigger(person.id, open.id)
  const answer = await line.send(`view_submission ${open.view.callback_id ?? ''}`, {
    kind: 'interaction',
    payload: viewSubmission(person, triggerId, viewWithState(open)),
  })
  const wrong = trouble(answer)
  if (answer.kind !== 'acknowledged') {
    workspace.blame(open.id, { errors: {}, failure: wrong })
    return
  }
  const failure = await follow(context, person, open, asObject(answer.body) ?? {})
  if (failure !== undefined) workspace.blame(open.id, { errors: {}, failure })
}

/** Does what the acknowledgement asks for; a sentence when Slack would not. */
async function follow(
  { workspace, emulator }: Context,
  person: CastMember,
  open: OpenView,
  asked: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  switch (asked.response_action) {
    case undefined:
      if (workspace.top(person.id)?.id === open.id) workspace.pop(person.id)
      return undefined
    case 'clear':
      workspace.clear(person.id)
      return undefined
    case 'errors':
      return complain(workspace, open, asObject(asked.errors) ?? {})
    case 'update':
    case 'push': {
      const checked = checkModal(asked.view)
      if (checked.kind === 'bad') return `Slack would not show the next view: ${checked.problems.join('; ')}`
      const shown =
        asked.response_action === 'update'
          ? await emulator.call('views.update', { view_id: open.id, view: checked.value })
          : await emulator.call('views.push', {
              trigger_id: await emulator.trigger(person.id, open.id),
              view: checked.value,
            })
      const raw = asObject(shown.view)
      if (!raw) return `Slack would not show the next view: ${shown.error}`
      if (asked.response_action === 'update') workspace.replace(open.id, raw, checked.value)
      else workspace.push(person.id, raw, checked.value)
      return undefined
    }
    default:
      return `Slack knows no response_action “${String(asked.response_action)}”.`
  }
}

/** Errors belong to input blocks; Slack refuses an acknowledgement that names any other. */
function complain(
  workspace: Workspace,
  open: OpenView,
  given: Readonly<Record<string, unknown>>,
): string | undefined {
  const inputs = new Set(
    open.view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id),
  )
  const errors = Object.entries(given).map(([blockId, said]) => [blockId, String(said)] as const)
  const astray = errors.filter(([blockId]) => !inputs.has(blockId)).map(([blockId]) => blockId)
  if (errors.length === 0) return 'The app reported errors without naming any field.'
  if (astray.length > 0)
    return `The app reported errors on ${astray.join(', ')}, which is no field of this form.`
  workspace.blame(open.id, { errors: Object.fromEntries(errors), failure: undefined })
  return undefined
}

/** Someone closes the view on top, or the whole stack where the view asks for that. */
export async function closeView(
  { workspace, line }: Context,
  person: CastMember,
  open: OpenView,
): Promise<void> {
  const all = open.view.clear_on_close === true
  const stack = workspace.stack(person.id)
  if (all) workspace.clear(person.id)
  else workspace.pop(person.id)
  for (const closed of all ? stack.toReversed() : [open]) {
    if (closed.view.notify_on_close !== true) continue
    await line.send(`view_closed ${closed.view.callback_id ?? ''}`, {
      kind: 'interaction',
      payload: viewClosed(person, viewWithState(closed), all),
    })
  }
}

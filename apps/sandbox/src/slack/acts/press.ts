import { controlAt } from '../blocks/controls.ts'
import type { Standing } from '../blocks/controls.ts'
import { actionOf, submittedValues } from '../blocks/values.ts'
import type { Values } from '../blocks/values.ts'
import { trouble } from '../bot/delivery.ts'
import { blockActions } from '../bot/payloads.ts'
import { app } from '../workspace/cast.ts'
import type { CastMember } from '../workspace/cast.ts'
import type { Message, OpenView } from '../workspace/workspace.ts'
import type { Context } from './context.ts'
import { remember, viewWithState } from './modal.ts'

export interface Press {
  readonly blockId: string
  readonly actionId: string
  /** Of a menu: which entry. */
  readonly optionValue?: string
}

/** Someone presses a button, or chooses in a control, of a message. */
export async function pressInMessage(
  { workspace, emulator, responseUrls, line, wallClock }: Context,
  person: CastMember,
  channel: { readonly id: string; readonly name: string },
  message: Message,
  press: Press,
  form: FormData,
): Promise<void> {
  const standing = controlAt(message.blocks, press.blockId, press.actionId)
  if (!standing) return
  const values = submittedValues(message.blocks, form, new Map())
  const responseUrl = responseUrls.make({ personId: person.id, channelId: channel.id, messageId: message.id })
  const ephemeral = message.onlyFor !== undefined
  const answer = await line.send(`block_actions ${press.actionId}`, {
    kind: 'interaction',
    payload: blockActions(
      person,
      await emulator.trigger(person.id),
      {
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: channel.id,
          is_ephemeral: ephemeral,
        },
        channel: { id: channel.id, name: channel.name },
        // Slack tells nothing of an ephemeral message's contents.
        ...(ephemeral ? {} : { message: asMessage(message) }),
        state: { values },
        response_url: responseUrl,
      },
      [acted(standing, values, press, wallClock())],
    ),
  })
  const wrong = trouble(answer)
  if (wrong !== undefined)
    workspace.post({ channelId: channel.id, onlyFor: person.id, from: { kind: 'stand-in' }, text: wrong })
}

/** Someone presses a button, or chooses in a control that reports at once, of the modal on top. */
export async function pressInView(
  { workspace, emulator, line, wallClock }: Context,
  person: CastMember,
  given: OpenView,
  press: Press,
  form: FormData,
): Promise<void> {
  const standing = controlAt(given.view.blocks, press.blockId, press.actionId)
  if (!standing) return
  const open = remember(workspace, given, form)
  const answer = await line.send(`block_actions ${press.actionId}`, {
    kind: 'interaction',
    payload: blockActions(
      person,
      await emulator.trigger(person.id, open.id),
      { container: { type: 'view', view_id: open.id }, view: viewWithState(open) },
      [acted(standing, open.values, press, wallClock())],
    ),
  })
  const failure = trouble(answer)
  if (failure !== undefined || open.failure !== undefined) workspace.blame(open.id, { failure })
}

/** Someone presses a button on the app's Home tab. */
export async function pressAtHome(
  { workspace, emulator, line, wallClock }: Context,
  person: CastMember,
  press: Press,
  form: FormData,
): Promise<void> {
  const home = workspace.home(person.id)
  const standing = home && controlAt(home.blocks, press.blockId, press.actionId)
  if (!home || !standing) return
  const values = submittedValues(home.blocks, form, new Map())
  await line.send(`block_actions ${press.actionId}`, {
    kind: 'interaction',
    payload: blockActions(
      person,
      await emulator.trigger(person.id),
      { container: { type: 'view', view_id: home.id }, view: { ...home.raw, state: { values } } },
      [acted(standing, values, press, wallClock())],
    ),
  })
}

const acted = (standing: Standing, values: Values, press: Press, at: number) =>
  actionOf(standing, values[press.blockId]?.[press.actionId], press.optionValue, at)

const asMessage = (message: Message) => ({
  type: 'message',
  ts: message.ts,
  text: message.text,
  user: app.botUserId,
  bot_id: app.botId,
  app_id: app.id,
  blocks: message.blocks,
})

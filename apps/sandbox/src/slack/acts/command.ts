import { trouble } from '../bot/delivery.ts'
import { commandForm } from '../bot/payloads.ts'
import { asObject } from '../web-api/arguments.ts'
import { answer } from '../web-api/response-urls.ts'
import { app } from '../workspace/cast.ts'
import type { CastMember } from '../workspace/cast.ts'
import type { Context } from './context.ts'

/** Someone types a line into a conversation. Only slash commands go anywhere. */
export async function typeLine(
  { workspace, emulator, responseUrls, line }: Context,
  person: CastMember,
  channel: { readonly id: string; readonly name: string },
  typed: string,
): Promise<void> {
  const text = typed.trim()
  if (text === '') return
  const onlyHere = { channelId: channel.id, onlyFor: person.id }
  const tell = (said: string) => workspace.post({ ...onlyHere, from: { kind: 'stand-in' }, text: said })

  workspace.post({ ...onlyHere, from: { kind: 'typed', personId: person.id }, text })
  const [, command = '', rest = ''] = /^(\/\S*)\s*(.*)$/s.exec(text) ?? []
  const known = app.commands.map(({ name }) => name)
  if (command === '') {
    tell(`Nobody reads plain messages here. Commands begin with a slash: ${known.join(', ')}.`)
    return
  }
  if (!known.some((name) => name === command)) {
    tell(`\`${command}\` is not a command of any app in this workspace. There is ${known.join(', ')}.`)
    return
  }

  const to = { personId: person.id, channelId: channel.id }
  const acknowledged = await line.send(text, {
    kind: 'command',
    form: commandForm({
      person,
      command,
      text: rest,
      channel,
      responseUrl: responseUrls.make(to),
      triggerId: await emulator.trigger(person.id),
    }),
  })
  const wrong = trouble(acknowledged)
  if (wrong !== undefined) tell(wrong)
  if (acknowledged.kind !== 'acknowledged' || acknowledged.body === undefined || acknowledged.body === '')
    return
  const body = asObject(acknowledged.body) ?? { text: String(acknowledged.body) }
  const shown = answer(workspace, to, body)
  if (shown.kind === 'bad') tell(`Slack would not show this answer: ${shown.problems.join('; ')}`)
}

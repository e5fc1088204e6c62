import { Hono } from 'hono'
import { checkBlocks, checkHome, checkModal } from '../blocks/check.ts'
import type { Block } from '../blocks/schema.ts'
import { app, castMember } from '../workspace/cast.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { asObject, readArguments } from './arguments.ts'
import type { ApiAnswer, Emulator } from './emulator.ts'

type Arguments = Readonly<Record<string, unknown>>

/**
 * Slack's Web API as the app sees it. Each call goes on to the emulator; before that it is held against Block Kit's
 * limits, after that its effect is shown to the people concerned.
 */
export function webApi(workspace: Workspace, emulator: Emulator): Hono {
  const front = new Hono()

  front.on(['GET', 'POST'], '/:method', async (c) => {
    const method = c.req.param('method')
    const started = performance.now()
    const args = c.req.method === 'GET' ? c.req.query() : await readArguments(c.req.raw)
    const answer =
      args === undefined
        ? refusal('invalid_json')
        : !authorized(c.req.header('authorization'), args)
          ? refusal('invalid_auth')
          : await perform(method, args)
    workspace.record({
      direction: 'from-app',
      what: method,
      outcome: answer.ok ? 'ok' : String(answer.error),
      went: answer.ok ? 'well' : 'wrong',
      took: Math.round(performance.now() - started),
      sent: withoutToken(args),
      answered: answer,
    })
    return c.json(answer)
  })

  const perform = async (method: string, args: Arguments): Promise<ApiAnswer> => {
    const special = methods[method]
    return special ? special(args) : emulator.call(method, args)
  }

  /** Checks the blocks, lets the emulator decide, then shows what came of it. */
  const posting =
    (method: string, show: (args: Arguments, blocks: readonly Block[], answer: ApiAnswer) => void) =>
    async (args: Arguments): Promise<ApiAnswer> => {
      const checked = checkBlocks(args.blocks ?? [])
      if (checked.kind === 'bad') return refusal('invalid_blocks', checked.problems)
      const answer = await emulator.call(
        method,
        args.blocks === undefined ? args : { ...args, blocks: checked.value },
      )
      if (answer.ok) show(args, checked.value, answer)
      return answer
    }

  const viewing =
    (method: 'views.open' | 'views.push', onto: 'open' | 'push') =>
    async (args: Arguments): Promise<ApiAnswer> => {
      const checked = checkModal(args.view)
      if (checked.kind === 'bad') return refusal('invalid_arguments', checked.problems)
      const answer = await emulator.call(method, { ...args, view: checked.value })
      const view = asObject(answer.view)
      const personId = holder(args.trigger_id)
      if (answer.ok && view && personId !== undefined) workspace[onto](personId, view, checked.value)
      return answer
    }

  const holder = (trigger: unknown): string | undefined => emulator.holderOf(String(trigger))

  const methods: Readonly<Record<string, (args: Arguments) => Promise<ApiAnswer>>> = {
    'chat.postMessage': posting('chat.postMessage', (args, blocks, answer) =>
      workspace.post({
        channelId: String(answer.channel),
        ts: String(answer.ts),
        from: { kind: 'bot' },
        text: String(args.text ?? ''),
        blocks,
      }),
    ),
    'chat.postEphemeral': posting('chat.postEphemeral', (args, blocks, answer) =>
      workspace.post({
        channelId: String(args.channel),
        ts: String(answer.message_ts),
        from: { kind: 'bot' },
        text: String(args.text ?? ''),
        blocks,
        onlyFor: String(args.user),
      }),
    ),
    'chat.update': posting('chat.update', (args, blocks) => {
      const message = workspace.find(String(args.channel), String(args.ts))
      if (message) workspace.edit(message.id, { text: String(args.text ?? message.text), blocks })
    }),
    'chat.delete': async (args) => {
      const answer = await emulator.call('chat.delete', args)
      const message = workspace.find(String(args.channel), String(args.ts))
      if (answer.ok && message) workspace.remove(message.id)
      return answer
    },
    'views.open': viewing('views.open', 'open'),
    'views.push': viewing('views.push', 'push'),
    'views.update': async (args) => {
      // The emulator never forgets a view; in Slack a closed one is gone.
      const viewId = typeof args.view_id === 'string' ? args.view_id : undefined
      if (viewId !== undefined && workspace.holderOf(viewId) === undefined) return refusal('not_found')
      const checked = checkModal(args.view)
      if (checked.kind === 'bad') return refusal('invalid_arguments', checked.problems)
      const answer = await emulator.call('views.update', { ...args, view: checked.value })
      const view = asObject(answer.view)
      if (answer.ok && view) workspace.replace(String(view.id), view, checked.value)
      return answer
    },
    'views.publish': async (args) => {
      const checked = checkHome(args.view)
      if (checked.kind === 'bad') return refusal('invalid_arguments', checked.problems)
      const answer = await emulator.call('views.publish', { ...args, view: checked.value })
      const view = asObject(answer.view)
      if (answer.ok && view && castMember(String(args.user_id)))
        workspace.publish(String(args.user_id), view, checked.value)
      return answer
    },
    // The emulator lacks these two.
    'auth.revoke': async () => ({ ok: true, revoked: true }),
    'apps.uninstall': async () => ({ ok: true }),
  }

  return front
}

/** Slack's form of a refusal: status 200, `ok` false, and what was wrong in particular. */
const refusal = (error: string, problems?: readonly string[]): ApiAnswer => ({
  ok: false,
  error,
  ...(problems ? { response_metadata: { messages: problems } } : {}),
})

const authorized = (header: string | undefined, args: Arguments): boolean =>
  header === `Bearer ${app.botToken}` || args.token === app.botToken

const withoutToken = (args: Arguments | undefined): unknown =>
  args && Object.fromEntries(Object.entries(args).filter(([name]) => name !== 'token'))

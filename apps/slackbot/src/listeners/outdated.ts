import type { BlockAction, ViewSubmitAction } from '@slack/bolt'
import { slackOutdatedButtonText, slackOutdatedFormText } from '@seatkeeper/wording'
import type { Listener } from '../door/route.ts'
import { noticeView, sentenceNotice } from '../views/message.ts'

/**
 * Whatever is pressed or sent from messages and forms of other versions: said so, instead of an error of Slack's. They act on
 * nothing, so nobody has to be let in for them.
 *
 * @param known What other listeners answer to.
 */
export function outdatedListeners(known: readonly Listener[]): readonly Listener[] {
  const ids = (kind: Listener['kind']) => known.filter((one) => one.kind === kind).map(({ id }) => id)
  const others = (taken: readonly string[]) =>
    new RegExp(`^(?!(?:${taken.map((id) => RegExp.escape(id)).join('|')})$)`)
  return [
    {
      id: 'other buttons',
      kind: 'button',
      register(app) {
        const unknown = others(ids('button'))
        app.action<BlockAction>(
          { type: 'block_actions', action_id: unknown },
          async ({ ack, body, respond }) => {
            await ack()
            if (body.response_url === undefined) return
            await respond({
              response_type: 'ephemeral',
              replace_original: false,
              text: slackOutdatedButtonText,
            })
          },
        )
      },
    },
    {
      id: 'other forms',
      kind: 'form',
      register(app) {
        const unknown = others(ids('form'))
        const view = noticeView(sentenceNotice('Out of date', slackOutdatedFormText))
        app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: unknown }, ({ ack }) =>
          ack({ response_action: 'update', view }),
        )
      },
    },
  ]
}

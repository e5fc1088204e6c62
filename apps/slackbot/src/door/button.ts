import type { BlockAction } from '@slack/bolt'
import { noticeView } from '../views/message.ts'
import { enter } from './door.ts'
import { replaceView } from './late.ts'
import { openModal } from './open-modal.ts'
import {
  arrivalOf,
  type Listener,
  type Post,
  posted,
  postOf,
  toAsker,
  type ToMessage,
  type ToModal,
  viewOf,
} from './route.ts'

/** A button in a message or the home tab. It is acknowledged at once; what it leads to follows, the message stays. */
export function button(id: string, route: ToMessage | ToModal): Listener {
  return {
    id,
    kind: 'button',
    register(app, parts) {
      app.action<BlockAction>(
        { type: 'block_actions', action_id: id },
        async ({ body, ack, respond, client, context }) => {
          await ack()
          const arrival = arrivalOf(context)
          const say = async (post: Post | null) => {
            if (post === null) return
            if (body.response_url) return void (await respond({ ...posted(post), replace_original: false }))
            // In the home tab there is no conversation to say it in.
            const view = noticeView({ title: 'Seats', ...post.message })
            await client.views.open({ trigger_id: body.trigger_id, view })
          }
          if (route.shows === 'message') {
            return say(postOf(await enter(parts, arrival, client, route, route.handle)))
          }
          const notice = await openModal(parts, arrival, client, body.trigger_id, route, nothingMore)
          return say(notice && toAsker(notice))
        },
      )
    },
  }
}

/** A button in a modal: what it leads to takes the modal's place. */
export function buttonInModal(id: string, route: ToModal): Listener {
  return {
    id,
    kind: 'button',
    register(app, parts) {
      app.action<BlockAction>(
        { type: 'block_actions', action_id: id },
        async ({ body, ack, client, context }) => {
          await ack()
          const view = viewOf(await enter(parts, arrivalOf(context), client, route, route.handle))
          if (view && body.view) await replaceView(parts, client, body.view.id, view)
        },
      )
    },
  }
}

/** A button that only opens an address; Slack reports it all the same. */
export function linkButton(id: string): Listener {
  return {
    id,
    kind: 'button',
    register(app) {
      app.action<BlockAction>({ type: 'block_actions', action_id: id }, ({ ack }) => ack())
    },
  }
}

const nothingMore = () => Promise.resolve()

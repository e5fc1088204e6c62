import type { GlobalShortcut } from '@slack/bolt'
import { noticeView } from '../views/message.ts'
import { openModal } from './open-modal.ts'
import { arrivalOf, type Listener, type ToModal } from './route.ts'

/** A shortcut of the lightning menu. There is no channel to answer in, so whatever there is to say is said in a modal. */
export function shortcut(id: string, route: ToModal): Listener {
  return {
    id,
    kind: 'shortcut',
    register(app, parts) {
      app.shortcut<GlobalShortcut>(
        { type: 'shortcut', callback_id: id },
        async ({ shortcut, ack, client, context }) => {
          await ack()
          const { trigger_id } = shortcut
          const done = () => Promise.resolve()
          const notice = await openModal(parts, arrivalOf(context), client, trigger_id, route, done)
          if (notice) await client.views.open({ trigger_id, view: noticeView(notice) })
        },
      )
    },
  }
}

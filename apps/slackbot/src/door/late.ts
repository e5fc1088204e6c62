import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Message } from '../views/message.ts'
import { newReference, type Parts } from './door.ts'
import { isPlatformError } from './slack-accounts.ts'

/** Puts a view in the place of one that stands already. False when nobody sees it: mostly, because they have closed it. */
export async function replaceView(
  { log }: Parts,
  client: WebClient,
  viewId: string,
  view: ModalView,
): Promise<boolean> {
  try {
    await client.views.update({ view_id: viewId, view })
    return true
  } catch (error) {
    if (isPlatformError(error, ['not_found'])) log.info({ viewId }, 'a view was closed before its end')
    else log.error({ err: error, viewId, reference: newReference() }, 'a view could not be replaced')
    return false
  }
}

/** Says in the direct conversation with the bot what can be said nowhere else. */
export async function tell(
  { log }: Parts,
  client: WebClient,
  userId: string,
  message: Message | null,
): Promise<void> {
  if (message === null) return
  const { text, blocks } = message
  try {
    await client.chat.postMessage({ channel: userId, text, blocks })
  } catch (error) {
    log.error({ err: error, userId, reference: newReference() }, 'an outcome could not be told')
  }
}

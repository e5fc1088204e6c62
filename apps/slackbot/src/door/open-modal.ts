import { slackTooLateText } from '@seatkeeper/wording'
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Arrival } from '../receiver/receiver.ts'
import { type Notice, sentenceNotice } from '../views/message.ts'
import { faultNotice } from '../views/refused.ts'
import { workingView } from '../views/working.ts'
import { ACKNOWLEDGE_WITHIN_MS, doneBy, OPEN_WITHIN_MS } from './deadline.ts'
import { enter, newReference, type Parts } from './door.ts'
import { replaceView } from './late.ts'
import { type ToModal, viewOf } from './route.ts'
import { isPlatformError } from './slack-accounts.ts'

/**
 * Opens a modal while its trigger lives: the real one, or a 'working' one that the real one replaces when it is decided.
 *
 * @param ack Called when Slack has what it waits for, or can't be let wait any longer; maybe twice.
 * @returns What has to be said elsewhere, because no modal was opened; or null.
 */
export async function openModal(
  parts: Parts,
  arrival: Arrival,
  client: WebClient,
  triggerId: string,
  route: ToModal,
  ack: () => Promise<void>,
): Promise<Notice | null> {
  const work = enter(parts, arrival, client, route, route.handle)
  const early = await doneBy(arrival.arrivedAt + OPEN_WITHIN_MS, work)
  if (early.done && early.value.kind === 'turned-away') return early.value.notice
  const first = early.done ? viewOf(early.value) : workingView
  if (first === null) {
    await ack()
    return null
  }
  const opening = open(parts, client, triggerId, first)
  // Slack may let us wait with the modal (429), but does not wait for us meanwhile.
  if (!(await doneBy(arrival.arrivedAt + ACKNOWLEDGE_WITHIN_MS, opening)).done) await ack()
  const opened = await opening
  if ('notice' in opened) return opened.notice
  await ack()
  if (early.done) return null
  const view = viewOf(await work)
  // Whoever has closed it meanwhile did not want it.
  if (view) await replaceView(parts, client, opened.viewId, view)
  return null
}

/** Opens a modal; gives its identity, or what to say instead: whoever pressed can press again. */
async function open(
  { log }: Parts,
  client: WebClient,
  triggerId: string,
  view: ModalView,
): Promise<{ readonly viewId: string } | { readonly notice: Notice }> {
  try {
    const { view: opened } = await client.views.open({ trigger_id: triggerId, view })
    if (!opened?.id) throw new Error('Slack opened a modal without an identity')
    return { viewId: opened.id }
  } catch (error) {
    if (isPlatformError(error, ['expired_trigger_id', 'trigger_expired', 'trigger_exchanged'])) {
      return { notice: sentenceNotice('Too late', slackTooLateText) }
    }
    const reference = newReference()
    log.error({ err: error, reference }, 'a modal could not be opened')
    return { notice: faultNotice(reference) }
  }
}

import { slackNotAddedText } from '@seatkeeper/wording'
import type { ViewOutput, ViewSubmitAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { type Message, noticeView, sentenceNotice } from '../views/message.ts'
import { workingView } from '../views/working.ts'
import { ACKNOWLEDGE_WITHIN_MS, doneBy, SETTLE_MS } from './deadline.ts'
import { enter, type Outcome, type Terms, type Visit } from './door.ts'
import { replaceView, tell } from './late.ts'
import { arrivalOf, type Listener } from './route.ts'

/** What becomes of a form. */
export type Submitted =
  | {
      readonly kind: 'view'
      readonly view: ModalView
      /** The same in a sentence, for whoever has closed the modal before it was decided. */
      readonly inShort: string
    }
  | {
      readonly kind: 'errors'
      /** By the block that each stands at. */
      readonly errors: Readonly<Record<string, string>>
      /** The form anew with all that was typed, for when the 'working' view has taken its place already. */
      readonly anew: () => Promise<ModalView>
    }

export interface Form extends Terms {
  readonly handle: (visit: Visit, view: ViewOutput) => Promise<Submitted>
}

/**
 * A form that was sent off. The use case is asked before Slack is answered, so that a refusal stands at its field; what is
 * undecided after two seconds gives way to a 'working' view, and that to what was decided (SLK-08); whoever has closed it
 * by then is told in the bot's direct messages.
 */
export function form(id: string, { handle, ...terms }: Form): Listener {
  return {
    id,
    kind: 'form',
    register(app, parts) {
      app.view<ViewSubmitAction>(
        { type: 'view_submission', callback_id: id },
        async ({ view, ack, client, context }) => {
          const arrival = arrivalOf(context)
          const work = enter(parts, arrival, client, terms, (visit) => handle(visit, view))
          const early = await doneBy(arrival.arrivedAt + ACKNOWLEDGE_WITHIN_MS, work)
          if (!early.done) {
            await ack({ response_action: 'update', view: workingView })
            const outcome = await work
            const instead = await viewAfter(outcome)
            // Slack has to take in the answer before a call may overtake it.
            await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
            if (instead === null || (await replaceView(parts, client, view.id, instead))) return
            await tell(parts, client, arrival.parties.userId, messageAfter(outcome))
            return
          }
          const outcome = early.value
          if (outcome.kind === 'done' && outcome.value.kind === 'errors') {
            return ack({ response_action: 'errors', errors: { ...outcome.value.errors } })
          }
          const instead = await viewAfter(outcome)
          return instead ? ack({ response_action: 'update', view: instead }) : ack()
        },
      )
    },
  }
}

async function viewAfter(outcome: Outcome<Submitted>): Promise<ModalView | null> {
  switch (outcome.kind) {
    case 'seen':
      return null
    case 'turned-away':
      return noticeView(outcome.notice)
    case 'done':
      return outcome.value.kind === 'errors' ? outcome.value.anew() : outcome.value.view
  }
}

/** What became of it, for a conversation; null for what was acted on already. */
function messageAfter(outcome: Outcome<Submitted>): Message | null {
  switch (outcome.kind) {
    case 'seen':
      return null
    case 'turned-away':
      return outcome.notice
    case 'done': {
      const { value } = outcome
      const sentence = value.kind === 'view' ? value.inShort : slackNotAddedText(Object.values(value.errors))
      return sentenceNotice('', sentence)
    }
  }
}

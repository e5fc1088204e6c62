import { deliver, trouble } from './delivery.ts'
import type { Acknowledgement, Outgoing } from './delivery.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** Sends to the app and puts the exchange on record. */
export interface Line {
  send(what: string, outgoing: Outgoing): Promise<Acknowledgement>
}

export function lineTo(
  target: { readonly url: string; readonly secret: string },
  workspace: Workspace,
  wallClock: () => number = Date.now,
): Line {
  return {
    async send(what, outgoing) {
      const answer = await deliver(target, outgoing, wallClock)
      const wrong = trouble(answer)
      workspace.record({
        direction: 'to-app',
        what,
        outcome: answer.kind === 'refused' ? `status ${answer.status}` : answer.kind,
        went: wrong === undefined ? 'well' : 'wrong',
        took: answer.took,
        sent:
          outgoing.kind === 'command'
            ? outgoing.form
            : outgoing.kind === 'event'
              ? outgoing.envelope
              : outgoing.payload,
        answered: 'body' in answer ? answer.body : undefined,
      })
      return answer
    },
  }
}

import type { Refusal } from '@seatkeeper/rules'
import { hasSlackWayIn, refusalSentence, slackFaultText, slackWayIn, type Viewer } from '@seatkeeper/wording'
import { buttons } from './ids.ts'
import { context, type Notice, paragraph, sentenceNotice } from './message.ts'
import { plain } from './mrkdwn.ts'

/**
 * A refusal that belongs to no field, in the words of every other door (SEAT-08).
 *
 * @param wayIn Address of the link that lets them in next time, where there is one (`slackWayIn`).
 */
export function refusedNotice(refusal: Refusal, viewer?: Viewer, wayIn?: string): Notice {
  const sentence = refusalSentence(refusal, viewer)
  if (wayIn === undefined || !hasSlackWayIn(refusal.reason)) return sentenceNotice('Not possible', sentence)
  const { label, leadsTo } = slackWayIn[refusal.reason]
  return {
    title: 'One step first',
    text: `${plain(sentence)} ${label}: ${wayIn} – ${leadsTo}`,
    blocks: [
      paragraph(sentence),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: buttons.follow,
            text: { type: 'plain_text', text: label },
            url: wayIn,
            style: 'primary',
          },
        ],
      },
      context(leadsTo),
    ],
  }
}

/** A fault of ours, with what finds it in the log. */
export function faultNotice(reference: string): Notice {
  return sentenceNotice('That did not work', slackFaultText(reference))
}

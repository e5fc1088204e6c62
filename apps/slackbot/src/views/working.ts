import type { ModalView } from '@slack/types'
import { slackWorkingText } from '@seatkeeper/wording'
import { type Message, noticeView, paragraph, sentenceNotice } from './message.ts'

/** SLK-08: shown when two seconds have gone by without a decision; replaced by what was decided. */
export const workingView: ModalView = noticeView(sentenceNotice('One moment', slackWorkingText))

export const workingMessage: Message = { text: slackWorkingText, blocks: [paragraph(slackWorkingText)] }

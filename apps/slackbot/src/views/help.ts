import { slackCommands, slackUnknownCommandText } from '@seatkeeper/wording'
import { markup, type Notice, paragraph } from './message.ts'
import { cut, plain } from './mrkdwn.ts'

const lines = slackCommands.map(({ typed, does }) => `• \`${typed}\` – ${does}`)

/** `/seats help` */
export function helpNotice(): Notice {
  return notice('What you can type:')
}

/** Something that is no command, with what may have been meant. */
export function unknownCommandNotice(typed: string, suggestion: string | null): Notice {
  return notice(slackUnknownCommandText(cut(typed, 60), suggestion))
}

function notice(opening: string): Notice {
  return {
    title: 'Commands',
    text: [plain(opening), ...lines].join('\n'),
    blocks: [paragraph(opening), markup(lines.join('\n'))],
  }
}

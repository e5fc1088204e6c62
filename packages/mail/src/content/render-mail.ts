import type { MailContent, RenderedMail } from './mail-content.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'
import { singleLine } from './single-line.ts'

/** The mail in both forms, with a subject that is safe in a header. */
export function renderMail(content: MailContent): RenderedMail {
  return { subject: singleLine(content.subject), html: renderHtml(content), text: renderText(content) }
}

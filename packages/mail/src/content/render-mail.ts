import type { Attachment, CalendarEvent, MailContent, RenderedMail } from './mail-content.ts'
import { escapeHtml } from './escape-html.ts'
import { renderText } from './render-text.ts'
import { singleLine } from './single-line.ts'
import { fillSlots, type Recipient } from './slot.ts'

/** So many different mails are remembered; the oldest goes first. */
const MOST_REMEMBERED = 200

/**
 * Rendering takes some milliseconds, and when a season opens thousands get the same mail: it is rendered once, with the
 * places of what differs held open, and each copy is filled in.
 */
const remembered = new Map<string, Promise<RenderedMail>>()

/** The mail in both forms, with a subject that is safe in a header. */
export async function renderMail({ recipient, ...shared }: MailContent): Promise<RenderedMail> {
  return renderCopy(JSON.stringify(shared), recipient, () => shared)
}

/** One copy of the mail that `key` names among all mails; `build` words it when it is the first. */
export async function renderCopy(
  key: string,
  recipient: Recipient | undefined,
  build: () => MailContent,
): Promise<RenderedMail> {
  let rendering = remembered.get(key)
  if (rendering === undefined) {
    rendering = render(build())
    remembered.set(key, rendering)
    rendering.catch(() => remembered.delete(key))
    if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!)
  }
  const mail = await rendering
  if (recipient === undefined) return mail
  return {
    ...mail,
    subject: singleLine(fillSlots(mail.subject, recipient, asItIs)),
    html: fillSlots(mail.html, recipient, escapeHtml),
    text: fillSlots(mail.text, recipient, asItIs),
  }
}

async function render(content: MailContent): Promise<RenderedMail> {
  // Loaded with the first mail: whoever only words things does not wait for it.
  const { renderHtml } = await import('./render-html.ts')
  const attachments = await calendarOf(content.calendar ?? [], content.sender)
  return {
    subject: singleLine(content.subject),
    html: await renderHtml(content),
    text: renderText(content),
    ...(attachments.length > 0 ? { attachments } : {}),
  }
}

async function calendarOf(events: readonly CalendarEvent[], sender: string): Promise<readonly Attachment[]> {
  if (events.length === 0) return []
  const { calendarFile } = await import('./calendar-file.ts')
  return [calendarFile(events, sender)]
}

const asItIs = (value: string): string => value

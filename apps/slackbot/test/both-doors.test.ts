import type { Refusal } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { paragraph } from '../src/views/message.ts'
import { refusedNotice } from '../src/views/refused.ts'
import { everyRefusal } from './every-refusal.ts'

const viewer = { zone: 'America/New_York', locale: 'en-GB' }

/** The portal's own way from a refusal to its page. Its types need the portal's surroundings, so they are said here. */
interface PortalForms {
  answerForm(
    asker: { readonly viewer: typeof viewer },
    form: { readonly ok: true; readonly input: object; readonly data: FormData },
    fields: Readonly<Record<string, string>>,
    handler: () => Promise<Refusal>,
  ): Promise<{ readonly data: { readonly reply: { readonly formErrors: readonly string[] } } }>
}
const portalForms = new URL('../../portal/app/server/routes/form-request.ts', import.meta.url).href
const { answerForm } = (await import(/* @vite-ignore */ portalForms)) as PortalForms

/** What the portal puts above a form that was refused. */
async function portalSays(refusal: Refusal): Promise<string | undefined> {
  const form = { ok: true, input: {}, data: new FormData() } as const
  // 'Not found' is a page of its own unless a form has a field for it.
  const answer = await answerForm({ viewer }, form, { 'not-found': '' }, () => Promise.resolve(refusal))
  return answer.data.reply.formErrors[0]
}

/** What people read: Slack takes these three characters written out. */
const asRead = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

describe('SEAT-08 portal and bot say the same', () => {
  // In the portal this one is a page of its own, with that page's title and way out.
  const shared = Object.values(everyRefusal).filter(({ reason }) => reason !== 'not-permitted')

  test.for(shared)('$reason', async (refusal) => {
    const { text, blocks } = refusedNotice(refusal, viewer)
    expect(asRead(text)).toBe(await portalSays(refusal))
    expect(blocks).toEqual([paragraph(asRead(text))])
  })
})

import { data } from '@remix-run/node'
import { formToken } from '../forms/form-token.ts'
import { keptForm } from '../forms/kept-form.ts'
import { badRequest } from './answers.ts'
import type { Page } from './page.ts'

/** What a thrown answer carries when a form came after its session: the form, and a token to sign in with. */
export interface SessionEnded {
  readonly sessionEnded: { readonly kept: string; readonly csrf: string }
}

/** A form of somebody whose session is over: they sign in again on the spot, and what they typed is kept (nothing was done). */
export async function sessionEnded({ request, url, context }: Page) {
  const sent = await request.formData().catch(() => {
    throw badRequest()
  })
  const kept = JSON.stringify(keptForm(url, sent))
  // The page around it may have been loaded with the session that is over: its own token is worth nothing any more.
  const csrf = formToken(request, context, { kind: 'nobody' })
  return data<SessionEnded>({ sessionEnded: { kept, csrf } }, { status: 401 })
}

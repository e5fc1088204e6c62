import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { data, redirect } from '@remix-run/node'
import type { SignedIn } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { Viewer } from '@seatkeeper/wording'
import type { z } from 'zod'
import { readForm } from '../forms/read-form.ts'
import { shutDoor, type ShutDoor } from '../identity/lock-view.ts'
import { type Visit, visitorOf } from '../identity/visitor.ts'
import { enteredBy } from './built.ts'
import { answerForm, type FormRequest } from './form-request.ts'
import { type Page, pageOf } from './page.ts'
import { sessionEnded } from './session-ended.ts'

export interface SignedInPage extends Page {
  readonly visit: Visit
  /** The zone and locale in which they read times. */
  readonly viewer: Viewer
}

/** What a thrown answer carries when somebody's access has ended: the page that says so and when it opens again. */
export interface ShutOut {
  readonly shutOut: ShutDoor
}

/** A page for whoever is signed in, in whatever role. */
export function signedInPage<T>(handler: (page: SignedInPage) => Promise<T>) {
  return enteredBy({ to: 'signed-in' }, async (args: LoaderFunctionArgs) =>
    handler(await signedIn(pageOf(args))),
  )
}

/** A form for whoever is signed in. */
export function signedInAction<Schema extends z.ZodType, T>(
  { form }: { readonly form: Schema },
  handler: (request: SignedInPage & FormRequest<z.output<Schema>>) => Promise<T>,
) {
  return enteredBy({ to: 'signed-in' }, async (args: ActionFunctionArgs) => {
    const page = await signedIn(pageOf(args))
    const read = await readForm(page.request, page.context, form)
    return answerForm(page, read, {}, (request) => handler({ ...page, ...request }))
  })
}

/** ACC-01: the page of somebody without access at present, which says why and when that changes. */
export function shutOut(session: SignedIn, now: Instant) {
  return data<ShutOut>({ shutOut: shutDoor(session, now) }, { status: 403 })
}

/**
 * Sends strangers to the sign-in page, and back here afterwards; a form of theirs is kept meanwhile. Shows the door to those whose
 * access has ended.
 */
export async function signedIn(page: Page): Promise<SignedInPage> {
  const visitor = await visitorOf(page.request, page.context)
  switch (visitor.kind) {
    case 'nobody':
      if (page.request.method === 'POST') throw await sessionEnded(page)
      throw redirect(`/sign-in?${new URLSearchParams({ to: page.url.pathname + page.url.search })}`)
    case 'shut-out':
      throw shutOut(visitor.session, page.now)
    case 'signed-in':
      return { ...page, visit: visitor.visit, viewer: viewerOf(visitor.visit) }
  }
}

function viewerOf({ session: { person } }: Visit): Viewer {
  return { zone: person.timeZone, locale: person.locale }
}

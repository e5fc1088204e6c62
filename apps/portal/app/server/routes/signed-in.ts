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

/** What somebody has to pass before a page or form for whoever is signed in. */
export interface Threshold {
  /**
   * USER-07: open to whoever their organization asks for a second factor and who has none yet. Only what sets one up says so: a page
   * that says nothing is closed to them.
   */
  readonly settingUpFactor?: boolean
}

/** A page for whoever is signed in, in whatever role. */
export function signedInPage<T>(
  handler: (page: SignedInPage) => Promise<T>,
  { settingUpFactor = false }: Threshold = {},
) {
  return enteredBy({ to: 'signed-in', settingUpFactor }, async (args: LoaderFunctionArgs) =>
    handler(await signedIn(pageOf(args), { settingUpFactor })),
  )
}

/** A form for whoever is signed in. */
export function signedInAction<Schema extends z.ZodType, T>(
  { form, settingUpFactor = false }: Threshold & { readonly form: Schema },
  handler: (request: SignedInPage & FormRequest<z.output<Schema>>) => Promise<T>,
) {
  return enteredBy({ to: 'signed-in', settingUpFactor }, async (args: ActionFunctionArgs) => {
    const page = await signedIn(pageOf(args), { settingUpFactor })
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
 * access has ended, and leads those who are asked for a second factor to it before anything else. Every page and form behind the sign-in
 * comes through here.
 */
export async function signedIn(
  page: Page,
  { settingUpFactor = false }: Threshold = {},
): Promise<SignedInPage> {
  const visitor = await visitorOf(page.request, page.context)
  switch (visitor.kind) {
    case 'nobody':
      if (page.request.method === 'POST') throw await sessionEnded(page)
      throw redirect(`/sign-in?${new URLSearchParams({ to: page.url.pathname + page.url.search })}`)
    case 'shut-out':
      throw shutOut(visitor.session, page.now)
    case 'signed-in':
      if (visitor.visit.factorAskedBy.length > 0 && !settingUpFactor) {
        throw redirect('/profile/second-step', 303)
      }
      return { ...page, visit: visitor.visit, viewer: viewerOf(visitor.visit) }
  }
}

function viewerOf({ session: { person } }: Visit): Viewer {
  return { zone: person.timeZone, locale: person.locale }
}

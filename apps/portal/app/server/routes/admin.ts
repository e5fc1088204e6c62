import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { redirect } from '@remix-run/node'
import type { Membership, QueryContext, UseCaseContext } from '@seatkeeper/db'
import { standingLocks } from '@seatkeeper/rules'
import type { z } from 'zod'
import { readForm } from '../forms/read-form.ts'
import { visitorOf } from '../identity/visitor.ts'
import { actorOf } from './actor-of.ts'
import { forbidden, notFound } from './answers.ts'
import { enteredBy } from './built.ts'
import { type Door, standingsOf, whyShut } from './doors.ts'
import { answerForm, type FormRequest, type RefusalFields } from './form-request.ts'
import { lockedOut } from './locked.ts'
import { type Page, pageOf } from './page.ts'
import { shutOut, signedIn, type SignedInPage } from './signed-in.ts'

export interface AdminPage extends SignedInPage {
  readonly membership: Membership
  /** Handed to queries as it is: who asks, in which organization, through which door, and when. */
  readonly query: QueryContext
  /** The account's standing locks everything but what mends it (ACC-04). */
  readonly locked: boolean
}

export interface AdminForm<Input> extends AdminPage, FormRequest<Input> {
  /** Handed to a use case as it is: the same, with the form's idempotency key. */
  readonly useCase: UseCaseContext
}

/**
 * A page of the current organization for members with a right (USER-07). Without the right it is closed, and while the
 * account's standing locks, too, unless the door leads to where that is mended (ACC-04).
 */
export function adminPage<T>(door: Door, handler: (page: AdminPage) => Promise<T>) {
  return enteredBy(entryBy(door), async (args: LoaderFunctionArgs) =>
    handler(await adminOf(pageOf(args), door)),
  )
}

/**
 * The same for what a page asks in the background while somebody fills in its form: where a page would send them to sign in, it
 * answers `signedOut`, so that the form stays in front of them.
 */
export function adminQuestion<T, S>(door: Door, signedOut: S, handler: (page: AdminPage) => Promise<T>) {
  const page = adminPage(door, handler)
  return enteredBy(entryBy(door), async (args: LoaderFunctionArgs): Promise<T | S> => {
    const visitor = await visitorOf(args.request, args.context)
    return visitor.kind === 'nobody' && !args.context.refused ? signedOut : page(args)
  })
}

/**
 * A form of the current organization for members with a right. `refusals` says at which field a refusal is mended; those
 * that it does not name stand above the form.
 */
export function adminAction<Schema extends z.ZodType, T>(
  options: Door & { readonly form: Schema; readonly refusals?: RefusalFields },
  handler: (request: AdminForm<z.output<Schema>>) => Promise<T>,
) {
  return enteredBy(entryBy(options), async (args: ActionFunctionArgs) => {
    const page = await adminOf(pageOf(args), options)
    const read = await readForm(page.request, page.context, options.form, page.membership.organization)
    return answerForm(page, read, options.refusals ?? {}, (request) => {
      const { idempotencyKey } = request
      const useCase = idempotencyKey === undefined ? page.query : { ...page.query, idempotencyKey }
      return handler({ ...page, ...request, useCase })
    })
  })
}

const entryBy = ({ can, hidden = false }: Door) => ({ to: 'members-with', can, hidden }) as const

async function adminOf(page: Page, door: Door): Promise<AdminPage> {
  const guest = await signedIn(page)
  const { session, current } = guest.visit
  if (current === null) throw redirect('/organizations')
  switch (whyShut(current, door)) {
    case 'not-permitted':
      throw door.hidden === true ? notFound() : forbidden('not-permitted')
    case 'account-locked':
      throw await lockedOut(guest, current)
    case 'no-access':
      throw shutOut(session, page.now)
  }
  const actor = actorOf(current, session.person.id)
  const query = { em: page.context.services.database.tenant(), actor, now: page.now }
  return { ...guest, membership: current, query, locked: standingLocks(standingsOf(current)) }
}

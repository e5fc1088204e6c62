import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { redirect } from '@remix-run/node'
import type { Actor, Membership, QueryContext, UseCaseContext } from '@seatkeeper/db'
import { may, type Right } from '@seatkeeper/rules'
import type { z } from 'zod'
import { readForm } from '../forms/read-form.ts'
import { forbidden } from './answers.ts'
import { enteredBy } from './built.ts'
import { answerForm, type FormRequest, type RefusalFields } from './form-request.ts'
import { type Page, pageOf } from './page.ts'
import { signedIn, type SignedInPage } from './signed-in.ts'

export interface AdminPage extends SignedInPage {
  readonly membership: Membership
  /** Handed to queries as it is: who asks, in which organization, through which door, and when. */
  readonly query: QueryContext
}

export interface AdminForm<Input> extends AdminPage, FormRequest<Input> {
  /** Handed to a use case as it is: the same, with the form's idempotency key. */
  readonly useCase: UseCaseContext
}

/** A page of the current organization for members with a right (USER-07). Without the right it is closed. */
export function adminPage<T>({ can }: { readonly can: Right }, handler: (page: AdminPage) => Promise<T>) {
  return enteredBy({ to: 'members-with', can }, async (args: LoaderFunctionArgs) =>
    handler(await adminOf(pageOf(args), can)),
  )
}

/**
 * A form of the current organization for members with a right. `refusals` says at which field a refusal is mended; those
 * that it does not name stand above the form.
 */
export function adminAction<Schema extends z.ZodType, T>(
  options: { readonly can: Right; readonly form: Schema; readonly refusals?: RefusalFields },
  handler: (request: AdminForm<z.output<Schema>>) => Promise<T>,
) {
  return enteredBy({ to: 'members-with', can: options.can }, async (args: ActionFunctionArgs) => {
    const page = await adminOf(pageOf(args), options.can)
    const read = await readForm(page.request, page.context, options.form)
    return answerForm(page, read, options.refusals ?? {}, (request) => {
      const { idempotencyKey } = request
      const useCase = idempotencyKey === undefined ? page.query : { ...page.query, idempotencyKey }
      return handler({ ...page, ...request, useCase })
    })
  })
}

async function adminOf(page: Page, can: Right): Promise<AdminPage> {
  const guest = await signedIn(page)
  const { session, current } = guest.visit
  if (current === null) throw redirect('/organizations')
  if (current.access.kind === 'refuse') throw forbidden('account-locked')
  if (!may(current.role, can)) throw forbidden('not-permitted')
  const actor: Actor = {
    kind: 'member',
    memberId: current.memberId,
    personId: session.person.id,
    organizationId: current.organization.id,
    accountId: current.account.id,
    role: current.role,
    channel: 'portal',
  }
  const query = { em: page.context.services.database.tenant(), actor, now: page.now }
  return { ...guest, membership: current, query }
}

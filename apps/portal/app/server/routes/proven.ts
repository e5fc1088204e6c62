import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { redirect } from '@remix-run/node'
import { hasFactor, ownFactors } from '@seatkeeper/db'
import type { z } from 'zod'
import { readForm } from '../forms/read-form.ts'
import { isProven, isProvenForForm } from '../identity/prove-again.ts'
import { identityContext } from '../identity/visitor.ts'
import { enteredBy } from './built.ts'
import { answerForm, type FormRequest } from './form-request.ts'
import { pageOf } from './page.ts'
import { signedIn, type SignedInPage, type Threshold } from './signed-in.ts'

/**
 * A page for whoever is signed in and has shown within a quarter of an hour that it is them; others are asked to, and come
 * back. What changes how one signs in stands behind it.
 */
export function provenPage<T>(
  handler: (page: SignedInPage) => Promise<T>,
  { settingUpFactor = false }: Threshold = {},
) {
  return enteredBy({ to: 'signed-in', settingUpFactor }, async (args: LoaderFunctionArgs) => {
    const page = await signedIn(pageOf(args), { settingUpFactor })
    requireProof(page)
    return handler(page)
  })
}

/**
 * A form of such a page. `late`: it is taken for some minutes longer than its page opens, so that what was typed is not lost. Not for one
 * that answers with what is shown once: its page may have shut by then.
 */
export function provenAction<Schema extends z.ZodType, T>(
  {
    form,
    late = false,
    settingUpFactor = false,
  }: Threshold & { readonly form: Schema; readonly late?: boolean },
  handler: (request: SignedInPage & FormRequest<z.output<Schema>>) => Promise<T>,
) {
  return enteredBy({ to: 'signed-in', settingUpFactor }, async (args: ActionFunctionArgs) => {
    const page = await signedIn(pageOf(args), { settingUpFactor })
    const read = await readForm(page.request, page.context, form)
    requireProof(page, late)
    return answerForm(page, read, {}, (request) => handler({ ...page, ...request }))
  })
}

/** For what asks for the password itself: whoever has a second factor has to have shown that lately, too. */
export async function requireFactor(page: SignedInPage): Promise<void> {
  const { person } = page.visit.session
  if (hasFactor(await ownFactors(identityContext(page.context), person.id)))
    requireProof(page, page.request.method === 'POST')
}

/** Sends them to show that it is them, unless they have lately. */
function requireProof({ visit, context, url }: SignedInPage, late = false): void {
  if (late ? isProvenForForm(visit, context) : isProven(visit, context)) return
  throw redirect(`/confirm-identity?${new URLSearchParams({ to: url.pathname })}`, 303)
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { z } from 'zod'
import { readForm } from '../forms/read-form.ts'
import { answerForm, type FormRequest } from './form-request.ts'
import { enteredBy } from './built.ts'
import { type Page, pageOf } from './page.ts'

/** A page that anybody may open: sign-in, sign-up. */
export function publicPage<T>(handler: (page: Page) => Promise<T>) {
  return enteredBy({ to: 'everyone' }, (args: LoaderFunctionArgs) => handler(pageOf(args)))
}

/** A form that anybody may send. */
export function publicAction<Schema extends z.ZodType, T>(
  { form }: { readonly form: Schema },
  handler: (request: Page & FormRequest<z.output<Schema>>) => Promise<T>,
) {
  return enteredBy({ to: 'everyone' }, async (args: ActionFunctionArgs) => {
    const page = pageOf(args)
    const read = await readForm(page.request, page.context, form)
    return answerForm({}, read, {}, (request) => handler({ ...page, ...request }))
  })
}

import { parseWithZod } from '@conform-to/zod/v4'
import type { AppLoadContext } from '@remix-run/node'
import type { z } from 'zod'
import type { FormReply } from '../../forms/form-reply.ts'
import { resumedField } from '../../forms/kept-fields.ts'
import { badRequest, forbidden } from '../routes/answers.ts'
import { formTokenField, isFormToken, organizationOfForm } from './form-token.ts'

export type ReadForm<Input> =
  | { readonly ok: true; readonly input: Input; readonly data: FormData }
  | { readonly ok: false; readonly reply: FormReply; readonly status?: 200 | 409 }

/**
 * Reads a form that one of our pages sent. A body that cannot be read is thrown as 400, a missing or foreign token as
 * 403; what a person can mend comes back as a reply, with everything they typed.
 *
 * @param here The organization that the form would change now. One that was shown in another comes back, too (409): what was
 *   meant for one organization is never written into another.
 */
export async function readForm<Schema extends z.ZodType>(
  request: Request,
  context: AppLoadContext,
  schema: Schema,
  here?: { readonly id: string; readonly name: string },
): Promise<ReadForm<z.output<Schema>>> {
  const data = await formDataOf(request)
  if (!isFormToken(data.get(formTokenField), request, context)) throw forbidden('stale-form')
  // It came before, after its session had ended, and comes back to be looked over.
  if (data.has(resumedField)) {
    return { ok: false, reply: { values: typedValues(data), errors: {}, formErrors: [] }, status: 200 }
  }
  const shownIn = organizationOfForm(data)
  if (here && shownIn !== null && shownIn !== here.id) {
    const sentence = `You are now in ${here.name}: another tab of yours switched to it. Nothing was saved. Switch back first, or send this once more to do it in ${here.name}.`
    return {
      ok: false,
      reply: { values: typedValues(data), errors: {}, formErrors: [sentence] },
      status: 409,
    }
  }
  const submission = parseWithZod(data, { schema })
  if (submission.status === 'success') return { ok: true, input: submission.value, data }
  const errors: Record<string, string[]> = Object.create(null)
  for (const [name, messages] of Object.entries(submission.error ?? {})) {
    // `seasonIds[1]` is a fault in one of several choices: it is shown with the question they belong to.
    const field = name.replace(/[[.].*$/, '')
    errors[field] = [...new Set([...(errors[field] ?? []), ...(messages ?? [])])]
  }
  const { '': formErrors = [], ...fieldErrors } = errors
  return { ok: false, reply: { values: typedValues(data), errors: fieldErrors, formErrors } }
}

/** What was typed, to be shown again. A file is no answer of ours, and what proves who somebody is is never sent back. */
export function typedValues(data: FormData): Record<string, string[]> {
  const values: Record<string, string[]> = {}
  for (const name of new Set(data.keys())) {
    if (
      name === formTokenField ||
      name === resumedField ||
      /password|passkey|recovery|^code$/i.test(name) ||
      name === '__proto__'
    )
      continue
    values[name] = data.getAll(name).filter((value) => typeof value === 'string')
  }
  return values
}

async function formDataOf(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    throw badRequest()
  }
}

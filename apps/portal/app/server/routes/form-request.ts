import { data } from '@remix-run/node'
import { IdempotencyConflict } from '@seatkeeper/db'
import type { Reason, Refusal } from '@seatkeeper/rules'
import { refusalSentence, type Viewer } from '@seatkeeper/wording'
import type { FormReply } from '../../forms/form-reply.ts'
import { type ReadForm, typedValues } from '../forms/read-form.ts'
import { idempotencyKey } from '../forms/text.ts'
import { conflict, forbidden, notFound } from './answers.ts'

/** What a form handler is given besides the page. */
export interface FormRequest<Input> {
  readonly input: Input
  /** The form as it came, for handlers that answer with a further step. */
  readonly form: FormData
  /** Made when the form was rendered; pass it on to the use case. */
  readonly idempotencyKey?: string
  /** Answers with the form as typed and these words: at a field, or at the form as a whole. */
  readonly reply: (errors: FieldErrors, status?: number) => FormAnswer
}

export type FieldErrors = Readonly<Record<string, string>>

/** The form comes back: mended it may be sent again. */
export type FormAnswer = ReturnType<typeof formAnswer>

const formAnswer = (reply: FormReply, status: number) => data({ reply }, { status })

/** Where a refusal is shown: the field that mends it. Reasons without a field stand above the form. */
export type RefusalFields = Readonly<Partial<Record<Reason, string>>>

interface Asker {
  readonly viewer?: Viewer
}

/**
 * Answers a form: what the schema found wrong comes back with the form (422), what the rules refuse likewise with the one
 * sentence that all doors use. What is not there is 404, what is not theirs to do 403.
 */
export async function answerForm<Input, T>(
  asker: Asker,
  read: ReadForm<Input>,
  fields: RefusalFields,
  handler: (request: FormRequest<Input>) => Promise<T | FormAnswer | Refusal>,
): Promise<Exclude<T, Refusal> | FormAnswer> {
  if (!read.ok) return formAnswer(read.reply, read.status ?? 422)
  const values = typedValues(read.data)
  const reply = (errors: FieldErrors, status = 422) => {
    const { '': ofForm, ...ofFields } = errors
    const wrong = Object.entries(ofFields).map(([field, sentence]) => [field, [sentence]])
    return formAnswer(
      { values, errors: Object.fromEntries(wrong), formErrors: ofForm === undefined ? [] : [ofForm] },
      status,
    )
  }
  const key = idempotencyKey.safeParse(read.data.get('idempotencyKey'))
  try {
    const answer = await handler({
      input: read.input,
      form: read.data,
      reply,
      ...(key.success ? { idempotencyKey: key.data } : {}),
    })
    return isRefusal(answer) ? refuse(answer) : (answer as Exclude<T, Refusal>)
  } catch (error) {
    if (error instanceof IdempotencyConflict) throw conflict()
    throw error
  }

  function refuse(refusal: Refusal): FormAnswer {
    if (refusal.reason === 'not-found' && fields['not-found'] === undefined) throw notFound()
    if (refusal.reason === 'not-permitted') throw forbidden('not-permitted')
    return reply(
      { [fields[refusal.reason] ?? '']: refusalSentence(refusal, asker.viewer) },
      statusOf(refusal),
    )
  }
}

function statusOf({ reason }: Refusal): number {
  switch (reason) {
    case 'too-many-requests':
      return 429
    case 'busy':
      return 503
    default:
      return 422
  }
}

function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'refuse'
}

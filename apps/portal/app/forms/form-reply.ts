/** What a form gets back when it could not be accepted: all that was typed, and what is wrong where. */
export interface FormReply {
  /** As typed; one name may come several times (checkboxes). Passwords never come back. */
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly errors: Readonly<Record<string, readonly string[]>>
  /** What concerns the form as a whole. */
  readonly formErrors: readonly string[]
}

/** A field's typed value (or `initial` before anything was sent) and its errors, as `Field` takes them. */
export function fieldState(reply: FormReply | undefined, name: string, initial = '') {
  return { value: reply ? (reply.values[name]?.[0] ?? '') : initial, errors: reply?.errors[name] }
}

/** The values chosen under one name, as typed or as they were before. */
export function chosenValues(
  reply: FormReply | undefined,
  name: string,
  initial: readonly string[] = [],
): readonly string[] {
  return reply ? (reply.values[name] ?? []) : initial
}

/** All errors in the order of the form's fields, for the error summary. */
export function errorItems(reply: FormReply | undefined, order: readonly string[]) {
  if (!reply) return []
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  const fields = Object.entries(reply.errors).sort(([a], [b]) => place(a) - place(b))
  return [
    ...reply.formErrors.map((message) => ({ message })),
    ...fields.flatMap(([name, messages]) => messages.map((message) => ({ name, message }))),
  ]
}

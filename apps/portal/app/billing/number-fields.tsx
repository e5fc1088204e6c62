import { TextField } from '~/components/field.tsx'
import { fieldState, type FormReply } from '~/forms/form-reply.ts'

interface NumberField {
  readonly name: string
  readonly label: string
  readonly hint: string
  /** Before anything was typed. */
  readonly value: string
}

/** A field for each number of seats or of an add-on, as typed before where the form came back. */
export function NumberFields({
  fields,
  reply,
}: {
  readonly fields: readonly NumberField[]
  readonly reply: FormReply | undefined
}) {
  return fields.map(({ value, ...field }) => (
    <TextField
      key={field.name}
      {...field}
      {...fieldState(reply, field.name, value)}
      inputMode="numeric"
      autoComplete="off"
      maxLength={9}
    />
  ))
}

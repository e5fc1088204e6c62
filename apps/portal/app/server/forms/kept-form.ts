import { z } from 'zod'
import { ownPath } from '../routes/own-path.ts'
import { organizationOfForm } from './form-token.ts'
import { typedValues } from './read-form.ts'

/**
 * A form that came when its sender's session was over: where it was meant to go, and what was typed. It travels in hidden fields
 * of our own pages, from the answer to it through signing in and back into the form; it is stored nowhere and stands in no
 * address.
 */
export interface KeptForm {
  readonly to: string
  /** The organization in which the form was shown; null: in none. */
  readonly organizationId: string | null
  /** Passwords never come along. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** What made it to us stayed below the limit of a form's body; the address that takes it back has room for it (`guard/body.ts`). */
const schema = z.object({
  to: z.string().max(2000),
  organizationId: z.uuid().nullable(),
  fields: z.array(z.tuple([z.string().max(200), z.string().max(20_000)])).max(1000),
})

/** The token is not checked: nothing is done with the form but shown to whoever sent it, and strangers' forms do not get so far. */
export function keptForm(url: URL, data: FormData): KeptForm {
  const organization = z.uuid().safeParse(organizationOfForm(data))
  return {
    to: url.pathname + url.search,
    organizationId: organization.success ? organization.data : null,
    fields: Object.entries(typedValues(data)).flatMap(([name, values]) =>
      values.map((value) => [name, value] as const),
    ),
  }
}

/** As it came back; null: not as we sent it. */
export function readKeptForm(text: string): KeptForm | null {
  try {
    const read = schema.safeParse(JSON.parse(text))
    return read.success && ownPath(read.data.to) !== null ? read.data : null
  } catch {
    return null
  }
}

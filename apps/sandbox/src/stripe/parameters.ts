import { z } from 'zod'
import { type ApiError, invalidRequest } from './errors.ts'

type Nested = { [key: string]: string | Nested }

/** `metadata[a]=1&expand[0]=x` → nested plain data; lists stay objects whose keys are their numbers. */
export function readForm(body: string): Nested {
  const root: Nested = Object.create(null) as Nested
  for (const [path, value] of new URLSearchParams(body)) {
    const keys = path.replaceAll(']', '').split('[')
    let at = root
    for (const key of keys.slice(0, -1)) {
      const there = at[key]
      at = typeof there === 'object' ? there : (at[key] = Object.create(null) as Nested)
    }
    const last = keys.at(-1)!
    at[last === '' ? String(Object.keys(at).length) : last] = value
  }
  return root
}

/** A list comes as `expand[0]`, `expand[1]` … or as `expand[]`. */
export const list = <T extends z.ZodType>(each: T) =>
  z.preprocess(
    (value) => (typeof value === 'object' && value !== null ? Object.values(value) : value),
    z.array(each),
  )

export const text = z.string().max(5000)
export const metadata = z.record(z.string().max(40), z.string().max(500))
export const flag = z.enum(['true', 'false']).transform((word) => word === 'true')
export const whole = z
  .string()
  .regex(/^-?\d{1,12}$/)
  .transform(Number)
/** What can be asked for in full besides; each endpoint says which. */
export const expand = <const P extends string>(...paths: readonly [P, ...P[]]) =>
  list(z.enum(paths)).optional()

/** The written list of parameters of an endpoint; anything else is refused, as the real API does. */
export function readParameters<T>(schema: z.ZodType<T>, given: unknown): T {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  throw complaint(read.error.issues[0]!)
}

function complaint(issue: z.core.$ZodIssue): ApiError {
  const param = bracketed([
    ...issue.path,
    ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []),
  ])
  if (issue.code === 'unrecognized_keys') {
    return invalidRequest(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined')) {
    return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  return invalidRequest(`Invalid ${param}: ${issue.message}`, { param })
}

function bracketed(path: readonly PropertyKey[]): string {
  return path.map((part, n) => (n === 0 ? String(part) : `[${String(part)}]`)).join('')
}

import type { z } from 'zod'
import type { Books } from './books.ts'
import type { Events } from './events.ts'

/** What every endpoint works with. */
export interface World {
  readonly books: Books
  readonly events: Events
  /** Where the hosted pages are, without a slash at the end. */
  readonly baseUrl: () => string
  /** By which cards expire: the demo's business clock, in milliseconds (OPS-04). All else goes by the wall clock. */
  readonly businessNow: () => number
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** `/v1/invoices/:id/finalize` */
  readonly path: string
  readonly parameters: z.ZodType
  answer(world: World, given: { readonly id: string; readonly parameters: never }): unknown
}

/** One endpoint with its written list of parameters. */
export function endpoint<P>(definition: {
  readonly method: Endpoint['method']
  readonly path: string
  readonly parameters: z.ZodType<P>
  answer(world: World, given: { readonly id: string; readonly parameters: P }): unknown
}): Endpoint {
  return definition
}

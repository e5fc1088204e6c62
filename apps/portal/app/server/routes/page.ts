import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import type { Instant } from '@seatkeeper/rules'
import { notFound, refusedByGuard } from './answers.ts'

/** What every handler is given. */
export interface Page {
  readonly request: Request
  readonly url: URL
  readonly params: Readonly<Record<string, string | undefined>>
  readonly context: AppLoadContext
  /** Business clock. */
  readonly now: Instant
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** An address whose `…Id` is no identity names nothing: it is not found, before any database is asked. */
export function pageOf({ request, params, context }: LoaderFunctionArgs | ActionFunctionArgs): Page {
  if (context.refused) throw refusedByGuard(context.refused)
  for (const [name, value] of Object.entries(params)) {
    if (name.endsWith('Id') && !uuid.test(value ?? '')) throw notFound()
  }
  return { request, url: new URL(request.url), params, context, now: context.services.clock.businessNow() }
}

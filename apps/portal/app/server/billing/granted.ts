import type { Decision, Reason } from '@seatkeeper/rules'
import { notFound } from '../routes/answers.ts'

/** Hands on what a query found. The page's door has been passed, so what is refused now is not there for this viewer. */
export function granted<T extends object>(decision: Decision<T, Reason>): T & { readonly kind: 'grant' } {
  if (decision.kind === 'refuse') throw notFound()
  return decision as T & { readonly kind: 'grant' }
}

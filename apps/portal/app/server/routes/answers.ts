import { data } from '@remix-run/node'
import type { Refused } from '../scope.ts'

/** Why a page is withheld; the error page words it. */
export type WithheldReason = 'stale-form' | 'not-permitted'

/** What a thrown answer carries to the error page. */
export interface Withheld {
  readonly reason: WithheldReason
}

/** The guard's own words, to be shown in the page. */
export const refusedByGuard = (refused: Refused) => data({ refused }, { status: refused.status })

/** The same for what does not exist and for what belongs to somebody else (OPS-05). */
export const notFound = () => data(null, { status: 404 })

export const badRequest = () => data(null, { status: 400 })

export const forbidden = (reason: WithheldReason) => data<Withheld>({ reason }, { status: 403 })

/** The same form arrived twice with different contents under one key: our bug, not the person's. */
export const conflict = () => data(null, { status: 409 })

/** Hands on what was found; what was not found is answered with 404. */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw notFound()
  return value
}

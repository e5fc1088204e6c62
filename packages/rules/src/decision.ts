import type { Refusal } from './refusal.ts'

export type Reason = Refusal['reason']

/** The refusal that carries this reason, with that reason's own fields. */
export type RefusalOf<R extends Reason> = Extract<Refusal, { reason: R }>

/**
 * What every rule and every use case answers: granted with what follows from it, or refused with a reason
 * that all doors word from one table (SEAT-08). A refusal is a value; a throw is a programmer's mistake.
 */
export type Decision<T extends object = object, R extends Reason = Reason> =
  ({ readonly kind: 'grant' } & T) | RefusalOf<R>

/** Narrow helper for the common `if (refused(decision)) return decision`. */
export function refused<D extends { readonly kind: 'grant' | 'refuse' }>(
  decision: D,
): decision is Extract<D, { kind: 'refuse' }> {
  return decision.kind === 'refuse'
}

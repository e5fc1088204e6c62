import type { Scope } from '@seatkeeper/rules'

/**
 * What a key can be given here: the scopes that an address of the API asks for. A key may hold others one day; what
 * opens nothing yet is not offered.
 */
export const OFFERED_SCOPES = ['access.evaluate', 'sign-ins.report'] as const satisfies readonly Scope[]

/** Which addresses a scope opens, for those who build against them. */
export const scopeOpens: Record<(typeof OFFERED_SCOPES)[number], readonly string[]> = {
  'access.evaluate': ['POST /access/v1/evaluation', 'POST /access/v1/evaluations'],
  'sign-ins.report': ['POST /access/v1/sign-ins'],
}

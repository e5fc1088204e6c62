import { randomUUID } from 'node:crypto'

/** A fresh key for a form that is being rendered: goes into its hidden field `idempotencyKey`. */
export const newIdempotencyKey = (): string => randomUUID()

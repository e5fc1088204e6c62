/** The same idempotency key came with other input: a bug of the caller, answered with 409. */
export class IdempotencyConflict extends Error {
  override readonly name = 'IdempotencyConflict'
}

/** Why the embedded PostgreSQL did not start, as one sentence that a person can act on. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
}

export function fullDisk(place: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`The disk is full: PostgreSQL needs some 200 MB at ${place}.`)
}

/** Is it the disk? Reads system errors and what PostgreSQL's programs print alike. */
export function diskIsFull(fault: unknown): boolean {
  if (typeof fault === 'string') return /No space left on device|Disk quota exceeded/.test(fault)
  const code = (fault as NodeJS.ErrnoException | null)?.code
  return code === 'ENOSPC' || code === 'EDQUOT'
}

/** What keeps Seatkeeper from starting, as one sentence that says what to do about it. Anything else is a bug. */
export class StartFault extends Error {
  override readonly name = 'StartFault'
}

/** The error codes along a chain of causes: drivers wrap what the system said. */
export function codesOf(error: unknown): readonly string[] {
  const codes: string[] = []
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
    if (at instanceof AggregateError) codes.push(...at.errors.flatMap(codesOf))
  }
  return codes
}

/** The sentence for an error that anyone can meet, or undefined where there is none. */
export function sentenceFor(error: unknown, stateFolder: string): string | undefined {
  if (error instanceof StartFault || (error instanceof Error && error.name === 'EmbeddedPostgresError'))
    return error.message
  const codes = codesOf(error)
  // Its first sentence names the word; what follows is about words that begin with a dash.
  if (error instanceof Error && codes[0]?.startsWith('ERR_PARSE_ARGS_'))
    return error.message.replace(/\. .*/s, '.')
  if (codes.includes('ENOSPC')) return `The disk is full: make room below ${stateFolder}, then start again.`
  if (codes.includes('EACCES') || codes.includes('EROFS'))
    return `Seatkeeper may not write below ${stateFolder}: make it yours, or name another folder in SEATKEEPER_STATE.`
  return undefined
}

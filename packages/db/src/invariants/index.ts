export interface InvariantBreach {
  readonly invariant: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** Runs every invariant (SQL that must return no rows) and gives those that did. Up to ten rows each. */
export async function checkInvariants(_url: string): Promise<readonly InvariantBreach[]> {
  throw new Error('not built yet')
}

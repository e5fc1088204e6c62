import type { Instant } from '@seatkeeper/rules'

/** A demo sign-in to print after the start; all share the password whose hash was given. */
export interface DemoSignIn {
  readonly email: string
  readonly name: string
  /** Who they are, e.g. `Owner of Larkspur Outfitters`. */
  readonly who: string
}

/** The demo sign-ins, also when the data is there already. */
export const demoSignIns: readonly DemoSignIn[] = []

/** Loads the demo accounts into an empty database, deterministically for the day of `now`; false: it is not empty. */
export async function loadDemo(
  _url: string,
  _options: { readonly now: Instant; readonly passwordHash: string },
): Promise<boolean> {
  throw new Error('not built yet')
}

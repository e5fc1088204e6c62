import type { Right } from '@seatkeeper/rules'

/** Who may enter a loader or action. */
export type Entry =
  | { readonly to: 'everyone' }
  | {
      readonly to: 'signed-in'
      /** Open, too, to whoever has yet to set up the second factor that they are asked for (USER-07). */
      readonly settingUpFactor: boolean
    }
  | {
      readonly to: 'members-with'
      readonly can: Right
      /** Nobody else learns that it is there. */
      readonly hidden: boolean
    }

const mark = Symbol.for('seatkeeper.portal.entry')

/**
 * Notes on a loader or action who may enter it. The builders do this; a test walks through all route modules and fails
 * for one whose loader or action says nothing, so that no route is open by having been forgotten.
 */
export function enteredBy<F extends (...args: never[]) => unknown>(entry: Entry, route: F): F {
  return Object.assign(route, { [mark]: entry })
}

export function entryOf(route: unknown): Entry | null {
  return (route as { [mark]?: Entry } | null | undefined)?.[mark] ?? null
}

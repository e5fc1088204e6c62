/** A moment: milliseconds since 1970-01-01T00:00:00.000Z. */
export type Instant = number & { readonly __instant: true }

/** Half-open: `opensAt` belongs to the window, `closesAt` does not (CAL-01). */
export interface Window {
  readonly opensAt: Instant
  readonly closesAt: Instant
}

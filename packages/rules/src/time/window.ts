import type { Instant, Window } from './instant.ts'

/** Is the window open at this instant? Half-open: at `closesAt` it no longer is. */
export function isOpenAt(window: Window, at: Instant): boolean {
  return window.opensAt <= at && at < window.closesAt
}

/** Do two windows share an instant? Back-to-back windows do not. */
export function windowsOverlap(a: Window, b: Window): boolean {
  return a.opensAt < b.closesAt && b.opensAt < a.closesAt
}

/** By opening, then by closing. */
export function compareWindows(a: Window, b: Window): number {
  return a.opensAt - b.opensAt || a.closesAt - b.closesAt
}

/**
 * The union of windows as stays: ascending, disjoint, with a gap between any two. Overlapping (D-15) and
 * back-to-back (D-16) windows are one stay. Empty windows add nothing.
 */
export function mergeWindows(windows: readonly Window[]): Window[] {
  const stays: Window[] = []
  for (const window of inOrder(windows)) {
    if (window.opensAt >= window.closesAt) continue
    const last = stays.at(-1)
    if (last && window.opensAt <= last.closesAt) {
      if (window.closesAt > last.closesAt) {
        stays[stays.length - 1] = { opensAt: last.opensAt, closesAt: window.closesAt }
      }
    } else {
      stays.push({ opensAt: window.opensAt, closesAt: window.closesAt })
    }
  }
  return stays
}

/** Most callers have them in order already, and sorting costs more than looking. */
function inOrder(windows: readonly Window[]): readonly Window[] {
  for (let i = 1; i < windows.length; i++) {
    if (compareWindows(windows[i - 1]!, windows[i]!) > 0) return windows.toSorted(compareWindows)
  }
  return windows
}

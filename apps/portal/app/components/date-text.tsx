import type { TwoClocks } from '@seatkeeper/wording'

/** A moment or a window, worded on the server: UTC first, the viewer's own time softer below (CAL-02). */
export function DateText({ when }: { when: TwoClocks }) {
  return (
    <span className="date-text">
      <span>{when.utc}</span>
      {when.local !== null && <span className="date-local">{when.local}</span>}
    </span>
  )
}

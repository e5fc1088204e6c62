import type { TwoClocks } from '@seatkeeper/wording'

/** A window breaks between its two moments, never within one. */
function Parts({ text }: { text: string }) {
  const [from, until] = text.split(' – ')
  if (until === undefined) return text
  return (
    <>
      <span className="date-part">{from} –</span> <span className="date-part">{until}</span>
    </>
  )
}

/** A moment or a window, worded on the server: UTC first, the viewer's own time softer below (CAL-02). */
export function DateText({ when }: { when: TwoClocks }) {
  return (
    <span className="date-text">
      <span>
        <Parts text={when.utc} />
      </span>
      {when.local !== null && (
        <span className="date-local">
          <Parts text={when.local} />
        </span>
      )}
    </span>
  )
}

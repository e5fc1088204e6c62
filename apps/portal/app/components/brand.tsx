/** The mark: a chair, and above it the one it is kept for. Drawn in the accent, it works from 16 px upwards. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <rect className="mark-tile" width="28" height="28" rx="7.5" />
      <path
        className="mark-line"
        d="M9 6.75v9h9.75M9 15.75v5.5m9.75-5.5v5.5"
        fill="none"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle className="mark-dot" cx="16.5" cy="9.25" r="2.75" />
    </svg>
  )
}

/** Mark and name. The name is a setting, so the vendor's own stands here too. */
export function Wordmark({ name }: { name: string }) {
  return (
    <span className="wordmark">
      <Mark />
      <span>{name}</span>
    </span>
  )
}

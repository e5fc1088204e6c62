import { useEffect, useRef } from 'react'
import { Notice } from './notice.tsx'

/** What has just been done, at the top of the page to which it led. It takes the focus, so that it is read out. */
export function Flash({
  live = false,
  children,
}: {
  /** Its words change while the page is open. */
  live?: boolean
  children: string | null
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  if (children === null) return null
  return (
    <div ref={box} className="flash" tabIndex={-1} autoFocus>
      <Notice tone="good" live={live}>
        <p>{children}</p>
      </Notice>
    </div>
  )
}

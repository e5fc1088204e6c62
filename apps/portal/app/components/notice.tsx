import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Tone = 'plain' | 'good' | 'warn' | 'bad'

const icons: Record<Tone, IconName> = { plain: 'info', good: 'check', warn: 'alert', bad: 'alert' }

/** A sentence that stands out. `live` ones are read out when they appear without a page change. */
export function Notice({
  tone = 'plain',
  live = false,
  children,
}: {
  tone?: Tone
  live?: boolean
  children: ReactNode
}) {
  return (
    <div className="notice" data-tone={tone} role={live ? 'status' : undefined}>
      <Icon name={icons[tone]} />
      <div>{children}</div>
    </div>
  )
}

/** What stands where a list would be: why it is empty, and the next step. */
export function EmptyState({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  )
}

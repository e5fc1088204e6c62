import type { ReactNode } from 'react'
import { ButtonLink } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { Icon, type IconName } from '~/components/icon.tsx'
import type { LockView } from '~/server/identity/lock-view.ts'

const icons: Record<LockView['kind'], IconName> = {
  opens: 'clock',
  closed: 'lock',
  locked: 'alert',
  out: 'lock',
}

/**
 * The one layout of every shut door (ACC-01, ACC-04): whose it is, what is so, the instant that it is about in UTC and in one's
 * own time, what mends it, and where. What else belongs to it comes as children.
 */
export function LockPage({ lock, children }: { lock: LockView; children?: ReactNode }) {
  const { kind, organization, title, moment, owed, sentences, ways } = lock
  return (
    <div className="lock-page" data-kind={kind}>
      <header>
        <span className="lock-mark">
          <Icon name={icons[kind]} />
        </span>
        <p className="soft">{organization}</p>
        <h1>{title}</h1>
      </header>
      {moment && (
        <div className="lock-moment">
          <div>
            <p className="soft small">{moment.label}</p>
            <p>
              <DateText when={moment.when} />
            </p>
          </div>
          <p className="soft">{moment.away}</p>
        </div>
      )}
      {owed && (
        <div className="lock-moment">
          <div>
            <p className="soft small">To be paid</p>
            <p className="lock-amount">{owed.amount}</p>
          </div>
          <p className="soft">{owed.about}</p>
        </div>
      )}
      {sentences.length > 1 ? (
        <ul className="lock-reasons">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        sentences.map((sentence) => <p key={sentence}>{sentence}</p>)
      )}
      {ways.length > 0 && (
        <p className="row">
          {ways.map(({ label, to }, index) => (
            <ButtonLink key={to} to={to} kind={index === 0 ? 'primary' : 'secondary'}>
              {label}
            </ButtonLink>
          ))}
        </p>
      )}
      {children}
    </div>
  )
}

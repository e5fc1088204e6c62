import { Form, Link, NavLink, useLocation, useNavigation } from '@remix-run/react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '~/components/button.tsx'
import { Icon, type IconName } from '~/components/icon.tsx'
import { Notice } from '~/components/notice.tsx'
import { popover, popoverTarget } from '~/components/popover.ts'
import { Wordmark } from '~/components/brand.tsx'
import type { Viewer } from './viewer.ts'

/** The frame around every page of somebody who is signed in: where am I, where can I go, who am I. */
export function AppFrame({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const side = useRef<HTMLElement>(null)
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    // On a phone the menu is a popover: it has done its work as soon as a page was chosen.
    if (side.current?.matches(':popover-open')) side.current.hidePopover()
    // A page that came without a full load is read from its beginning, unless it has put the focus somewhere itself.
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true })
  }, [pathname])

  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <Progress />
      <div className="frame">
        <header className="frame-top">
          <Link to="/" aria-label={`${viewer.productName}, start page`}>
            <Wordmark name={viewer.productName} />
          </Link>
          <Button type="button" kind="quiet" {...popoverTarget('menu')}>
            <Icon name="menu" />
            Menu
          </Button>
        </header>
        <nav className="frame-side" id="menu" aria-label="Main" ref={side} {...popover()}>
          <Link to="/" className="wordmark-link" aria-label={`${viewer.productName}, start page`}>
            <Wordmark name={viewer.productName} />
          </Link>
          <Organization viewer={viewer} />
          {viewer.settingUpFactor ? <div className="frame-nav" /> : <Places viewer={viewer} />}
          <Person viewer={viewer} />
        </nav>
        <main className="frame-main" id="main" ref={main} tabIndex={-1}>
          <Warning warning={viewer.warning} />
          {children}
        </main>
      </div>
    </>
  )
}

/** ACC-04, ACC-05: what is wrong with the account, how much is open, and the way out. */
function Warning({ warning }: Pick<Viewer, 'warning'>) {
  const { pathname } = useLocation()
  if (warning === null || warning.saidOn === pathname) return null
  const { text, owed, way } = warning
  return (
    <div className="page-notice">
      <Notice tone="warn">
        <p>
          {owed !== null && `${owed} `}
          {text}
          {way !== null && way.to !== pathname && (
            <>
              {' '}
              <Link to={way.to}>{way.label}</Link>
            </>
          )}
        </p>
      </Notice>
    </div>
  )
}

function Organization({ viewer: { organization, canSwitch } }: { viewer: Viewer }) {
  const { name, account, sandbox } = organization
  const below = [name === account ? '' : account, sandbox ? 'sandbox' : ''].filter(Boolean).join(' · ')
  const words = (
    <>
      <strong>{name}</strong>
      {below !== '' && <span>{below}</span>}
    </>
  )
  if (!canSwitch) return <div className="frame-organization">{words}</div>
  return (
    <Link to="/organizations" className="frame-organization">
      {words}
      <Icon name="swap" />
      <b className="visually-hidden">, change organization</b>
    </Link>
  )
}

function Places({ viewer }: { viewer: Viewer }) {
  return (
    <div className="frame-nav">
      <ul role="list">
        <NavItem to="/my-access" icon="key" label="My access" />
      </ul>
      {(viewer.maySeeUsers || viewer.maySeeSeats) && (
        <section>
          <h2 id="nav-settings">Settings</h2>
          <ul role="list" aria-labelledby="nav-settings">
            {viewer.maySeeUsers && <NavItem to="/settings/users" icon="users" label="Users" />}
            {viewer.maySeeSeats && <NavItem to="/settings/seasons" icon="calendar" label="Seasons" />}
            {viewer.maySeeUsers && <NavItem to="/settings/notices" icon="mail" label="Notices" />}
            {viewer.mayChangeSettings && (
              <NavItem to="/settings/permission-sets" icon="lock" label="Permission sets" />
            )}
            {viewer.maySecure && <NavItem to="/settings/security" icon="shield" label="Security" />}
            {viewer.mayReadAudit && <NavItem to="/settings/audit" icon="list" label="Audit log" />}
            {viewer.mayChangeSettings && <NavItem to="/settings/slack" icon="chat" label="Slack" />}
            {viewer.mayChangeSettings && <NavItem to="/settings/api-keys" icon="code" label="API keys" />}
          </ul>
        </section>
      )}
      {viewer.maySeeBilling && (
        <section>
          <h2 id="nav-billing">Billing</h2>
          <ul role="list" aria-labelledby="nav-billing">
            <NavItem to="/settings/billing" icon="receipt" label="Manage Subscription" />
          </ul>
        </section>
      )}
    </div>
  )
}

function NavItem({ to, icon, label }: { to: string; icon: IconName; label: string }) {
  return (
    <li>
      <NavLink to={to}>
        <Icon name={icon} />
        {label}
      </NavLink>
    </li>
  )
}

function Person({ viewer: { name, email, csrf, settingUpFactor } }: { viewer: Viewer }) {
  const who = (
    <>
      <span className="person-name" title={name}>
        {name}
      </span>
      <span className="soft" title={email}>
        {email}
      </span>
    </>
  )
  return (
    <div className="frame-person">
      {settingUpFactor ? (
        <div className="person-link">{who}</div>
      ) : (
        <Link to="/profile" className="person-link">
          <b className="visually-hidden">Your profile: </b>
          {who}
        </Link>
      )}
      <Form method="post" action="/sign-out">
        <input type="hidden" name="csrf" value={csrf} />
        <Button kind="quiet">Sign out</Button>
      </Form>
    </div>
  )
}

function Progress() {
  const { state } = useNavigation()
  return (
    <>
      {state !== 'idle' && <div className="progress" aria-hidden="true" />}
      <output className="visually-hidden">{state === 'loading' ? 'Loading' : ''}</output>
    </>
  )
}

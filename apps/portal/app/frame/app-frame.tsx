import { Form, Link, NavLink, useLocation, useNavigation } from '@remix-run/react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '~/components/button.tsx'
import { Icon, type IconName } from '~/components/icon.tsx'
import { popover, popoverTarget } from '~/components/popover.ts'
import { Wordmark } from '~/components/brand.tsx'
import type { Viewer } from './viewer.ts'

/** The frame around every page of somebody who is signed in: where am I, where can I go, who am I. */
export function AppFrame({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const side = useRef<HTMLElement>(null)
  const { key } = useLocation()
  // On a phone the menu is a popover: it has done its work as soon as a page was chosen.
  useEffect(() => {
    if (key !== '' && side.current?.matches(':popover-open')) side.current.hidePopover()
  }, [key])

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
          <Places viewer={viewer} />
          <Person viewer={viewer} />
        </nav>
        <main className="frame-main" id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  )
}

function Organization({ viewer: { organization, canSwitch } }: { viewer: Viewer }) {
  const words = (
    <>
      <strong>{organization.name}</strong>
      <span>{organization.sandbox ? `${organization.account} · sandbox` : organization.account}</span>
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
      {viewer.maySeeUsers && (
        <section>
          <h2 id="nav-settings">Settings</h2>
          <ul role="list" aria-labelledby="nav-settings">
            <NavItem to="/settings/users" icon="users" label="Users" />
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

function Person({ viewer: { name, email, csrf } }: { viewer: Viewer }) {
  return (
    <div className="frame-person">
      <div>
        <p className="person-name">{name}</p>
        <p className="soft" title={email}>
          {email}
        </p>
      </div>
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

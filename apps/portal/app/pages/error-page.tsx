import { isRouteErrorResponse, useRouteError, useRouteLoaderData } from '@remix-run/react'
import { ButtonLink } from '~/components/button.tsx'
import { AppFrame } from '~/frame/app-frame.tsx'
import { DoorFrame } from '~/frame/door-frame.tsx'
import type { loader } from '~/root.tsx'
import type { Withheld, WithheldReason } from '~/server/routes/answers.ts'
import type { Refused } from '~/server/scope.ts'
import type { LockedOut } from '~/server/routes/locked.ts'
import type { SessionEnded } from '~/server/routes/session-ended.ts'
import type { ShutOut } from '~/server/routes/signed-in.ts'
import { LockedAccount } from './locked-account.tsx'
import { SessionEndedForm, sessionEndedTitle } from './session-ended.tsx'
import { ShutDoor, shutDoorTitle } from './shut-door.tsx'

interface Words {
  readonly title: string
  readonly text: string
}

const withheld: Record<WithheldReason, Words> = {
  'stale-form': {
    title: 'Please open that page again',
    text: 'It was open for a long time, or the browser did not keep our cookie. Nothing was changed. Open the page anew and send it once more.',
  },
  'not-permitted': {
    title: 'Your role doesn’t open this page',
    text: 'If you need it, ask an admin or the owner of your organization.',
  },
}

const byStatus: Record<number, Words> = {
  400: {
    title: 'That request couldn’t be read',
    text: 'It may have been cut off or altered on its way. Please open the page and try again.',
  },
  404: {
    title: 'There is nothing at this address',
    text: 'It may have been removed, or the link may be incomplete.',
  },
  405: { title: 'That can’t be done here', text: 'This page doesn’t take a form.' },
  409: {
    title: 'This form was sent before, with other contents',
    text: 'The first one stands. Please look at what it did before you send another.',
  },
  429: { title: 'That was a little too often', text: 'Please wait a few minutes, then try again.' },
}

const unforeseen: Words = {
  title: 'Something went wrong on our side',
  text: 'Nothing you typed caused it. Please try again in a moment. If it stays, tell us the number below.',
}

/** Whatever was thrown on the way to a page, said plainly, in the frame that the person knows. */
export function ErrorPage() {
  const error = useRouteError()
  const page = useRouteLoaderData<typeof loader>('root')
  const content = <Content error={error} requestId={page?.requestId} />
  if (isRouteErrorResponse(error) && isSessionEnded(error.data)) {
    return (
      <DoorFrame productName={page?.productName ?? 'Seatkeeper'}>
        <SessionEndedForm {...error.data.sessionEnded} />
      </DoorFrame>
    )
  }
  if (!page?.viewer) return <DoorFrame productName={page?.productName ?? 'Seatkeeper'}>{content}</DoorFrame>
  // A locked account's page says itself what is wrong: the frame need not say it, too.
  const said = isRouteErrorResponse(error) && isLocked(error.data)
  return <AppFrame viewer={said ? { ...page.viewer, warning: null } : page.viewer}>{content}</AppFrame>
}

/** The title of the browser's tab when something was thrown. */
export function errorTitle(error: unknown): string {
  if (!isRouteErrorResponse(error)) return unforeseen.title
  if (isRefused(error.data)) return error.data.refused.title
  if (isSessionEnded(error.data)) return sessionEndedTitle
  if (isLocked(error.data)) return error.data.locked.title
  if (isShutOut(error.data)) return shutDoorTitle(error.data.shutOut)
  if (isWithheld(error.data)) return withheld[error.data.reason].title
  return (byStatus[error.status] ?? unforeseen).title
}

function Content({ error, requestId }: { error: unknown; requestId: string | undefined }) {
  if (!isRouteErrorResponse(error)) return <Plain words={unforeseen} requestId={requestId} />
  if (isRefused(error.data)) {
    const { title, advice } = error.data.refused
    return <Plain words={{ title, text: advice }} />
  }
  if (isLocked(error.data)) return <LockedAccount {...error.data} />
  if (isShutOut(error.data)) return <ShutDoor door={error.data.shutOut} />
  if (isWithheld(error.data)) return <Plain words={withheld[error.data.reason]} />
  const words = byStatus[error.status]
  return words ? <Plain words={words} /> : <Plain words={unforeseen} requestId={requestId} />
}

function Plain({ words, requestId }: { words: Words; requestId?: string | undefined }) {
  return (
    <div className="stack">
      <h1>{words.title}</h1>
      <p>{words.text}</p>
      <p>
        <ButtonLink to="/">Go to the first page</ButtonLink>
      </p>
      {requestId !== undefined && <p className="soft small">Request {requestId}</p>}
    </div>
  )
}

function isWithheld(data: unknown): data is Withheld {
  return typeof data === 'object' && data !== null && 'reason' in data && String(data.reason) in withheld
}

function isRefused(data: unknown): data is { readonly refused: Refused } {
  return typeof data === 'object' && data !== null && 'refused' in data
}

function isSessionEnded(data: unknown): data is SessionEnded {
  return typeof data === 'object' && data !== null && 'sessionEnded' in data
}

function isLocked(data: unknown): data is LockedOut {
  return typeof data === 'object' && data !== null && 'locked' in data
}

function isShutOut(data: unknown): data is ShutOut {
  return typeof data === 'object' && data !== null && 'shutOut' in data
}

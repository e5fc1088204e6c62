import type { AppLoadContext, LinksFunction, MetaFunction } from '@remix-run/node'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useLoaderData } from '@remix-run/react'
import { type ReactNode, useContext } from 'react'
import { ClockBar } from '~/demo/clock-bar.tsx'
import { AppFrame } from '~/frame/app-frame.tsx'
import { DoorFrame } from '~/frame/door-frame.tsx'
import { owedHere } from '~/server/billing/owed-here.ts'
import { clockView } from '~/server/demo/clock.ts'
import { formToken } from '~/server/forms/form-token.ts'
import { viewerOf } from '~/server/identity/frame-viewer.ts'
import { type Visit, visitorOf } from '~/server/identity/visitor.ts'
import { errorTitle } from '~/pages/error-page.tsx'
import { NonceContext } from '~/server/nonce.ts'
import { publicPage } from '~/server/routes/public.ts'
import styles from '~/styles/app.css?url'

export { ErrorPage as ErrorBoundary } from '~/pages/error-page.tsx'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export const meta: MetaFunction<typeof loader> = ({ data, error }) => {
  const name = data?.productName ?? 'Seatkeeper'
  return [{ title: error === undefined ? name : `${errorTitle(error)} · ${name}` }]
}

export const loader = publicPage(async ({ request, context }) => {
  const visitor = await visitorOf(request, context)
  const csrf = formToken(request, context, visitor)
  const { productName } = context.services
  return {
    productName,
    csrf,
    requestId: context.requestId,
    clock: clockView(context),
    viewer:
      visitor.kind === 'signed-in'
        ? viewerOf(visitor.visit, { productName, csrf, owed: await owedBy(visitor.visit, context) })
        : null,
  }
})

/** The warning in the frame names what is open; nothing is asked while nothing is late. */
async function owedBy({ session: { person }, current }: Visit, context: AppLoadContext) {
  if (current === null) return null
  const viewer = { zone: person.timeZone, locale: person.locale }
  return owedHere(context, current, {
    personId: person.id,
    viewer,
    now: context.services.clock.businessNow(),
  })
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext)
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ClockBar />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function App() {
  const { viewer, productName } = useLoaderData<typeof loader>()
  return viewer ? (
    <AppFrame viewer={viewer}>
      <Outlet />
    </AppFrame>
  ) : (
    <DoorFrame productName={productName}>
      <Outlet />
    </DoorFrame>
  )
}

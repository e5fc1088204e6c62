import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AccessCards } from '~/pages/access-cards.tsx'
import { accessCards } from '~/server/identity/access-cards.ts'
import { signedInPage } from '~/server/routes/signed-in.ts'

export const meta: MetaFunction = () => [{ title: 'My access' }]

export const loader = signedInPage(async ({ visit }) => ({ cards: accessCards(visit.session) }))

export default function MyAccess() {
  const { cards } = useLoaderData<typeof loader>()
  return <AccessCards title="My access" cards={cards} />
}

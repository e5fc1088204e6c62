import { useRouteLoaderData } from '@remix-run/react'
import type { loader } from '~/root.tsx'

/** Stands in every form that sends (`method="post"`): without it the server refuses the form. */
export function FormToken() {
  const page = useRouteLoaderData<typeof loader>('root')
  return <input type="hidden" name="csrf" value={page?.csrf ?? ''} />
}

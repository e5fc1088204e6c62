import { useRouteLoaderData } from '@remix-run/react'
import type { loader } from '~/root.tsx'

/** The token of the page that is shown, for a form that does not go through `FormToken`. */
export function useFormToken(): string {
  return useRouteLoaderData<typeof loader>('root')?.csrf ?? ''
}

/** Stands in every form that sends (`method="post"`): without it the server refuses the form. */
export function FormToken() {
  return <input type="hidden" name="csrf" value={useFormToken()} />
}

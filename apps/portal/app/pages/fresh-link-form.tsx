import { Form } from '@remix-run/react'
import { SubmitButton } from '~/components/button.tsx'
import { FormToken } from '~/forms/form-token.tsx'

/** ACC-02: one button, for whoever holds a sign-up link that no longer works. */
export function FreshLinkForm({ action, idempotencyKey }: { action?: string; idempotencyKey: string }) {
  return (
    <Form method="post" {...(action !== undefined && { action })} className="stack">
      <FormToken />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <SubmitButton busy="Sending…">Send me a fresh link</SubmitButton>
    </Form>
  )
}

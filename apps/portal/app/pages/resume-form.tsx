import { useEffect, useRef } from 'react'
import { Button, ButtonLink } from '~/components/button.tsx'
import { resumedField } from '~/forms/kept-fields.ts'
import type { KeptForm } from '~/server/forms/kept-form.ts'

/** One comes here with a form in hand; somebody who merely opens the address has none. */
export function NoFormInHand() {
  return (
    <div className="stack">
      <h1>Sign in</h1>
      <p>There is nothing here to go on with.</p>
      <p>
        <ButtonLink to="/sign-in">Go to sign-in</ButtonLink>
      </p>
    </div>
  )
}

/** Sends what was typed back to its form, by itself where it can. */
export function ResumeForm({ kept, csrf }: { kept: KeptForm; csrf: string }) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.requestSubmit(), [])
  return (
    <div className="stack">
      <h1>You are signed in again</h1>
      <p>What you typed is still here, and not saved yet. Go back to it, look it over, and send it.</p>
      <form method="post" action={kept.to} ref={form}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name={resumedField} value="yes" />
        {kept.fields.map(([name, value], index) => (
          <input key={`${index}${name}`} type="hidden" name={name} value={value} />
        ))}
        <Button kind="primary">Back to what I typed</Button>
      </form>
    </div>
  )
}

import { Link, useNavigation } from '@remix-run/react'
import type { ComponentProps, ReactNode } from 'react'

type Kind = 'primary' | 'secondary' | 'danger' | 'quiet'

/** A button that submits or acts. The most important one of a page is `primary`, and there is one of it. */
export function Button({ kind = 'secondary', ...rest }: ComponentProps<'button'> & { kind?: Kind }) {
  return <button type="submit" {...rest} className="button" data-kind={kind} />
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function ButtonLink({ kind = 'secondary', ...rest }: ComponentProps<typeof Link> & { kind?: Kind }) {
  return <Link {...rest} className="button" data-kind={kind} />
}

/**
 * The button that sends a form. While the answer is under way it says so and keeps its place and its focus;
 * a second press is harmless, because the form carries an idempotency key.
 */
export function SubmitButton({
  children,
  busy,
  kind = 'primary',
  waiting = false,
  ...rest
}: ComponentProps<'button'> & { kind?: Kind; busy: ReactNode; waiting?: boolean }) {
  const navigation = useNavigation()
  const sending = waiting || (navigation.state !== 'idle' && navigation.formMethod === 'POST')
  return (
    <Button {...rest} kind={kind} aria-busy={sending || undefined}>
      {sending ? busy : children}
    </Button>
  )
}

import { ButtonLink } from '~/components/button.tsx'

type Reason = 'not-found' | 'link-used' | 'link-expired'

const words: Record<Reason, { readonly title: string; readonly text: string }> = {
  'not-found': {
    title: 'This link leads nowhere',
    text: 'It may have been cut off on its way, or it is for something else.',
  },
  'link-used': { title: 'This link has been used', text: 'It works once.' },
  'link-expired': {
    title: 'This link no longer works',
    text: 'It has run out: it works for half an hour.',
  },
}

/** SLK-07: a link of the bot that no longer works, and the way on. */
export function DeadTicket({ reason }: { readonly reason: Reason }) {
  const { title, text } = words[reason]
  return (
    <div className="stack">
      <h1>{title}</h1>
      <p>
        {text} Type <code>/seats</code> in Slack, and it gives you a fresh one if you need it.
      </p>
      <p>
        <ButtonLink to="/link-slack">Your Slack accounts</ButtonLink>
      </p>
    </div>
  )
}

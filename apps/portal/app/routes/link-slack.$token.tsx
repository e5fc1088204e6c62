import { data, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { linkSlackPerson } from '@seatkeeper/db'
import { refused } from '@seatkeeper/rules'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink } from '~/components/button.tsx'
import { letsIn } from '~/server/identity/visitor.ts'
import { signedInAction, signedInPage } from '~/server/routes/signed-in.ts'
import { DeadTicket } from '~/slack/dead-ticket.tsx'
import { TicketForm } from '~/slack/ticket-form.tsx'
import {
  confirmed,
  deadTicket,
  sayWhose,
  ticketBehind,
  ticketContext,
  ticketForm,
  ticketView,
} from '~/slack/ticket.ts'

export const meta: MetaFunction = () => [{ title: 'Link Slack' }, { name: 'robots', content: 'noindex' }]

/** SLK-07, D-33: the bot's link proves the Slack end, the sign-in this one. */
export const loader = signedInPage(async ({ context, params, visit: { session } }) => {
  const found = await ticketBehind(context, params.token, 'person')
  if (refused(found)) return deadTicket(found.reason)
  const { ticket } = found
  if (ticket.organization === null) return { unbound: ticket.teamName }
  const { name } = ticket.organization
  const here = session.memberships.some(
    (one) => one.organization.id === ticket.organization?.id && letsIn(one),
  )
  if (!here) return data({ notMember: { name, email: session.person.email } }, { status: 403 })
  const you = { name: session.person.name, email: session.person.email, organization: name }
  return { you, ticket: ticketView(ticket, session.person.email) }
})

export const action = signedInAction(
  { form: ticketForm },
  async ({ context, params, input, reply, visit: { session } }) => {
    const found = await ticketBehind(context, params.token, 'person')
    if (refused(found)) return deadTicket(found.reason)
    if (!confirmed(ticketView(found.ticket, session.person.email), input)) return reply(sayWhose)
    const answer = await linkSlackPerson(ticketContext(context), {
      token: params.token ?? '',
      personId: session.person.id,
    })
    if (answer.kind === 'grant') return redirect('/link-slack?done=linked', 303)
    switch (answer.reason) {
      case 'not-found':
      case 'link-used':
      case 'link-expired':
        return deadTicket(answer.reason)
      case 'not-permitted':
      case 'workspace-not-bound':
        return reply({ '': refusalSentence(answer) }, answer.reason === 'not-permitted' ? 403 : 422)
    }
  },
)

export default function LinkSlack() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer && 'dead' in answer) return <DeadTicket reason={answer.dead} />
  if ('dead' in page) return <DeadTicket reason={page.dead} />
  if ('unbound' in page && page.unbound !== undefined) return <Unbound workspace={page.unbound} />
  if ('notMember' in page) return <NotMember {...page.notMember} />
  return (
    <div className="stack">
      <h1>Link your Slack account?</h1>
      <TicketForm
        view={page.ticket}
        you={page.you}
        reply={answer?.reply}
        submit="Link it"
        busy="Linking…"
        cancelTo="/link-slack"
      />
    </div>
  )
}

function Unbound({ workspace }: { readonly workspace: string }) {
  return (
    <div className="stack">
      <h1>{workspace} is not connected</h1>
      <p>
        No organization has claimed this Slack workspace any more. An admin can: <code>/seats</code> in Slack
        gives them the link.
      </p>
    </div>
  )
}

function NotMember({ name, email }: { readonly name: string; readonly email: string }) {
  return (
    <div className="stack">
      <h1>You are not a user of {name}</h1>
      <p>
        You are signed in as {email}. The Slack workspace belongs to {name}: sign in with the account that you
        have there, or ask an admin of {name} to add you.
      </p>
      <p>
        <ButtonLink to="/my-access">My access</ButtonLink>
      </p>
    </div>
  )
}

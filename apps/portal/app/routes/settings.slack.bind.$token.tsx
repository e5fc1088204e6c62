import { type MetaFunction, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { bindSlackWorkspace } from '@seatkeeper/db'
import { refused } from '@seatkeeper/rules'
import { PageHeader } from '~/components/page-header.tsx'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
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

export const meta: MetaFunction = () => [
  { title: 'Connect a Slack workspace' },
  { name: 'robots', content: 'noindex' },
]

/** SLK-07: an admin claims the workspace from which the link was asked for. */
export const loader = adminPage(
  { can: 'settings.manage' },
  async ({ context, params, visit, membership }) => {
    const found = await ticketBehind(context, params.token, 'workspace')
    if (refused(found)) return deadTicket(found.reason)
    const { person, memberships } = visit.session
    return {
      ticket: ticketView(found.ticket, person.email),
      you: { name: person.name, email: person.email, organization: membership.organization.name },
      canSwitch: memberships.length > 1,
    }
  },
)

export const action = adminAction(
  { can: 'settings.manage', form: ticketForm },
  async ({ context, params, input, reply, query, visit: { session } }) => {
    const found = await ticketBehind(context, params.token, 'workspace')
    if (refused(found)) return deadTicket(found.reason)
    if (!confirmed(ticketView(found.ticket, session.person.email), input)) return reply(sayWhose)
    const { actor } = query
    if (actor.kind !== 'member') throw new TypeError('Only members come through the portal')
    const answer = await bindSlackWorkspace({ ...ticketContext(context), actor }, params.token ?? '')
    if (answer.kind === 'grant') return redirect('/settings/slack?done=bound', 303)
    const { reason } = answer
    return reason === 'not-found' || reason === 'link-used' || reason === 'link-expired'
      ? deadTicket(reason)
      : answer
  },
)

export default function BindSlackWorkspace() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer && 'dead' in answer) return <DeadTicket reason={answer.dead} />
  if ('dead' in page) return <DeadTicket reason={page.dead} />
  const { ticket, you, canSwitch } = page
  return (
    <>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Slack', to: '/settings/slack' }, { label: 'Connect' }]}
        title={`Connect ${ticket.workspace} to ${you.organization}?`}
        lead="People of this Slack workspace can then see and assign the organization’s seats, each within their role and once they have linked their own account."
      />
      <TicketForm
        view={ticket}
        you={you}
        reply={answer?.reply}
        submit="Connect workspace"
        busy="Connecting…"
        cancelTo="/settings/slack"
      >
        {canSwitch && (
          <p>
            Not {you.organization}? <Link to="/organizations">Change the organization</Link>, then open the
            link again.
          </p>
        )}
      </TicketForm>
    </>
  )
}

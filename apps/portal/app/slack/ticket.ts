import type { AppLoadContext } from '@remix-run/node'
import { data } from '@remix-run/node'
import { findSlackTicket, type SlackTicket, type SlackTicketRefusal } from '@seatkeeper/db'
import { type Decision, normalizeEmail } from '@seatkeeper/rules'
import { z } from 'zod'
import { identityContext } from '~/server/identity/visitor.ts'
import type { TicketView } from './ticket-view.ts'

/** What the data layer needs to read a link that the bot sent, or to use it up. */
export function ticketContext(context: AppLoadContext) {
  return { ...identityContext(context), secret: context.services.appSecret }
}

/** The link behind this address, if it is one for `kind`. Looking uses nothing up. */
export async function ticketBehind(
  context: AppLoadContext,
  token: string | undefined,
  kind: SlackTicket['kind'],
): Promise<Decision<{ readonly ticket: SlackTicket }, SlackTicketRefusal>> {
  const found = await findSlackTicket(ticketContext(context), token ?? '')
  const other = found.kind === 'grant' && found.ticket.kind !== kind
  return other ? { kind: 'refuse', reason: 'not-found' } : found
}

/** An address whose link no longer works. */
export function deadTicket(dead: SlackTicketRefusal) {
  return data({ dead }, { status: dead === 'not-found' ? 404 : 410 })
}

export const ticketForm = z.object({ mine: z.literal('yes').optional() })

/** What the page asks, for the person who is signed in with this e-mail. */
export function ticketView(ticket: SlackTicket, email: string): TicketView {
  return {
    workspace: ticket.teamName,
    slackName: ticket.userName || ticket.userId,
    slackEmail: ticket.userEmail,
    sameEmail: ticket.userEmail !== null && keyOf(ticket.userEmail) === keyOf(email),
  }
}

/**
 * D-33: where Slack knows the account by another e-mail, whose it is must be said in so many words. An equal e-mail proves
 * nothing either: the sign-in and the link do.
 */
export function confirmed(view: TicketView, input: z.output<typeof ticketForm>): boolean {
  return view.sameEmail || input.mine === 'yes'
}

export const sayWhose = { mine: 'Confirm that this Slack account is yours, or close this page.' }

function keyOf(email: string): string | null {
  const address = normalizeEmail(email)
  return address.kind === 'grant' ? address.key : null
}

import type { Refusal } from '@seatkeeper/rules'

/** A command of the bot as people type it, with what it is for. */
export interface SlackCommandHelp {
  readonly typed: string
  readonly does: string
}

export const slackCommands = [
  { typed: '/seats', does: 'seats and seasons: how many, taken, left. Only you see it.' },
  { typed: '/seats share', does: 'the same, posted in this channel for everybody.' },
  { typed: '/seats add', does: 'add a seasonal user. `/seats add name@example.com` fills in the address.' },
  { typed: '/seats help', does: 'this list.' },
] as const satisfies readonly SlackCommandHelp[]

/** What Slack is told when the answer is not there within two seconds. */
export const slackWorkingText = 'One moment: this takes longer than usual. The answer follows here.'

/** A fault of ours. The reference is in the log. */
export function slackFaultText(reference: string): string {
  return `That did not work, and the fault is ours. Try again in a minute; if it stays, give your admin this reference: ${reference}.`
}

/** `/seats shrae` → what was typed, and what may have been meant. */
export function slackUnknownCommandText(typed: string, suggestion: string | null): string {
  const unknown = `There is no command “${typed}”.`
  return suggestion ? `${unknown} Did you mean “${suggestion}”?` : `${unknown} This is what there is:`
}

/** How somebody whom the bot cannot serve yet gets on: the label of the link, and what it leads to. */
export const slackWayIn = {
  'workspace-not-bound': {
    label: 'Connect this workspace',
    leadsTo:
      'The link works once, for thirty minutes. It leads to the portal, where an admin signs in and chooses the organization.',
  },
  'slack-person-not-linked': {
    label: 'Link my account',
    leadsTo:
      'The link works once, for thirty minutes, and is yours alone: do not pass it on. It leads to the portal, where you sign in.',
  },
} as const satisfies Partial<Record<Refusal['reason'], { readonly label: string; readonly leadsTo: string }>>

/** Does a way in exist for this refusal? */
export function hasSlackWayIn(reason: Refusal['reason']): reason is keyof typeof slackWayIn {
  return Object.hasOwn(slackWayIn, reason)
}

/** Who was added, said after the form is gone. */
export function slackAddedText(name: string, organization: string): string {
  return `${name} is invited to ${organization}.`
}

/** Why nobody was added, said after the form is gone. */
export function slackNotAddedText(reasons: readonly string[]): string {
  return ['Nobody was added.', ...reasons, 'Type “/seats add” to try again.'].join(' ')
}

/** What happens with the invitation of somebody who was just added. */
export function slackInvitedText(email: string): string {
  return `The invitation is on its way to ${email}. The sign-up link comes with it when one of the seasons is open, otherwise on the day the first one opens.`
}

/** Slack lets a form be opened for three seconds after a press. */
export const slackTooLateText =
  'That took too long, and Slack no longer opens the form. Please try once more.'

/** A form that an older version of the bot had opened. */
export const slackOutdatedFormText = 'This form is out of date. Close it and open it anew with “/seats add”.'

/** A button in a message that an older version of the bot had posted. */
export const slackOutdatedButtonText = 'This button is out of date. Type “/seats” for fresh ones.'

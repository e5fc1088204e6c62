/** The Slack end of a link that the bot sent, as the page shows it. */
export interface TicketView {
  /** `acme` of acme.slack.com */
  readonly workspace: string
  readonly slackName: string
  readonly slackEmail: string | null
  /** The same e-mail as that of the person who is signed in. */
  readonly sameEmail: boolean
}

import type { Decision } from '../decision.ts'

/** Why a Slack account cannot act in Seatkeeper, whoever is behind it (D-33). */
export type SlackIneligibility =
  'other-workspace' | 'bot' | 'deactivated-in-slack' | 'guest' | 'unconfirmed-email'

/** A Slack account as its workspace describes it at this moment. */
export interface SlackPersonFacts {
  /** The workspace that the account belongs to. */
  readonly teamId: string
  /** Slack Connect: belongs to another organization and sees only what is shared with it. */
  readonly stranger: boolean
  readonly bot: boolean
  readonly deactivated: boolean
  /** Of one channel or of several. */
  readonly guest: boolean
  readonly emailConfirmed: boolean
}

/**
 * SLK-07, D-33: may this Slack account be linked to a member, or act for one? Asked anew whenever it acts, for
 * any of the facts can change after the link was made.
 *
 * @param boundTeamId The workspace in whose name the account acts.
 */
export function decideSlackPerson(
  person: SlackPersonFacts,
  boundTeamId: string,
): Decision<object, 'slack-person-not-eligible'> {
  const cause = ineligibility(person, boundTeamId)
  return cause ? { kind: 'refuse', reason: 'slack-person-not-eligible', cause } : { kind: 'grant' }
}

function ineligibility(person: SlackPersonFacts, boundTeamId: string): SlackIneligibility | null {
  if (person.stranger || person.teamId !== boundTeamId) return 'other-workspace'
  if (person.bot) return 'bot'
  if (person.deactivated) return 'deactivated-in-slack'
  if (person.guest) return 'guest'
  return person.emailConfirmed ? null : 'unconfirmed-email'
}

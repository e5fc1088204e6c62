import type { SlackPayload } from './payload.ts'

/** Who sent it, in Slack's terms. */
export interface Parties {
  /** The workspace in whose name all that follows happens. */
  readonly teamId: string
  /** The empty string for an event that nobody caused. */
  readonly userId: string
  /** `acme` of acme.slack.com, where Slack says it. */
  readonly domain: string | null
  /**
   * Every workspace that the payload names is the same one. Where not, somebody acts across workspaces (Slack Connect, or
   * a form of one workspace that is sent by a member of another), and nothing may be done for them (D-33).
   */
  readonly oneWorkspace: boolean
}

/** The workspace and person behind a payload. */
export function partiesOf({ kind, body }: SlackPayload): Parties {
  if (kind === 'command') {
    const { team_id: teamId, user_id: userId, team_domain: domain = null } = body
    return { teamId, userId, domain, oneWorkspace: true }
  }
  if (kind === 'event') {
    const { user = '' } = body.event
    return { teamId: body.team_id, userId: user, domain: null, oneWorkspace: true }
  }
  const { team, user, view } = body
  const named = [user.team_id, view?.team_id, view?.app_installed_team_id]
  return {
    teamId: team.id,
    userId: user.id,
    domain: team.domain ?? null,
    oneWorkspace: named.every((id) => id == null || id === team.id),
  }
}

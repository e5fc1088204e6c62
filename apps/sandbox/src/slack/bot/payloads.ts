import { app, otherTeam, team } from '../workspace/cast.ts'
import type { CastMember } from '../workspace/cast.ts'

/** The parts of a request that say where it comes from. Slack's own old verification token is never sent. */
const origin = (person: CastMember) => ({
  team: { id: team.id, domain: team.domain },
  user: {
    id: person.id,
    username: person.handle,
    name: person.handle,
    // A stranger acts in this workspace but belongs to another one.
    team_id: person.teamId,
  },
  api_app_id: app.id,
  token: '',
  enterprise: null,
  is_enterprise_install: false,
})

/** A slash command: the only request of Slack's that is a plain form. */
export function commandForm(given: {
  readonly person: CastMember
  readonly command: string
  readonly text: string
  readonly channel: { readonly id: string; readonly name: string }
  readonly responseUrl: string
  readonly triggerId: string
}): Record<string, string> {
  return {
    token: '',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: given.channel.id,
    channel_name: given.channel.name,
    user_id: given.person.id,
    user_name: given.person.handle,
    ...(given.person.teamId === otherTeam.id ? { user_team_id: given.person.teamId } : {}),
    command: given.command,
    text: given.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: given.responseUrl,
    trigger_id: given.triggerId,
  }
}

type Fields = Readonly<Record<string, unknown>>

export const viewSubmission = (
  person: CastMember,
  triggerId: string,
  view: Fields,
): Record<string, unknown> => ({
  type: 'view_submission',
  ...origin(person),
  trigger_id: triggerId,
  view,
  response_urls: [],
})

export const viewClosed = (
  person: CastMember,
  view: Fields,
  isCleared: boolean,
): Record<string, unknown> => ({
  type: 'view_closed',
  ...origin(person),
  view,
  is_cleared: isCleared,
})

/** A press or a choice. `where` holds the container and what Slack tells of it: message, channel, view, state. */
export const blockActions = (
  person: CastMember,
  triggerId: string,
  where: Fields,
  actions: readonly Fields[],
): Record<string, unknown> => ({
  type: 'block_actions',
  ...origin(person),
  trigger_id: triggerId,
  ...where,
  actions,
})

/** What an external select asks while somebody types. */
export const blockSuggestion = (
  person: CastMember,
  where: Fields,
  asked: { readonly blockId: string; readonly actionId: string; readonly query: string },
): Record<string, unknown> => ({
  type: 'block_suggestion',
  ...origin(person),
  ...where,
  block_id: asked.blockId,
  action_id: asked.actionId,
  value: asked.query,
})

export const globalShortcut = (
  person: CastMember,
  triggerId: string,
  callbackId: string,
  at: number,
): Record<string, unknown> => ({
  type: 'shortcut',
  ...origin(person),
  callback_id: callbackId,
  trigger_id: triggerId,
  action_ts: (at / 1000).toFixed(6),
})

/** Somebody has opened the app's Home tab. `at` is epoch milliseconds. */
export const homeOpened = (
  person: CastMember,
  channelId: string,
  view: Fields | undefined,
  at: number,
): Record<string, unknown> => ({
  type: 'event_callback',
  token: '',
  team_id: team.id,
  api_app_id: app.id,
  event_id: `Ev${crypto.randomUUID().replaceAll('-', '').slice(0, 9).toUpperCase()}`,
  event_time: Math.floor(at / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: team.id,
      user_id: app.botUserId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
  event: {
    type: 'app_home_opened',
    user: person.id,
    channel: channelId,
    tab: 'home',
    event_ts: (at / 1000).toFixed(6),
    ...(view ? { view } : {}),
  },
})

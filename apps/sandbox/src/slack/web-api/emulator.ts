import { createEmulator } from 'emulate'
import { app, cast, channels, otherTeam, team } from '../workspace/cast.ts'
import type { CastMember } from '../workspace/cast.ts'
import { translation } from './translation.ts'

/** An answer of Slack's Web API: always JSON, `ok` says how it went. */
export interface ApiAnswer {
  readonly ok: boolean
  readonly error?: string
  readonly [field: string]: unknown
}

/** The emulator behind our front: it keeps channels, messages and views, and knows whose token is whose. */
export interface Emulator {
  /** Calls a method in the bot's name. Ids in arguments and answer are ours. */
  call(method: string, args: Readonly<Record<string, unknown>>): Promise<ApiAnswer>
  /** A trigger by which the bot may open a modal for this person within 3 seconds; with a view, push onto it. */
  trigger(personId: string, viewId?: string): Promise<string>
  /** Whom a trigger was made for. */
  holderOf(triggerId: string): string | undefined
  /** The direct conversation between the bot and a person. */
  directMessage(personId: string): string
  close(): Promise<void>
}

/** The console's own token: it reads what the bot has no scope for. */
const consoleToken = 'xoxp-console-of-the-sandbox'

/** Longer than a trigger is good for: whether it still is, the emulator says. */
const triggerKept = 60_000

/** Starts the emulator on a free port of the loopback with the cast, the channels and the app installed. */
export async function startEmulator(): Promise<Emulator> {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: team.name, domain: team.domain },
        users: cast.map(({ handle, name, email }) => ({ name: handle, real_name: name, email })),
        channels: channels.map(({ name, topic }) => ({ name, topic })),
        oauth_apps: [
          {
            app_id: app.id,
            client_id: 'sandbox',
            client_secret: 'sandbox',
            name: app.name,
            redirect_uris: [],
            scopes: app.scopes,
            bot_id: app.botId,
            bot_user_id: app.botUserId,
            bot_name: app.name.toLowerCase(),
          },
        ],
        tokens: [
          {
            token: app.botToken,
            type: 'bot',
            user_id: app.botUserId,
            scopes: app.scopes,
            app_id: app.id,
            bot_id: app.botId,
            bot_user_id: app.botUserId,
          },
          { token: consoleToken, user_id: 'U000000001', app_id: app.id, bot_id: app.botId },
        ],
        strict_scopes: true,
      },
    },
  })

  const ask = async (token: string, method: string, body: string): Promise<string> => {
    const response = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    })
    return response.status === 404 ? JSON.stringify({ ok: false, error: 'unknown_method' }) : response.text()
  }
  const own = async (method: string, args: unknown = {}) =>
    JSON.parse(await ask(consoleToken, method, JSON.stringify(args))) as ApiAnswer

  const ids = translation([
    ...pairs(
      cast.map((person) => [person.id, person.handle]),
      (await own('users.list')).members,
    ),
    ...pairs(
      channels.map((channel) => [channel.id, channel.name]),
      (await own('conversations.list')).channels,
    ),
  ])
  const call = async (method: string, args: Readonly<Record<string, unknown>>): Promise<ApiAnswer> => {
    const answer = await ask(app.botToken, method, ids.toEmulator(JSON.stringify(args)))
    return withFacts(JSON.parse(ids.fromEmulator(answer)) as ApiAnswer)
  }

  const triggers = new Map<string, string>()
  const direct = new Map<string, string>()
  for (const { id } of cast) {
    const { channel } = await call('conversations.open', { users: id })
    direct.set(id, (channel as { id: string }).id)
  }

  return {
    call,
    async trigger(personId, viewId) {
      const args = { user_id: personId, ...(viewId === undefined ? {} : { view_id: viewId }) }
      const answer = JSON.parse(
        await ask(consoleToken, 'views.generateTriggerId', ids.toEmulator(JSON.stringify(args))),
      ) as ApiAnswer
      if (!answer.ok) throw new Error(`The emulator gave no trigger: ${answer.error}`)
      const triggerId = String(answer.trigger_id)
      triggers.set(triggerId, personId)
      setTimeout(() => triggers.delete(triggerId), triggerKept).unref()
      return triggerId
    },
    holderOf: (triggerId) => triggers.get(triggerId),
    directMessage: (personId) => direct.get(personId) ?? '',
    close: () => emulator.close(),
  }
}

/** Our ids beside the ids of the emulator's things of the same name. */
function pairs(ours: readonly (readonly [id: string, name: string])[], listed: unknown): [string, string][] {
  const found = listed as readonly { readonly id: string; readonly name: string }[]
  return ours.map(([id, name]) => {
    const theirs = found.find((thing) => thing.name === name)
    if (!theirs) throw new Error(`The emulator does not know ${name}`)
    return [id, theirs.id]
  })
}

/** What Slack says of its users and the emulator does not: zone, guest, stranger, confirmed address (SLK-07). */
function withFacts(answer: ApiAnswer): ApiAnswer {
  if (isUser(answer.user)) return { ...answer, user: described(answer.user) }
  if (Array.isArray(answer.members))
    return { ...answer, members: answer.members.map((user) => (isUser(user) ? described(user) : user)) }
  return answer
}

interface User {
  readonly id: string
}

const isUser = (value: unknown): value is User => typeof value === 'object' && value !== null && 'id' in value

function described(user: User): User {
  const person = cast.find(({ id }) => id === user.id)
  return person ? { ...user, ...facts(person) } : user
}

const facts = (person: CastMember) => ({
  team_id: person.teamId,
  tz: person.timeZone,
  tz_offset: offsetSeconds(person.timeZone),
  is_owner: person.handle === 'owner',
  is_primary_owner: person.handle === 'owner',
  is_admin: person.handle === 'owner',
  is_app_user: false,
  is_restricted: person.standing === 'guest',
  is_ultra_restricted: false,
  is_stranger: person.teamId === otherTeam.id,
  is_email_confirmed: person.standing !== 'unconfirmed',
})

function offsetSeconds(zone: string): number {
  const shown = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(
    new Date(),
  )
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(shown) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60)
}

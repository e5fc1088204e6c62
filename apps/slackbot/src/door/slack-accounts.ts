import type { SlackPersonFacts } from '@seatkeeper/rules'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'

/** A Slack account with what the rules ask of it, and what a person recognizes it by. */
export interface SlackAccount extends SlackPersonFacts {
  readonly name: string
  readonly email: string | null
}

/** An account as `users.info` gives it. What Slack leaves out counts against the account. */
const userInfo = z.object({
  team_id: z.string().default(''),
  name: z.string().default(''),
  real_name: z.string().optional(),
  is_stranger: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  deleted: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_email_confirmed: z.boolean().default(false),
  profile: z.looseObject({ email: z.string().optional() }).default({}),
})

/** An account that Slack does not show us is not of this workspace. */
const unknownAccount: SlackAccount = {
  name: '',
  email: null,
  teamId: '',
  stranger: true,
  bot: false,
  deactivated: false,
  guest: false,
  emailConfirmed: false,
}

const REMEMBER_MS = 60_000
const REMEMBER_MOST = 5_000

export interface SlackAccounts {
  /**
   * What Slack says of an account; asked at most once a minute, unless `fresh`, which every submit is (D-33).
   * Rejects when Slack can't be asked.
   */
  find(
    client: WebClient,
    who: { readonly teamId: string; readonly userId: string; readonly fresh: boolean },
  ): Promise<SlackAccount>
}

/** One per process: several commands of one person cost one call. */
export function createSlackAccounts(): SlackAccounts {
  const remembered = new Map<string, { readonly until: number; readonly account: Promise<SlackAccount> }>()
  return {
    find(client, { teamId, userId, fresh }) {
      const key = `${teamId}/${userId}`
      const known = remembered.get(key)
      if (!fresh && known && known.until > performance.now()) return known.account
      const account = ask(client, userId)
      const entry = { until: performance.now() + REMEMBER_MS, account }
      remembered.delete(key)
      remembered.set(key, entry)
      account.catch(() => remembered.get(key) === entry && remembered.delete(key))
      const [oldest] = remembered.keys()
      if (remembered.size > REMEMBER_MOST && oldest !== undefined) remembered.delete(oldest)
      return account
    },
  }
}

async function ask(client: WebClient, userId: string): Promise<SlackAccount> {
  try {
    const { user } = await client.users.info({ user: userId })
    const info = userInfo.parse(user)
    return {
      name: info.real_name ?? info.name,
      email: info.profile.email ?? null,
      teamId: info.team_id,
      stranger: info.is_stranger,
      bot: info.is_bot || userId === 'USLACKBOT',
      deactivated: info.deleted,
      guest: info.is_restricted || info.is_ultra_restricted,
      emailConfirmed: info.is_email_confirmed,
    }
  } catch (error) {
    if (isPlatformError(error, ['user_not_found', 'user_not_visible'])) return unknownAccount
    throw error
  }
}

/** Did Slack itself refuse, with one of these codes? */
export function isPlatformError(error: unknown, codes: readonly string[]): boolean {
  const data = error instanceof Error && 'data' in error ? error.data : undefined
  const code = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined
  return typeof code === 'string' && codes.includes(code)
}

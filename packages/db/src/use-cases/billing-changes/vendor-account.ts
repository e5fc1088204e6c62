import type { Actor } from '../../context.ts'
import { type Db, statement } from '../../statement.ts'

/** What a command of the vendor's says an account is called. */
export type FoundAccount =
  | { readonly kind: 'found'; readonly actor: Extract<Actor, { kind: 'job' }>; readonly name: string }
  | { readonly kind: 'no-account' }
  /** Several have this name: the vendor has to give the identity. */
  | { readonly kind: 'which'; readonly accountIds: readonly string[] }

const find = statement<
  { readonly accountId: string; readonly organizationId: string; readonly name: string },
  [account: string]
>(/* sql */ `
select a.id as "accountId", a.name, o.id as "organizationId" from account a
cross join lateral (select id from organization where account_id = a.id order by created_at, id limit 1) o
where lower(a.name) = lower($1::text) or a.id::text = lower($1::text) order by a.id limit 10
`)

/** The account that a command names, by its name or identity; with who acts on it: the vendor, by a command. */
export async function findAccount(db: Db, account: string): Promise<FoundAccount> {
  const [found, ...others] = await find(db, account.trim())
  if (!found) return { kind: 'no-account' }
  if (others.length > 0) {
    return { kind: 'which', accountIds: [found, ...others].map(({ accountId }) => accountId) }
  }
  const { accountId, organizationId, name } = found
  return {
    kind: 'found',
    name,
    actor: { kind: 'job', job: 'vendor', channel: 'command', accountId, organizationId },
  }
}

import {
  type AccessDecision,
  type Instant,
  type MemberFacts,
  type Scope,
  decideAccess,
  normalizeEmail,
} from '@seatkeeper/rules'
import { judgeKey, KEY_COLUMNS, type KeyVerdict, noteUse, type PresentedKey } from '../api-keys/presented.ts'
import type { Database } from '../database.ts'
import { isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow, accountFactsOf } from '../tenant-facts.ts'
import { HELD_SEASONS } from './member-row.ts'

/** Who is meant: a member's identity or an e-mail address; null, when the text can be neither. */
export interface MeantMember {
  readonly memberId: string | null
  readonly emailKey: string | null
}

export function meantMember(text: string): MeantMember | null {
  if (isUuid(text)) return { memberId: text, emailKey: null }
  const address = normalizeEmail(text)
  return address.kind === 'grant' ? { memberId: null, emailKey: address.key } : null
}

export interface AccessAnswer {
  readonly memberId: string
  readonly decision: AccessDecision
}

export type AccessAnswers =
  | { readonly key: Exclude<KeyVerdict, 'good'> }
  | {
      readonly key: 'good'
      readonly organizationId: string
      /** In the order of the question; null: no member of the key's organization. */
      readonly answers: readonly (AccessAnswer | null)[]
    }

/** Where the vendor's product asks (ACC-03). */
export interface AccessDesk {
  /**
   * May these people sign in at `now`? Whoever they are, one statement reads key, account and members. Who is no member of the
   * key's organization is not there, wherever else they may be.
   */
  ask(question: {
    readonly keyHash: Buffer
    readonly scope: Scope
    readonly members: readonly (MeantMember | null)[]
    readonly now: Instant
    readonly wallNow: Instant
  }): Promise<AccessAnswers>
}

/** More at once only wait for the same processors, and fewer go into one statement. */
const STATEMENTS_AT_ONCE = 2
/** A statement that asks for more would make the others wait for it. */
const MEMBERS_PER_STATEMENT = 200

interface Waiting {
  readonly keyHash: Buffer
  readonly members: readonly (MeantMember | null)[]
  readonly resolve: (found: Found) => void
  readonly reject: (fault: unknown) => void
}

interface Found {
  readonly key: PresentedKey | undefined
  readonly rows: ReadonlyMap<number, FactsRow>
}

/**
 * Questions that arrive while statements are under way are asked together in the next one: under load the database plans, sends
 * and wakes once for many of them, and a lone question waits for nobody. Each is read after it was asked, so no answer is older
 * than its question.
 */
export function createAccessDesk(database: Pick<Database, 'product'>): AccessDesk {
  const db = database.product().getKysely() as Db
  const queue: Waiting[] = []
  let underWay = 0

  function next(): void {
    if (underWay >= STATEMENTS_AT_ONCE || queue.length === 0) return
    const asked = [queue.shift()!]
    let members = asked[0]!.members.length
    while (queue.length > 0 && members + queue[0]!.members.length <= MEMBERS_PER_STATEMENT) {
      members += queue[0]!.members.length
      asked.push(queue.shift()!)
    }
    underWay++
    readTogether(db, asked)
      .catch((fault: unknown) => {
        for (const { reject } of asked) reject(fault)
      })
      .finally(() => {
        underWay--
        next()
      })
  }

  return {
    async ask({ keyHash, scope, members, now, wallNow }) {
      const { promise, resolve, reject } = Promise.withResolvers<Found>()
      queue.push({ keyHash, members, resolve, reject })
      next()
      const { key, rows } = await promise
      const verdict = judgeKey(key, scope, wallNow)
      if (verdict !== 'good') return { key: verdict }
      await noteUse(db, key!, wallNow)
      const answers = members.map((_, n) => {
        const row = rows.get(n)
        if (!row || row.memberId === null) return null
        const account = accountFactsOf(row.account)
        return { memberId: row.memberId, decision: decideAccess({ member: row, account }, now) }
      })
      return { key: 'good', organizationId: key!.organizationId, answers }
    },
  }
}

async function readTogether(db: Db, asked: readonly Waiting[]): Promise<void> {
  const keys = new Map<string, { readonly place: number; readonly hash: Buffer }>()
  const places: number[] = []
  const memberIds: (string | null)[] = []
  const emailKeys: (string | null)[] = []
  for (const { keyHash, members } of asked) {
    const name = keyHash.toString('latin1')
    const key = keys.get(name) ?? { place: keys.size + 1, hash: keyHash }
    keys.set(name, key)
    for (const member of members) {
      places.push(key.place)
      memberIds.push(member?.memberId ?? null)
      emailKeys.push(member?.emailKey ?? null)
    }
  }
  const hashes = [...keys.values()].map(({ hash }) => hash)
  const rows = await selectFacts(db, hashes, places, memberIds, emailKeys)
  let from = 0
  const byPlace = new Map(rows.map((row) => [row.n, row]))
  for (const { members, resolve } of asked) {
    const own = new Map<number, FactsRow>()
    for (let n = 0; n < members.length; n++) {
      const row = byPlace.get(from + n + 1)
      if (row) own.set(n, row)
    }
    from += members.length
    resolve({ key: own.get(0), rows: own })
  }
}

type FactsRow = PresentedKey &
  MemberFacts & { readonly n: number; readonly memberId: string | null; readonly account: AccountRow }

/** A row for each question whose key is known; its member's columns are null when there is no such member. */
const selectFacts = statement<
  FactsRow,
  [
    hashes: readonly Buffer[],
    keyPlaces: readonly number[],
    memberIds: readonly (string | null)[],
    emailKeys: readonly (string | null)[],
  ]
>(/* sql */ `
with key as materialized (
  select given.place, ${KEY_COLUMNS}, ${ACCOUNT_FACTS} as account
  from unnest($1::bytea[]) with ordinality given(hash, place)
  join api_key k on k.secret_hash = given.hash and k.revoked_at is null
  join account a on a.id = k.account_id
)
select asked.n, key.*, m.id as "memberId", m.type, m.invited_at as "invitedAt", m.signed_up_at as "signedUpAt", m.joined_at as "joinedAt",
  m.deactivated_at as "deactivatedAt", m.removed_at as "removedAt",
  case when m.type = 'seasonal' then ${HELD_SEASONS} else '[]' end as seasons
from unnest($2::int[], $3::uuid[], $4::text[]) with ordinality asked(place, member_id, email_key, n)
join key on key.place = asked.place
left join member m on m.organization_id = key."organizationId" and m.id = coalesce(asked.member_id, (
  select e.id from member e where e.organization_id = key."organizationId" and e.email_key = asked.email_key))
`)

import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { chainKey, contentOf, linkOf, SEALED_COLUMNS, type SealedEntry } from './entry-content.ts'

/**
 * How long before the last sealing an entry may have been noted and still be sealed, in minutes: its transaction may have begun before
 * and ended after, but none lives longer than half a minute (`orm.ts`). What is older and has no seal was put there behind the chain.
 */
export const LATE_MINUTES = 10

/** SQL: from when on an entry without a seal is only not sealed yet. */
export const SEALABLE_SINCE = /* sql */ `
coalesce((select max(sealed_at) from audit_seal), '-infinity'::timestamptz) - interval '${LATE_MINUTES} minutes'`

const tryLock = statement<{ readonly locked: boolean }, []>(/* sql */ `
select pg_try_advisory_xact_lock(7341905231) as locked
`)

const selectUnsealed = statement<SealedEntry, [limit: number]>(/* sql */ `
select ${SEALED_COLUMNS}
from audit a
where a.noted_at >= (select ${SEALABLE_SINCE})
  and not exists (select from audit_seal s where s.audit_id = a.id)
order by a.noted_at, a.id limit $1::integer
`)

interface End {
  readonly organizationId: string | null
  readonly position: number
  readonly link: Buffer
}

const selectEnds = statement<End, [organizationIds: readonly (string | null)[]]>(/* sql */ `
select s.organization_id as "organizationId", s.position, s.link
from unnest($1::uuid[]) as o(id)
cross join lateral (
  select * from audit_seal where organization_id is not distinct from o.id order by position desc limit 1
) s
`)

const insertSeals = statement<
  never,
  [
    auditIds: readonly string[],
    organizationIds: readonly (string | null)[],
    positions: readonly number[],
    contents: readonly string[],
    links: readonly string[],
  ]
>(/* sql */ `
insert into audit_seal (audit_id, organization_id, position, content, link, sealed_at)
select id, organization_id, position, decode(content, 'hex'), decode(link, 'hex'), clock_timestamp()
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[])
  as given(id, organization_id, position, content, link)
`)

/**
 * USER-10: puts what was noted since into each organization's chain, in batches of a transaction each, and gives how many entries that
 * were. Those who note something wait for nobody and know nothing of the chain: an entry takes its place when it is sealed, whenever its
 * transaction came to its end. Beside another worker, one seals and the other goes on.
 *
 * @param em `database.worker()`.
 */
export async function sealAudit(em: Em, { secret, batch = 1000 }: { secret: string; batch?: number }) {
  const key = chainKey(secret)
  let sealed = 0
  for (;;) {
    const count = await inTransaction(em, (db) => sealSome(db, key, batch))
    sealed += count
    if (count < batch) return sealed
  }
}

async function sealSome(db: Db, key: Buffer, limit: number): Promise<number> {
  const [lock] = await tryLock(db)
  if (!lock?.locked) return 0
  const entries = await selectUnsealed(db, limit)
  if (entries.length === 0) return 0
  const chains = [...new Set(entries.map(({ organizationId }) => organizationId))]
  const ends = new Map((await selectEnds(db, chains)).map((end) => [end.organizationId, end]))
  const seals = entries.map((entry) => {
    const { organizationId } = entry
    const end = ends.get(organizationId)
    const position = (end?.position ?? 0) + 1
    const content = contentOf(key, entry)
    const link = linkOf(key, end?.link ?? null, position, content)
    ends.set(organizationId, { organizationId, position, link })
    return { auditId: entry.auditId, organizationId, position, content, link }
  })
  await insertSeals(
    db,
    seals.map(({ auditId }) => auditId),
    seals.map(({ organizationId }) => organizationId),
    seals.map(({ position }) => position),
    seals.map(({ content }) => content.toString('hex')),
    seals.map(({ link }) => link.toString('hex')),
  )
  return seals.length
}

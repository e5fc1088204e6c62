import { type Decision, type ImportRow, type Instant, type RefusalOf, planImport } from '@seatkeeper/rules'
import type { Actor, QueryContext } from '../context.ts'
import { IdempotencyConflict } from '../faults.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTenant } from '../transaction.ts'
import { type PlannedRow, plannedRow } from './import.ts'
import { readImportFacts } from './import-facts.ts'

export interface NewImport {
  /** Made when the form was rendered: the same file sent twice is one import. */
  readonly importId: string
  readonly fileName: string
  /** SHA-256 of the file's bytes, 32 of them. */
  readonly fileHash: Uint8Array
  readonly encoding: string
  readonly separator: string
  /** At least one. */
  readonly rows: readonly ImportRow[]
}

const insertImport = statement<
  { readonly id: string },
  [
    id: string,
    organizationId: string,
    accountId: string,
    memberId: string,
    fileName: string,
    fileHash: Buffer,
    encoding: string,
    separator: string,
    rows: number,
    now: string,
  ]
>(/* sql */ `
insert into user_import (
  id, organization_id, account_id, member_id, file_name, file_hash, encoding, separator, rows, state, created_at, checked_at)
values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::bytea, $7::text, $8::text, $9::integer, 'checked',
  $10::timestamptz, $10::timestamptz)
on conflict (id) do nothing
returning id
`)

const selectHash = statement<{ readonly hash: string }, [id: string]>(/* sql */ `
select encode(file_hash, 'hex') as hash from user_import where id = $1::uuid
`)

const insertRows = statement<
  never,
  [importId: string, organizationId: string, accountId: string, rows: string]
>(/* sql */ `
insert into user_import_row (import_id, nth, organization_id, account_id, said, plan, task, why)
select $1::uuid, r.nth, $2::uuid, $3::uuid, r.said, r.plan, r.task, r.why
from jsonb_to_recordset($4::jsonb) as r(nth integer, said jsonb, plan text, task jsonb, why jsonb)
`)

/** How many rows one statement writes: it stays short however long the file is. */
const AT_ONCE = 2_000

type CheckRefusal = 'not-permitted' | 'account-locked'

/**
 * USER-09: the dry run. Keeps the file's rows with what each would do now; nobody is added or changed. Only a member can: the
 * import will be carried out in their name.
 */
export async function checkImport(
  { em, actor, now }: QueryContext,
  input: NewImport,
): Promise<Decision<{ readonly importId: string }, CheckRefusal>> {
  if (actor.kind !== 'member' || !isUuid(input.importId)) return { kind: 'refuse', reason: 'not-permitted' }
  const { importId, fileName, encoding, separator, rows } = input
  const fileHash = Buffer.from(input.fileHash)
  return inTenant(em, actor, async (db) => {
    const planned = await plan(db, actor, rows, now)
    if ('reason' in planned) return planned
    const [made] = await insertImport(
      db,
      importId,
      actor.organizationId,
      actor.accountId,
      actor.memberId,
      fileName,
      fileHash,
      encoding,
      separator,
      rows.length,
      iso(now),
    )
    if (!made) {
      const [earlier] = await selectHash(db, importId)
      if (earlier?.hash !== fileHash.toString('hex'))
        throw new IdempotencyConflict('The key belongs to another file')
      return { kind: 'grant', importId }
    }
    for (let from = 0; from < planned.length; from += AT_ONCE) {
      const part = JSON.stringify(planned.slice(from, from + AT_ONCE))
      await insertRows(db, importId, actor.organizationId, actor.accountId, part)
    }
    return { kind: 'grant', importId }
  })
}

async function plan(
  db: Db,
  actor: Actor,
  rows: readonly ImportRow[],
  now: Instant,
): Promise<readonly PlannedRow[] | RefusalOf<CheckRefusal>> {
  const facts = await readImportFacts(db, actor, rows, now)
  if ('reason' in facts) return facts
  return planImport(facts, rows, now).map((plan, i) => plannedRow(i + 1, rows[i]!, plan))
}

const lockChecked = statement<{ readonly id: string }, [id: string, organizationId: string]>(/* sql */ `
select id from user_import where id = $1::uuid and organization_id = $2::uuid and state = 'checked' for update
`)

const selectSaid = statement<{ readonly said: ImportRow }, [id: string]>(/* sql */ `
select said from user_import_row where import_id = $1::uuid order by nth
`)

const updatePlans = statement<never, [id: string, rows: string]>(/* sql */ `
update user_import_row r set plan = w.plan, task = w.task, why = w.why
from jsonb_to_recordset($2::jsonb) as w(nth integer, plan text, task jsonb, why jsonb)
where r.import_id = $1::uuid and r.nth = w.nth
`)

const dateCheck = statement<never, [id: string, now: string]>(/* sql */ `
update user_import set checked_at = $2::timestamptz where id = $1::uuid
`)

/** The dry run once more, as things stand now. */
export async function recheckImport(
  { em, actor, now }: QueryContext,
  importId: string,
): Promise<Decision<object, CheckRefusal | 'not-found'>> {
  if (!isUuid(importId)) return { kind: 'refuse', reason: 'not-found' }
  return inTenant(em, actor, async (db) => {
    const [found] = await lockChecked(db, importId, actor.organizationId)
    if (!found) return { kind: 'refuse', reason: 'not-found' }
    const rows = (await selectSaid(db, importId)).map(({ said }) => said)
    const planned = await plan(db, actor, rows, now)
    if ('reason' in planned) return planned
    for (let from = 0; from < planned.length; from += AT_ONCE) {
      const part = planned.slice(from, from + AT_ONCE).map(({ said: _, ...row }) => row)
      await updatePlans(db, importId, JSON.stringify(part))
    }
    await dateCheck(db, importId, iso(now))
    return { kind: 'grant' }
  })
}

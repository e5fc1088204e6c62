import type { ImportRow, Instant, RowRefusal } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { isUuid } from '../parameters.ts'
import { statement } from '../statement.ts'
import { inTenant } from '../transaction.ts'
import type { ImportMode, ImportState, RowOutcome, RowResult } from '../imports/import.ts'

export interface ImportSummary {
  readonly importId: string
  readonly fileName: string
  readonly rows: number
  readonly state: ImportState
  readonly mode: ImportMode | null
  readonly createdAt: Instant
  /** Null when they are no member any more. */
  readonly by: string
}

export interface ImportDetails extends ImportSummary {
  readonly fileHash: string
  readonly encoding: string
  readonly separator: string
  readonly checkedAt: Instant
  readonly finishedAt: Instant | null
  /** Rows gone through so far. */
  readonly progress: number
  /** May whoever asks commit it? Only who brought it can. */
  readonly own: boolean
  /** The same file was carried out before, at this moment. */
  readonly doneBefore: Instant | null
  /** How many rows are of each outcome and each result. */
  readonly counts: Readonly<Record<RowOutcome, number>>
  readonly results: Readonly<Record<RowResult, number>>
}

export interface ImportLine {
  readonly nth: number
  readonly said: ImportRow
  readonly plan: RowOutcome
  readonly why: RowRefusal | null
  readonly result: RowResult | null
  readonly resultWhy: RowRefusal | null
}

const SUMMARY = /* sql */ `
i.id as "importId", i.file_name as "fileName", i.rows, i.state, i.mode, i.created_at as "createdAt", m.name as by`

const selectRecent = statement<ImportSummary, [organizationId: string]>(/* sql */ `
select ${SUMMARY} from user_import i join member m on m.id = i.member_id
where i.organization_id = $1::uuid order by i.created_at desc, i.id desc limit 10
`)

/** The last files that were brought. */
export async function recentImports({ em, actor }: QueryContext): Promise<readonly ImportSummary[]> {
  return inTenant(em, actor, (db) => selectRecent(db, actor.organizationId))
}

const selectImport = statement<
  ImportDetails,
  [importId: string, organizationId: string, memberId: string | null]
>(/* sql */ `
select ${SUMMARY}, encode(i.file_hash, 'hex') as "fileHash", i.encoding, i.separator, i.checked_at as "checkedAt",
  i.finished_at as "finishedAt", i.progress, i.member_id is not distinct from $3::uuid as own,
  (select max(d.finished_at) from user_import d
   where d.organization_id = i.organization_id and d.file_hash = i.file_hash and d.state = 'done' and d.id <> i.id
  ) as "doneBefore",
  jsonb_build_object('add', c.adds, 'change', c.changes, 'same', c.same, 'refuse', c.refused) as counts,
  jsonb_build_object('added', c.r_added, 'changed', c.r_changed, 'refused', c.r_refused) as results
from user_import i join member m on m.id = i.member_id
cross join lateral (
  select count(*) filter (where plan = 'add') as adds, count(*) filter (where plan = 'change') as changes,
    count(*) filter (where plan = 'same') as same, count(*) filter (where plan = 'refuse') as refused,
    count(*) filter (where result = 'added') as r_added, count(*) filter (where result = 'changed') as r_changed,
    count(*) filter (where result = 'refused') as r_refused
  from user_import_row r where r.import_id = i.id
) c
where i.id = $1::uuid and i.organization_id = $2::uuid
`)

const LINE = /* sql */ `nth, said, plan, why, result, result_why as "resultWhy"`

const selectAll = statement<ImportLine, [importId: string, from: number, size: number]>(/* sql */ `
select ${LINE} from user_import_row where import_id = $1::uuid and nth > $2::integer
order by nth limit $3::integer
`)
const selectPlanned = statement<
  ImportLine,
  [importId: string, from: number, size: number, plan: string]
>(/* sql */ `
select ${LINE} from user_import_row where import_id = $1::uuid and plan = $4::text
order by nth offset $2::integer limit $3::integer
`)
const selectDone = statement<
  ImportLine,
  [importId: string, from: number, size: number, result: string]
>(/* sql */ `
select ${LINE} from user_import_row where import_id = $1::uuid and result = $4::text
order by nth offset $2::integer limit $3::integer
`)

export interface ImportPageParams {
  readonly importId: string
  /** Only rows of this outcome of the check, or of this result. */
  readonly show?: RowOutcome | RowResult
  /** From 0. */
  readonly page: number
  readonly size: number
}

/** A file with one page of its rows: two statements, however long it is. Null: there is none such here. */
export async function importPage(
  { em, actor }: QueryContext,
  { importId, show, page, size }: ImportPageParams,
): Promise<{ readonly details: ImportDetails; readonly lines: readonly ImportLine[] } | null> {
  if (!isUuid(importId)) return null
  return inTenant(em, actor, async (db) => {
    const by = actor.kind === 'member' ? actor.memberId : null
    const [details] = await selectImport(db, importId, actor.organizationId, by)
    if (!details) return null
    const from = page * size
    const lines =
      show === undefined
        ? await selectAll(db, importId, from, size)
        : show === 'added' || show === 'changed' || show === 'refused'
          ? await selectDone(db, importId, from, size, show)
          : await selectPlanned(db, importId, from, size, show)
    return { details, lines }
  })
}

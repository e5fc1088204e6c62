import type { ImportRow, RowPlan, RowRefusal } from '@seatkeeper/rules'
import { type Db, statement } from '../statement.ts'
import type { NewUser } from '../use-cases/add-user.ts'
import type { UserEdit } from '../use-cases/edit-user.ts'
import { summaryOf } from '../use-cases/seat-summary.ts'

export type ImportState = 'checked' | 'queued' | 'running' | 'done' | 'refused'
/** `all-or-nothing`: one row that cannot be keeps all others out. `valid-rows`: the others are done. */
export type ImportMode = 'all-or-nothing' | 'valid-rows'
export type RowOutcome = RowPlan['kind']
export type RowResult = 'added' | 'changed' | 'refused'

/** What is to be done for a row, as the use cases take it. */
export type RowTask =
  | { readonly kind: 'add'; readonly input: NewUser }
  /** `confirmed` stands for the seats that the check has shown. */
  | { readonly kind: 'change'; readonly input: UserEdit; readonly confirmed: string }

export interface PlannedRow {
  readonly nth: number
  readonly said: ImportRow
  readonly plan: RowOutcome
  readonly task: RowTask | null
  readonly why: RowRefusal | null
}

export function plannedRow(nth: number, said: ImportRow, plan: RowPlan): PlannedRow {
  const row = { nth, said, plan: plan.kind, task: null, why: null }
  switch (plan.kind) {
    case 'same':
      return row
    case 'refuse':
      return { ...row, why: plan.why }
    case 'add':
      return { ...row, task: { kind: 'add', input: { email: plan.email, ...plan.wanted } } }
    case 'change': {
      const input = { memberId: plan.memberId, ...plan.wanted }
      return { ...row, task: { kind: 'change', input, confirmed: summaryOf(plan.outcome).digest } }
    }
  }
}

/** Writes what came of rows; what stands there already stays. */
export const writeResults = statement<
  never,
  [importId: string, results: string, progress: number]
>(/* sql */ `
with written as (
  update user_import_row r set result = w.result, result_why = w.why
  from jsonb_to_recordset($2::jsonb) as w(nth integer, result text, why jsonb)
  where r.import_id = $1::uuid and r.nth = w.nth and r.result is null
)
update user_import set progress = greatest(progress, $3::integer) where id = $1::uuid
`)

export interface WrittenResult {
  readonly nth: number
  readonly result: RowResult
  readonly why: RowRefusal | null
}

export const writeAll = (
  db: Db,
  importId: string,
  results: readonly WrittenResult[],
  progress: number,
): Promise<unknown> => writeResults(db, importId, JSON.stringify(results), progress)

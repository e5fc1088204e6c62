import { type Instant, refused } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { Database } from '../database.ts'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { asOne, inTenant, rollBackWith } from '../transaction.ts'
import { addUser } from '../use-cases/add-user.ts'
import { addUsers } from '../use-cases/add-users.ts'
import { editUser } from '../use-cases/edit-user.ts'
import type { ImportClaim } from './claim-import.ts'
import { type RowTask, type WrittenResult, writeAll } from './import.ts'

interface TaskRow {
  readonly nth: number
  readonly task: RowTask
}

/** Rows that are still to be done, in the order of the file. */
const selectTasks = statement<TaskRow, [importId: string, after: number, limit: number]>(/* sql */ `
select nth, task from user_import_row
where import_id = $1::uuid and nth > $2::integer and task is not null and result is null
order by nth limit $3::integer
`)

const finish = statement<
  { readonly id: string },
  [id: string, lease: string, state: string, now: string]
>(/* sql */ `
update user_import set state = $3::text, finished_at = $4::timestamptz, lease = null, leased_until = null,
  progress = case when $3::text = 'done' then rows else progress end
where id = $1::uuid and lease = $2::uuid and state = 'running'
returning id
`)

/** So many rows are done between two looks at the lease. */
const STEP = 20
/** So many are added by one statement where all rows stand or fall together. */
const TOGETHER = 500

export interface ImportRun {
  readonly database: Database
  readonly businessNow: () => Instant
  /**
   * Called after each step with how many rows were gone through: false, and the rest is left to whoever has the lease now, or to the
   * next start.
   */
  readonly goOn: (progress: number) => Promise<boolean>
}

/**
 * Carries out a committed file (USER-09). Whatever kills it, the next one goes on where it stopped: each row has an idempotency key of
 * its own, so one that was done and not noted is not done again. Each is decided anew; one that cannot be any more, or would
 * take other seats than the check has shown, is refused. Gives how it ended; `left`: somebody else goes on.
 */
export async function runImport(run: ImportRun, claim: ImportClaim): Promise<'done' | 'refused' | 'left'> {
  return claim.mode === 'valid-rows' ? runRows(run, claim) : runTogether(run, claim)
}

async function runRows(
  { database, businessNow, goOn }: ImportRun,
  claim: ImportClaim,
): Promise<'done' | 'left'> {
  const { importId, actor, lease } = claim
  const em = database.tenant()
  let after = 0
  for (;;) {
    const rows = await inTenant(em, actor, (db) => selectTasks(db, importId, after, STEP))
    if (rows.length === 0) break
    const results: WrittenResult[] = []
    for (const { nth, task } of rows) {
      const context = { em, actor, now: businessNow(), idempotencyKey: `import:${importId}:${nth}` }
      results.push({ nth, ...(await doRow(context, task)) })
    }
    after = rows.at(-1)!.nth
    await inTenant(em, actor, (db) => writeAll(db, importId, results, after))
    if (!(await goOn(after))) return 'left'
  }
  const ended = await inTenant(em, actor, (db) => finish(db, importId, lease, 'done', iso(businessNow())))
  return ended.length === 1 ? 'done' : 'left'
}

type Result = Omit<WrittenResult, 'nth'>

const CHANGED_MEANWHILE = { kind: 'refuse', reason: 'changed-meanwhile' } as const

async function doRow(context: UseCaseContext, task: RowTask): Promise<Result> {
  if (task.kind === 'add') {
    const answer = await addUser(context, task.input)
    return refused(answer) ? { result: 'refused', why: answer } : { result: 'added', why: null }
  }
  const { input, confirmed } = task
  const answer = await editUser(context, { ...input, confirmed })
  switch (answer.kind) {
    case 'grant':
      return { result: 'changed', why: null }
    case 'confirm':
      return { result: 'refused', why: CHANGED_MEANWHILE }
    case 'refuse':
      return { result: 'refused', why: answer }
  }
}

/** What a try to do all rows together came to: the rows that could not be, or that the lease was lost. */
type Together = { readonly kind: 'refused'; readonly rows: readonly WrittenResult[] } | 'done' | 'left'

async function runTogether(run: ImportRun, claim: ImportClaim): Promise<'done' | 'refused' | 'left'> {
  const { database, businessNow } = run
  const { importId, actor, lease } = claim
  const em = database.tenant()
  const now = businessNow()
  const outcome = await asOne<Together>(em, actor, async (joined, db) => {
    const results: WrittenResult[] = []
    let after = 0
    for (;;) {
      const rows = await selectTasks(db, importId, after, TOGETHER)
      if (rows.length === 0) break
      after = rows.at(-1)!.nth
      results.push(...(await doTogether(run, { em: joined, actor, now }, rows, importId)))
      if (!(await run.goOn(after))) rollBackWith('left' satisfies Together)
    }
    const bad = results.filter(({ result }) => result === 'refused')
    if (bad.length > 0) rollBackWith({ kind: 'refused', rows: bad } satisfies Together)
    for (let from = 0; from < results.length; from += TOGETHER) {
      await writeAll(db, importId, results.slice(from, from + TOGETHER), after)
    }
    const ended = await finish(db, importId, lease, 'done', iso(now))
    if (ended.length === 0) rollBackWith('left' satisfies Together)
    return 'done'
  })
  if (typeof outcome === 'string') return outcome
  return refuseAll(em, claim, outcome.rows, now)
}

/** Rows that are added one after the other go in by one statement; what is changed, one by one. In the order of the file. */
async function doTogether(
  run: ImportRun,
  context: UseCaseContext,
  rows: readonly TaskRow[],
  importId: string,
): Promise<WrittenResult[]> {
  const results: WrittenResult[] = []
  let adds: { nth: number; task: Extract<RowTask, { kind: 'add' }> }[] = []
  const flush = async () => {
    if (adds.length === 0) return
    const idempotencyKey = `import:${importId}:from-${adds[0]!.nth}`
    const answer = await addUsers(
      { ...context, idempotencyKey },
      adds.map(({ task }) => task.input),
    )
    if (answer.kind === 'grant') {
      for (const { nth } of adds) results.push({ nth, result: 'added', why: null })
    } else {
      for (const { row, refusal } of answer.rows) {
        results.push({ nth: adds[row]!.nth, result: 'refused', why: refusal })
      }
    }
    adds = []
  }
  for (const { nth, task } of rows) {
    if (task.kind === 'add') {
      adds.push({ nth, task })
      continue
    }
    await flush()
    const idempotencyKey = `import:${importId}:${nth}`
    results.push({ nth, ...(await doRow({ ...context, idempotencyKey }, task)) })
    if (results.length % STEP === 0 && !(await run.goOn(nth))) break
  }
  await flush()
  return results
}

/** Nothing was done: the rows that stood in the way say why. */
async function refuseAll(
  em: Em,
  { importId, actor, lease }: ImportClaim,
  rows: readonly WrittenResult[],
  now: Instant,
): Promise<'refused' | 'left'> {
  return inTenant(em, actor, async (db: Db) => {
    const ended = await finish(db, importId, lease, 'refused', iso(now))
    if (ended.length === 0) return 'left'
    for (let from = 0; from < rows.length; from += TOGETHER) {
      await writeAll(db, importId, rows.slice(from, from + TOGETHER), 0)
    }
    return 'refused'
  })
}

import { setTimeout as pause } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import type { Tenant } from './context.ts'
import type { Em } from './orm.ts'
import { isUuid } from './parameters.ts'
import type { Db } from './statement.ts'

/** Leaves a transaction by rolling it back and gives a value all the same: a refusal, or 'look again'. */
class Rollback {
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
}

/** Inside `inTenant` or `inTransaction`: undo everything and answer with `value`. */
export function rollBackWith(value: unknown): never {
  throw new Rollback(value)
}

/**
 * Runs `work` in a transaction that reaches one tenant's rows alone. The settings of row-level security are set in
 * the very message that opens the transaction and end with it, so no pooled connection carries them on.
 */
export async function inTenant<T>(em: Em, tenant: Tenant, work: (db: Db) => Promise<T>): Promise<T> {
  return run(em, `begin; ${tenantSettings(tenant)}`, work)
}

/**
 * The same for changes. Their statements are large and find all their rows by keys, so one plan serves all parameters,
 * made once per connection; and as the planner can't know how few rows the parameters hold, it is told to go by the
 * indexes (it would read all seats to find one).
 */
export async function changeInTenant<T>(em: Em, tenant: Tenant, work: (db: Db) => Promise<T>): Promise<T> {
  return run(em, `begin; ${tenantSettings(tenant)}; ${BY_INDEX}`, work)
}

const BY_INDEX = 'set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off'

function tenantSettings({ organizationId, accountId }: Tenant): string {
  // They go into the text, since a message of several statements takes no parameters.
  if (!isUuid(organizationId) || !isUuid(accountId)) throw new TypeError('A tenant is named by two UUIDs')
  return (
    `set local seatkeeper.organization_id = '${organizationId}'; ` +
    `set local seatkeeper.account_id = '${accountId}'`
  )
}

/** Runs `work` in a transaction of a door without tenants: identity, worker. */
export async function inTransaction<T>(em: Em, work: (db: Db) => Promise<T>): Promise<T> {
  return run(em, 'begin', work)
}

/**
 * The same for changes that go through many tenants, one after the other: by the indexes, however little the planner knows of tables that
 * grow while it goes on (the first night's invoices would be read from end to end for each account).
 */
export async function changeInTransaction<T>(em: Em, work: (db: Db) => Promise<T>): Promise<T> {
  return run(em, `begin; ${BY_INDEX}`, work)
}

/** Entity managers on which a transaction is open already, with its connection. */
const open = new WeakMap<Em, Db>()

/**
 * Runs several changes of one tenant as one: what is done with the entity manager that `work` is given happens all together
 * when it returns, or not at all. Each change has a savepoint of its own, so one that is refused undoes only itself.
 */
export async function asOne<T>(em: Em, tenant: Tenant, work: (em: Em, db: Db) => Promise<T>): Promise<T> {
  return changeInTenant(em, tenant, async (db) => {
    const joined = em.fork()
    open.set(joined, db)
    return work(joined, db)
  })
}

async function run<T>(em: Em, begin: string, work: (db: Db) => Promise<T>): Promise<T> {
  const around = open.get(em)
  if (around) return runWithin(around, work)
  return (em.getKysely() as Db).connection().execute(async (connection) => {
    const db = connection as Db
    await send(db, begin)
    try {
      const result = await work(db)
      await send(db, 'commit')
      return result
    } catch (fault) {
      await send(db, 'rollback').catch(() => {})
      if (fault instanceof Rollback) return fault.value as T
      throw fault
    }
  })
}

/** A transaction within one: the settings of the tenant stand already. */
async function runWithin<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  await send(db, 'savepoint one_change')
  try {
    const result = await work(db)
    await send(db, 'release savepoint one_change')
    return result
  } catch (fault) {
    await send(db, 'rollback to savepoint one_change; release savepoint one_change')
    if (fault instanceof Rollback) return fault.value as T
    throw fault
  }
}

async function send(db: Db, text: string): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(text))
}

/** 'Look again': somebody else holds the lock of what we need, or was quicker. */
export const AGAIN = Symbol('again')

/**
 * How long we look again before we say that it is too busy: longer than a holder that hangs can hold, since PostgreSQL cuts
 * such a one off after ten seconds (`orm.ts`).
 */
const PATIENCE_MS = 12_000
const LONGEST_PAUSE_MS = 40

/**
 * Lost races that PostgreSQL reports: deadlock, serialization, a unique key that somebody else was quicker with, and a row that
 * somebody else has deleted while we were about to point to it (a permission set).
 */
const LOST_RACES = new Set(['40P01', '40001', '23505', '23503'])

/**
 * Tries until there is an answer. Each try is a transaction of its own: while we wait we hold no locks, so that two who
 * need each other's last seat cannot wait for each other for ever. Null: no answer within the patience.
 */
export async function untilDecided<T>(attempt: () => Promise<T | typeof AGAIN>): Promise<T | null> {
  const start = performance.now()
  for (let tries = 1; ; tries++) {
    const answer = await attempt().catch((fault: unknown) => {
      const code = (fault as { code?: string } | null)?.code
      if (code !== undefined && LOST_RACES.has(code) && performance.now() - start < PATIENCE_MS) return AGAIN
      throw fault
    })
    if (answer !== AGAIN) return answer as T
    if (performance.now() - start > PATIENCE_MS) return null
    await pause(1 + Math.random() * Math.min(LONGEST_PAUSE_MS, 2 ** tries))
  }
}

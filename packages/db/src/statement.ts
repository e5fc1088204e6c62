import { CompiledQuery } from 'kysely'
import type { Em } from './orm.ts'

/** Where statements are sent: a pool, or one connection with a transaction on it. */
export type Db = ReturnType<Em['getKysely']>

/**
 * A statement written as SQL, with the shape of its rows and parameters said once. The text never changes, so each
 * connection parses and plans it once (`named-statements.ts`). Parameters: moments as ISO strings (`iso`), days as
 * they are, JSON as text.
 */
export function statement<Row, Params extends readonly unknown[]>(text: string) {
  return async (db: Db, ...params: Params): Promise<Row[]> => {
    const { rows } = await db.executeQuery<Row>(
      CompiledQuery.raw(text, params as readonly unknown[] as unknown[]),
    )
    return rows
  }
}

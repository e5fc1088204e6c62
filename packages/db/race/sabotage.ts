import { setTimeout as pause } from 'node:timers/promises'
import type { Em } from '../src/orm.ts'

/** Thrown in the middle of a transaction that has claimed its seat: a crash of the caller, a lost network. */
export class Sabotage extends Error {}

/**
 * An entity manager whose next claim is done and then, before the commit, fails: the seat stays locked for a moment and
 * comes free by the rollback.
 */
export function sabotaged(em: Em): Em {
  const getKysely = em.getKysely.bind(em)
  const plugin = {
    transformQuery: ({ node }: { node: never }) => node,
    async transformResult({ result }: { result: { rows: readonly unknown[] } }) {
      if (result.rows.some((row) => typeof row === 'object' && row !== null && 'claimed' in row)) {
        await pause(Math.random() * 100)
        throw new Sabotage('sabotaged')
      }
      return result
    },
  }
  em.getKysely = ((options?: never) =>
    (getKysely(options) as never as { withPlugin(p: unknown): unknown }).withPlugin(plugin)) as never
  return em
}

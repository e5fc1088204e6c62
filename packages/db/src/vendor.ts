import { createOrm } from './orm.ts'
import { ROLES } from './roles.ts'
import type { Db } from './statement.ts'
import { inTransaction } from './transaction.ts'

/** Runs a command of the vendor's (first run, demo data) in one transaction on a connection of its own. */
export async function asVendor<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const orm = createOrm({ url, role: ROLES.vendor, connections: 1, applicationName: 'seatkeeper command' })
  try {
    return await inTransaction(orm.em.fork(), work)
  } finally {
    await orm.close()
  }
}

import { statement } from '../statement.ts'
import { asVendor } from '../vendor.ts'

const insert = statement<never, [mode: string]>(/* sql */ `
insert into business_clock (mode) values ($1::text) on conflict do nothing
`)

/** OPS-04: from now on this database's business clock can be moved. For `npm start` and tests; never in production. */
export async function openMovableClock(url: string, mode: 'demo' | 'test'): Promise<void> {
  await asVendor(url, async (db) => {
    await insert(db, mode)
  })
}

import type { Instant } from '@seatkeeper/rules'
import { type Db, statement } from '../statement.ts'
import { asVendor } from '../vendor.ts'
import { businessTime, CLOCK_COLUMNS, type ClockRow, stateOf } from './clock-state.ts'

const select = statement<ClockRow, []>(/* sql */ `select ${CLOCK_COLUMNS} from business_clock`)

/** What the business clock of an installation shows to a command of the vendor's: in a demo it may be ahead (OPS-04). */
export const vendorNow = (url: string, wallNow: Instant): Promise<Instant> =>
  asVendor(url, (db) => commandNow(db, wallNow))

/** The same within a command's own transaction. */
export async function commandNow(db: Db, wallNow: Instant): Promise<Instant> {
  const [row] = await select(db)
  return businessTime(row ? stateOf(row) : null, wallNow)
}

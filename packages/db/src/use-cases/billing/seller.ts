import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../../orm.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'

/** Who sells: what invoices say of the vendor from now on. Those that were issued keep what they say (BILL-10). */
export interface SellerFacts {
  readonly name: string
  /** As on an envelope. */
  readonly address: readonly string[]
  readonly taxId: string | null
  readonly email: string | null
  /** Where money is sent that is not charged to a card (PAY-06). */
  readonly bank: readonly string[]
}

const keep = statement<{ readonly id: number }, [facts: string, now: string]>(/* sql */ `
insert into seller (id, facts, changed_at) values (1, $1::jsonb, $2::timestamptz)
on conflict (id) do update set facts = excluded.facts, changed_at = excluded.changed_at
where seller.facts is distinct from excluded.facts
returning id
`)

/** True where it was something else before. */
export async function saveSeller(db: Db, seller: SellerFacts, now: Instant): Promise<boolean> {
  const { name, address, taxId, email, bank } = seller
  return (await keep(db, JSON.stringify({ name, address, taxId, email, bank }), iso(now))).length > 0
}

/** `em` comes from `database.worker()`. */
export const keepSeller = (em: Em, seller: SellerFacts, now: Instant): Promise<boolean> =>
  saveSeller(em.getKysely() as Db, seller, now)

import type { Currency, Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'

/** What an account's charges are called, for whoever reads what a comparison found. */
export interface ComparedNames {
  readonly account: string
  readonly currency: Currency
  readonly invoices: readonly { readonly id: string; readonly number: number }[]
  readonly purchases: readonly { readonly id: string; readonly at: Instant; readonly by: string | null }[]
}

const select = statement<ComparedNames, [accountId: string, ids: readonly string[]]>(/* sql */ `
select a.name as account,
  coalesce((select c.currency from contract c where c.account_id = a.id order by c.ends_on desc limit 1), 'USD') as currency,
  (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'number', i.number)), '[]') from invoice i
    where i.account_id = a.id and i.id::text = any($2::text[])) as invoices,
  (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'at', (extract(epoch from p.submitted_at) * 1000)::bigint,
      'by', (select m.name from member m where m.id::text = p.submitted_by))), '[]') from purchase p
    where p.account_id = a.id and p.id::text = any($2::text[])) as purchases
from account a where a.id = $1::uuid
`)

/** PAY-09: names for the identities in an account's differences; one statement. `em` comes from `database.worker()`. */
export async function comparedNames(
  em: Em,
  accountId: string,
  ids: readonly string[],
): Promise<ComparedNames | null> {
  const [names] = await select(em.getKysely() as Db, accountId, ids)
  return names ?? null
}

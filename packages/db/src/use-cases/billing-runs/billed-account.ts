import type { BillingAccount, Instant } from '@seatkeeper/rules'
import { type Db, statement } from '../../statement.ts'
import { accountFacts, type BillingRow, type ContractRow, readBilling } from '../billing/facts.ts'

export interface BilledAccount extends BillingRow {
  readonly contract: ContractRow
  /** The organization through whose outbox and audit log it goes: the first production one. */
  readonly organizationId: string
}

const selectOrganization = statement<{ readonly id: string }, [accountId: string]>(/* sql */ `
select id from organization where account_id = $1::uuid order by kind, created_at, id limit 1
`)

/** The account and one of its contracts, as they stand on the day of `at`. */
export async function billedAccount(
  db: Db,
  { accountId, contractId }: { readonly accountId: string; readonly contractId: string },
  at: Instant,
): Promise<BilledAccount> {
  const [organization] = await selectOrganization(db, accountId)
  if (organization === undefined) throw new Error('It has no organization')
  const place = { accountId, organizationId: organization.id, memberId: null, contractId }
  const row = await readBilling(db, place, at)
  if (row.contract === null) throw new Error(`There is no contract ${contractId}`)
  return { ...row, contract: row.contract, organizationId: organization.id }
}

/**
 * Credit that came after an invoice's day is for the next one: a run that is late makes the same invoices. What was carried has no day:
 * whichever invoice is issued next takes it, and an amount below the card's minimum that came meanwhile is on a late one.
 * `named`: what was credited of the same period, which its new invoice uses whenever it came (D-02).
 */
export function accountOn(row: BilledAccount, at: Instant, named: readonly string[] = []): BillingAccount {
  const credits = row.credits.filter(({ id, grantedAt }) => grantedAt <= at || named.includes(id))
  return { ...accountFacts(row), credits }
}

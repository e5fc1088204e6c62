import { type AccessDecision, type Instant, normalizeEmail } from '@seatkeeper/rules'
import { statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow } from '../tenant-facts.ts'
import { asVendor } from '../vendor.ts'
import { MEMBER_COLUMNS, type MemberRow, standingOf } from './member-row.ts'

/** May a member of one organization sign in, and why. */
export interface WhyAnswer {
  readonly account: string
  readonly organization: string
  readonly name: string
  readonly email: string
  readonly access: AccessDecision
}

type Row = MemberRow & {
  readonly account: AccountRow
  readonly accountName: string
  readonly organization: string
}

const select = statement<Row, [emailKey: string]>(/* sql */ `
select ${MEMBER_COLUMNS}, ${ACCOUNT_FACTS} as account, a.name as "accountName", o.name as organization
from member m join organization o on o.id = m.organization_id join account a on a.id = m.account_id
where m.email_key = $1::text
order by a.name, o.name, o.id
`)

/**
 * USER-14 for the vendor's staff: everybody of this address, in whichever organization, with the answer and the trace that admins
 * read on the user's page: the same columns, the same rule. Changes nothing.
 */
export async function whyOf(
  { url, now }: { readonly url: string; readonly now: Instant },
  email: string,
): Promise<readonly WhyAnswer[]> {
  const address = normalizeEmail(email)
  if (address.kind === 'refuse') return []
  const rows = await asVendor(url, (db) => select(db, address.key))
  return rows.map((row) => ({
    account: row.accountName,
    organization: row.organization,
    name: row.name,
    email: row.email,
    access: standingOf(row, row.account, now).access,
  }))
}

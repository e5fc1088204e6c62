import { randomUUIDv7 } from 'node:crypto'
import { type Decision, type Instant, addYears, dayAt, normalizeEmail, refused } from '@seatkeeper/rules'
import { openAccount } from '../accounts/open-account.ts'
import { settleMember } from '../accounts/settle-member.ts'
import { invitationToken } from '../invitation/token.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { asVendor } from '../vendor.ts'

export interface FirstAccount {
  readonly staff: { readonly email: string; readonly name: string; readonly passwordHash: string }
  readonly account: {
    readonly name: string
    readonly fullTimeSeats: number
    readonly collaboratorSeats: number
  }
  readonly organization: { readonly name: string }
  readonly owner: { readonly email: string; readonly name: string }
}

/** One first run at a time; gives no row when there is a staff member already. */
const insertFirstStaff = statement<
  { readonly id: string },
  [id: string, email: string, emailKey: string, name: string, passwordHash: string, now: string]
>(/* sql */ `
insert into vendor_staff (id, email, email_key, name, password_hash, role, created_at)
select $1::uuid, $2::text, $3::text, $4::text, $5::text, 'admin', $6::timestamptz
where not exists (select from vendor_staff)
returning id
`)

const lockStaff = statement<never, []>(/* sql */ `lock table vendor_staff in share row exclusive mode`)

/**
 * REQ-08: the first vendor staff member, account, organization, contract (one year from today) and owner with an
 * invitation. `exists`: there is a staff member already, nothing was written. Throws when the owner's seat is not among
 * the full-time seats (at least one is needed).
 */
export async function createFirst(
  { url, now, secret }: { readonly url: string; readonly now: Instant; readonly secret: string },
  { staff, account, organization, owner }: FirstAccount,
): Promise<
  | Decision<{ readonly ownerMemberId: string; readonly signUpToken: string }, 'invalid-email'>
  | { readonly kind: 'exists' }
> {
  const staffEmail = normalizeEmail(staff.email)
  if (refused(staffEmail)) return staffEmail
  const ownerEmail = normalizeEmail(owner.email)
  if (refused(ownerEmail)) return ownerEmail
  const today = dayAt(now)
  return asVendor(url, async (db) => {
    await lockStaff(db)
    const { email, key } = staffEmail
    const [made] = await insertFirstStaff(
      db,
      randomUUIDv7(),
      email,
      key,
      staff.name,
      staff.passwordHash,
      iso(now),
    )
    if (!made) return { kind: 'exists' }
    const opened = await openAccount(
      db,
      {
        name: account.name,
        organizations: [{ name: organization.name }],
        contract: {
          plan: 'enterprise',
          billingInterval: 'annual',
          startsOn: today,
          endsOn: addYears(today, 1),
          fullTimeSeats: account.fullTimeSeats,
          collaborators: account.collaboratorSeats,
          seasons: [],
        },
      },
      now,
    )
    const { memberId, invitationId } = await settleMember(
      db,
      { organizationId: opened.organizationIds[0]!, accountId: opened.accountId },
      {
        email: ownerEmail.email,
        name: owner.name,
        type: 'full-time',
        role: 'owner',
        invitedAt: now,
        poolIds: [opened.pools['full-time']!],
        mail: true,
      },
      now,
    )
    return {
      kind: 'grant',
      ownerMemberId: memberId,
      signUpToken: invitationToken(secret, invitationId, 1),
    }
  })
}

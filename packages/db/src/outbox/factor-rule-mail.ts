import { billingRole, isAdmin, type Role } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { BILLING_CONTACT } from '../queries/memberships.ts'
import { type Db, statement } from '../statement.ts'
import type { OutboxPayload } from './events.ts'

export type FactorRuleMail =
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      readonly organization: string
    }
  | { readonly kind: 'skip'; readonly reason: 'member-left' | 'rule-changed' | 'no-admin' }

interface Row {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly billingContact: boolean | null
  readonly organization: string
  readonly required: boolean
  readonly left: boolean
}

const select = statement<Row, [memberId: string]>(/* sql */ `
select m.email, m.name, m.role, ${BILLING_CONTACT} as "billingContact", o.name as organization,
  o.admins_need_second_factor as required, m.removed_at is not null or m.deactivated_at is not null as left
from member m join organization o on o.id = m.organization_id join account a on a.id = m.account_id
where m.id = $1::uuid
`)

/** USER-07: the facts of the mail about the rule; none to whoever it does not mean (any more), or when it was changed back meanwhile. */
export async function factorRuleMail(
  em: Em,
  { memberId, required }: OutboxPayload<'second-factor-rule'>,
): Promise<FactorRuleMail> {
  const [row] = await select(em.getKysely() as Db, memberId)
  if (!row || row.left) return { kind: 'skip', reason: 'member-left' }
  if (row.required !== required) return { kind: 'skip', reason: 'rule-changed' }
  const { email, name, role, organization } = row
  const billing = billingRole(
    role,
    row.billingContact === null ? null : { billingContact: row.billingContact },
  )
  if (!isAdmin({ role, billingRole: billing })) return { kind: 'skip', reason: 'no-admin' }
  return { kind: 'send', to: { email, name }, organization }
}

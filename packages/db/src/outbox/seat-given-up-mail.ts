import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import type { OutboxPayload } from './events.ts'

export type SeatGivenUpMail =
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      readonly organization: string
    }
  | { readonly kind: 'skip'; readonly reason: 'member-left' | 'active-again' }

const select = statement<
  {
    readonly email: string
    readonly name: string
    readonly organization: string
    readonly removed: boolean
    readonly active: boolean
  },
  [memberId: string]
>(/* sql */ `
select m.email, m.name, o.name as organization, m.removed_at is not null as removed, m.deactivated_at is null as active
from member m join organization o on o.id = m.organization_id where m.id = $1::uuid
`)

/** D-23: the facts of the mail to somebody who has given up their seat; none to whoever has one again, or is no user any more. */
export async function seatGivenUpMail(
  em: Em,
  { memberId }: OutboxPayload<'seat-given-up'>,
): Promise<SeatGivenUpMail> {
  const [row] = await select(em.getKysely() as Db, memberId)
  if (!row || row.removed) return { kind: 'skip', reason: 'member-left' }
  if (row.active) return { kind: 'skip', reason: 'active-again' }
  const { email, name, organization } = row
  return { kind: 'send', to: { email, name }, organization }
}

import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import type { OutboxPayload } from './events.ts'

export type PasswordResetMail =
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      readonly expiresAt: Instant
      readonly timeZone: string
    }
  | { readonly kind: 'skip'; readonly reason: 'used' | 'replaced' | 'expired' }

interface MailRow {
  readonly email: string
  readonly name: string
  readonly timeZone: string
  readonly expiresAt: Instant
  readonly used: boolean
  readonly replaced: boolean
}

const selectMail = statement<MailRow, [resetId: string]>(/* sql */ `
select p.email, p.name, p.time_zone as "timeZone", r.expires_at as "expiresAt",
  r.used_at is not null as used, r.replaced_at is not null as replaced
from password_reset r join person p on p.id = r.person_id
where r.id = $1::uuid
`)

/** The facts of the mail with the link, as they stand at `wallNow`. */
export async function passwordResetMail(
  em: Em,
  { resetId }: OutboxPayload<'password-reset'>,
  wallNow: Instant,
): Promise<PasswordResetMail> {
  const [row] = await selectMail(em.getKysely() as Db, resetId)
  if (!row || row.replaced) return { kind: 'skip', reason: 'replaced' }
  if (row.used) return { kind: 'skip', reason: 'used' }
  if (row.expiresAt <= wallNow) return { kind: 'skip', reason: 'expired' }
  const { email, name, expiresAt, timeZone } = row
  return { kind: 'send', to: { email, name }, expiresAt, timeZone }
}

import { addMilliseconds, type Instant } from '@seatkeeper/rules'
import { TAKEN_BACK_WITHIN_MS } from '../email-change/find-email-change.ts'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import type { OutboxPayload } from './events.ts'

export type EmailChangeMail =
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      /** The address that the person wants to have, or has. */
      readonly newEmail: string
      /** Until when the link does something. */
      readonly until: Instant
      readonly timeZone: string
    }
  | { readonly kind: 'skip'; readonly reason: 'stopped' | 'replaced' | 'used' | 'expired' }

interface MailRow {
  readonly name: string
  readonly timeZone: string
  readonly email: string
  readonly formerEmail: string
  readonly expiresAt: Instant
  readonly confirmedAt: Instant | null
  readonly stopped: boolean
  readonly replaced: boolean
}

const selectMail = statement<MailRow, [changeId: string]>(/* sql */ `
select p.name, p.time_zone as "timeZone", c.email, c.former_email as "formerEmail", c.expires_at as "expiresAt",
  c.confirmed_at as "confirmedAt", c.stopped_at is not null as stopped, c.replaced_at is not null as replaced
from email_change c join person p on p.id = c.person_id
where c.id = $1::uuid
`)

/** The facts of a mail about a change of address, as they stand at `wallNow`. */
export async function emailChangeMail(
  em: Em,
  { changeId, mail }: OutboxPayload<'email-change'>,
  wallNow: Instant,
): Promise<EmailChangeMail> {
  const [row] = await selectMail(em.getKysely() as Db, changeId)
  if (!row || row.replaced) return { kind: 'skip', reason: 'replaced' }
  if (row.stopped) return { kind: 'skip', reason: 'stopped' }
  const { name, timeZone, email: newEmail, formerEmail, expiresAt, confirmedAt } = row
  const facts = { kind: 'send', newEmail, timeZone } as const
  const toOld = { ...facts, to: { email: formerEmail, name } }
  if (mail === 'done') {
    return { ...toOld, until: addMilliseconds(confirmedAt ?? wallNow, TAKEN_BACK_WITHIN_MS) }
  }
  // What comes afterwards says more.
  if (confirmedAt !== null) return { kind: 'skip', reason: 'used' }
  if (expiresAt <= wallNow) return { kind: 'skip', reason: 'expired' }
  return mail === 'asked'
    ? { ...toOld, until: expiresAt }
    : { ...facts, to: { email: newEmail, name }, until: expiresAt }
}

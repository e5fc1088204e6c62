import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import type { OutboxPayload } from './events.ts'

export type SecurityNoticeMail =
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      readonly at: Instant
      readonly timeZone: string
    }
  | { readonly kind: 'skip'; readonly reason: 'erased' }

const selectPerson = statement<
  { readonly email: string; readonly name: string; readonly timeZone: string; readonly erased: boolean },
  [personId: string]
>(/* sql */ `
select email, name, time_zone as "timeZone", password_hash = 'erased' as erased from person where id = $1::uuid
`)

/** The facts of the mail that tells somebody what was changed of their way to sign in. */
export async function securityNoticeMail(
  em: Em,
  { personId, at }: OutboxPayload<'security-notice'>,
): Promise<SecurityNoticeMail> {
  const [row] = await selectPerson(em.getKysely() as Db, personId)
  if (!row || row.erased) return { kind: 'skip', reason: 'erased' }
  const { email, name, timeZone } = row
  return { kind: 'send', to: { email, name }, at: Date.parse(at) as Instant, timeZone }
}

import { normalizeEmail, type RefusalOf } from '@seatkeeper/rules'
import { statement } from '../../statement.ts'
import { changeAsVendor, type VendorAnswer, type VendorContext } from './vendor-change.ts'

const setEmail = statement<never, [accountId: string, email: string | null]>(/* sql */ `
update account set billing_email = $2::text where id = $1::uuid
`)
const emailOf = statement<{ readonly email: string | null }, [accountId: string]>(/* sql */ `
select billing_email as email from account where id = $1::uuid
`)
const setReductions = statement<never, [contractId: string, reductions: string]>(/* sql */ `
update contract set reductions = $2::text where id = $1::uuid
`)

/** CLS-07: the vendor changes whom billing belongs to under the classic policy. Refused: what is no e-mail. */
export function setBillingEmail(
  context: VendorContext,
  account: string,
  email: string,
): Promise<VendorAnswer<{ readonly email: string }, RefusalOf<'invalid-email'>>> {
  return changeAsVendor(context, account, async ({ db, actor }) => {
    const address = normalizeEmail(email)
    if (address.kind === 'refuse') return address
    const [before] = await emailOf(db, actor.accountId)
    await setEmail(db, actor.accountId, address.key)
    return {
      kind: 'done',
      action: 'billing.email-registered',
      subjectId: actor.accountId,
      before: before ?? null,
      after: { email: address.key },
      result: { email: address.key },
    }
  })
}

/** D-02: may the account schedule reductions itself, or has the vendor to agree to each? */
export function setReductionTerms(
  context: VendorContext,
  account: string,
  reductions: 'request' | 'self-scheduled',
): Promise<VendorAnswer<{ readonly reductions: 'request' | 'self-scheduled' }, never>> {
  return changeAsVendor<{ readonly reductions: 'request' | 'self-scheduled' }, never>(
    context,
    account,
    async ({ db, contract }) => {
      await setReductions(db, contract.id, reductions)
      return {
        kind: 'done',
        action: 'billing.reductions-agreed',
        subjectId: contract.id,
        before: { reductions: contract.reductions },
        after: { reductions },
        result: { reductions },
      }
    },
  )
}

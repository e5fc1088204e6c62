import { normalizeEmail, type RefusalOf } from '@seatkeeper/rules'
import { statement } from '../../statement.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
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

/** What was signed for later is paid in the same way. */
const setPayment = statement<never, [accountId: string, payment: string, netDays: number | null]>(/* sql */ `
update contract set payment = $2::text, net_days = $3::integer where account_id = $1::uuid and ended_at is null
`)

/** PAY-06 */
export interface PaymentTerms {
  readonly payment: 'card' | 'wire'
  /** For wires: within how many days; null: as many as where nothing was agreed. */
  readonly netDays: number | null
}

const MOST_NET_DAYS = 365

/**
 * PAY-06: the vendor says how an account pays from now on. Invoices that are out stay as they are: charged, or waited for. By card, it needs one
 * when it is charged next (ACC-04). Refused: a number of days that is none, or with a card.
 */
export function setPaymentTerms(
  context: VendorContext,
  account: string,
  { payment, netDays }: PaymentTerms,
): Promise<VendorAnswer<PaymentTerms & { readonly hasCard: boolean }, RefusalOf<'invalid-quantity'>>> {
  return changeAsVendor<PaymentTerms & { readonly hasCard: boolean }, RefusalOf<'invalid-quantity'>>(
    context,
    account,
    async ({ db, actor, now, row, contract }) => {
      const possible =
        netDays === null ||
        (payment === 'wire' && Number.isSafeInteger(netDays) && netDays >= 0 && netDays <= MOST_NET_DAYS)
      if (!possible) return { kind: 'refuse', reason: 'invalid-quantity' }
      await setPayment(db, actor.accountId, payment, netDays)
      await refreshStanding(db, actor.accountId, now)
      const hasCard = row.card?.paymentMethodId != null
      return {
        kind: 'done',
        action: 'billing.payment-agreed',
        subjectId: contract.id,
        before: { payment: contract.payment, netDays: contract.netDays },
        after: { payment, netDays },
        result: { payment, netDays, hasCard },
      }
    },
  )
}

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

import { adoptRenewedCard, lookAgain, noteRepair, settleCollection, settlePaid } from '@seatkeeper/db'
import type { Difference, Instant, SafeRepair } from '@seatkeeper/rules'
import type { ReconcileParts } from './reconcile-account.ts'

interface Repair {
  readonly accountId: string
  readonly difference: Difference
  readonly repair: SafeRepair
  readonly now: Instant
}

/**
 * The one step by which a difference is put right. Each can be repeated, and none moves money: it books what has been collected, has
 * the worker look again, or makes unpayable what nobody may pay. Gives whether something was done.
 */
export async function repairDifference(parts: ReconcileParts, repair: Repair): Promise<boolean> {
  const done = await carryOut(parts, repair)
  if (done) {
    await noteRepair(parts.em(), repair.accountId, repair)
    parts.log.info({ account: repair.accountId, ...repair }, 'a difference was repaired')
  }
  return done
}

async function carryOut(
  { em, gateway, wallNow }: ReconcileParts,
  { accountId, difference, now }: Repair,
): Promise<boolean> {
  switch (difference.kind) {
    case 'paid-there-open-here': {
      const { subject, charge, theirs } = difference
      if (charge === 'invoice') await settleCollection(em(), { invoiceId: subject, accountId }, now)
      else await settlePaid(em(), { purchaseId: subject, accountId }, { amount: theirs, now })
      return true
    }
    case 'undecided':
      await lookAgain(em(), { kind: difference.charge, id: difference.subject }, wallNow())
      return true
    case 'open-there-over-here':
      return voided(gateway, difference.processorInvoiceId)
    case 'left-over':
      return voided(gateway, difference.subject)
    case 'card-differs':
      await adoptRenewedCard(em(), accountId, difference.theirs)
      return true
    default:
      return false
  }
}

async function voided(gateway: ReconcileParts['gateway'], invoiceId: string): Promise<boolean> {
  const after = await gateway?.voidInvoice(invoiceId, `reconciliation-${invoiceId}`)
  return after?.kind === 'void' || after?.kind === 'not-there'
}

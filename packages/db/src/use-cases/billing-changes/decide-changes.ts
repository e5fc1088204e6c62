import { planRenewal, type Refusal, type RefusalOf } from '@seatkeeper/rules'
import { queueBillingNotice } from '../../collections/queue-billing-notice.ts'
import { iso } from '../../parameters.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { catalogFor, contractFacts } from '../billing/facts.ts'
import { endChanges, isAbout, noted, type OpenChange, schedule, selectOpen } from './scheduled-changes.ts'
import { changeAsVendor, type VendorAnswer, type VendorContext } from './vendor-change.ts'

export interface DecidedChanges {
  readonly changes: readonly OpenChange[]
}

/**
 * BILL-04, D-02: the vendor agrees to what an account has asked for, all of it or the changes named: each is scheduled for the renewal, in
 * place of what was scheduled for the same thing. Refused: where nothing waits for an answer; what the contract of today no
 * longer allows.
 */
export function acceptChanges(
  context: VendorContext,
  account: string,
  only: readonly string[] = [],
): Promise<VendorAnswer<DecidedChanges, Refusal>> {
  return changeAsVendor<DecidedChanges, Refusal>(context, account, async (work) => {
    const { db, actor, now, contract } = work
    const open = await selectOpen(db, actor.accountId)
    const asked = waiting(open, only)
    if (asked === null) return { kind: 'refuse', reason: 'not-found' }
    const by = signatureOf(actor).id
    const facts = { contract: contractFacts(contract), catalog: catalogFor(contract) }
    // As of today: seats that were bought meanwhile have moved the numbers already.
    const planned = planRenewal(facts, wishOf(asked), now)
    if (planned.kind === 'refuse') return planned
    const replaced = open.filter(
      (each) => each.state === 'scheduled' && asked.some((change) => isAbout(change, each)),
    )
    if (replaced.length > 0) {
      await endChanges(
        db,
        replaced.map(({ id }) => id),
        'cancelled',
        iso(now),
        by,
      )
    }
    for (const { id, from, to } of asked) await schedule(db, id, from, to, iso(now), by)
    const about = asked.map(({ id }) => id)
    await queueBillingNotice(db, { accountId: actor.accountId, kind: 'change-accepted', at: now, about })
    return {
      kind: 'done',
      action: 'billing.change-accepted',
      subjectId: asked[0]!.id,
      ...noted(asked),
      result: { changes: asked },
    }
  })
}

/** BILL-04: the vendor does not agree; nothing changes. Refused: where nothing waits for an answer. */
export function declineChanges(
  context: VendorContext,
  account: string,
  only: readonly string[] = [],
): Promise<VendorAnswer<DecidedChanges, RefusalOf<'not-found'>>> {
  return changeAsVendor<DecidedChanges, RefusalOf<'not-found'>>(context, account, async (work) => {
    const { db, actor, now } = work
    const asked = waiting(await selectOpen(db, actor.accountId), only)
    if (asked === null) return { kind: 'refuse', reason: 'not-found' }
    const ids = asked.map(({ id }) => id)
    await endChanges(db, ids, 'declined', iso(now), signatureOf(actor).id)
    const { accountId } = actor
    await queueBillingNotice(db, { accountId, kind: 'change-declined', at: now, about: ids })
    return {
      kind: 'done',
      action: 'billing.change-declined',
      subjectId: ids[0]!,
      ...noted(asked),
      result: { changes: asked },
    }
  })
}

/** Those that wait for the vendor; null where one that is named does not, or none does. */
function waiting(open: readonly OpenChange[], only: readonly string[]): readonly OpenChange[] | null {
  const requested = open.filter(({ state }) => state === 'requested')
  const asked = only.length === 0 ? requested : requested.filter(({ id }) => only.includes(id))
  return asked.length === 0 || (only.length > 0 && asked.length < new Set(only).size) ? null : asked
}

function wishOf(asked: readonly OpenChange[]) {
  const plan = asked.find(({ kind }) => kind === 'plan')?.toPlan
  const quantities = asked.filter(({ kind }) => kind === 'quantity')
  return {
    quantities: Object.fromEntries(quantities.map(({ item, to }) => [item!, to!])),
    releases: Object.fromEntries(quantities.map(({ item, releases }) => [item!, releases])),
    ...(plan != null && { plan }),
  }
}

import { planRenewal, type Refusal, type RenewalWish, type ScheduledChange } from '@seatkeeper/rules'
import type { Actor, UseCaseContext } from '../../context.ts'
import { iso } from '../../parameters.ts'
import { statement } from '../../statement.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { catalogFor, contractFacts } from '../billing/facts.ts'
import { type BillingAnswer, changeBilling } from './change-billing.ts'
import { inOtherOrganizations } from './other-organizations.ts'
import { endChanges, insertChanges, isAbout, noted, selectOpen } from './scheduled-changes.ts'

export interface AskForRenewal extends Omit<RenewalWish, 'releases'> {
  /** Members who give up their seats then. */
  readonly people: readonly string[]
  /** The same person in other organizations of the account: whose people they may name as well (D-40). */
  readonly elsewhere?: readonly Actor[]
  /** The numbers that whoever asks saw; where one has changed since, they look again. */
  readonly seen?: Readonly<Record<string, number>>
}

export interface AskedForRenewal {
  readonly changeIds: readonly string[]
  /** `requested`: the vendor has to agree; `scheduled`: it waits for its day alone. */
  readonly state: 'requested' | 'scheduled'
}

const holders = statement<
  { readonly memberId: string; readonly kind: string },
  [contractId: string, memberIds: readonly string[], now: string]
>(/* sql */ `
select s.holder_id as "memberId", s.kind from seat s join pool p on p.id = s.pool_id
join member m on m.id = s.holder_id and m.role <> 'owner'
where p.contract_id = $1::uuid and p.season_id is null and s.holder_id = any($2::uuid[])
  and (s.held_until is null or s.held_until > $3::timestamptz)
`)

const notedOf = (change: ScheduledChange) => {
  const { kind, effectiveOn } = change
  const nothing = { item: null, from: null, to: null, fromPlan: null, toPlan: null, releases: [] }
  return change.kind === 'plan'
    ? { ...nothing, kind, effectiveOn, fromPlan: change.from, toPlan: change.to }
    : { ...nothing, ...change, releases: change.releases ?? [] }
}

/**
 * BILL-04, D-02, D-23: what the customer wants to be different from the renewal on, with the names of who gives up a seat then. It
 * is filed as a request, or scheduled at once where nobody has to agree, and takes the place of what was asked for the same
 * thing before and is not answered yet; what was scheduled stays until the new wish is accepted. Needs `billing.buy`. Refused: as `planRenewal`; numbers that are not the ones seen, and a name of
 * somebody who holds no such seat (`changed-meanwhile`).
 *
 * Other writers of `scheduled_change`: `call-off-change.ts`, `decide-changes.ts`, `cancel-subscription.ts`, purchases that re-base
 * it, and the billing run, which makes it.
 */
export function askForRenewal(
  context: UseCaseContext,
  { quantities, plan, people, elsewhere = [], seen = {} }: AskForRenewal,
): Promise<BillingAnswer<AskedForRenewal, Refusal>> {
  return changeBilling<AskedForRenewal, Refusal>(
    context,
    ['ask-for-renewal', { quantities, plan: plan ?? null, people, seen }],
    async ({ db, actor, now, contract }) => {
      const named = () => holders(db, contract.id, people, iso(now))
      const found =
        people.length === 0
          ? []
          : [...(await named()), ...(await inOtherOrganizations(db, actor, elsewhere, named)).flat()]
      if (new Set(people).size !== new Set(found.map(({ memberId }) => memberId)).size) {
        return { kind: 'refuse', reason: 'changed-meanwhile' }
      }
      const releases = Object.groupBy(found, ({ kind }) => kind)
      const leaving = Object.fromEntries(
        Object.entries(releases).map(([kind, list = []]) => [
          kind,
          list.map(({ memberId }) => memberId).toSorted(),
        ]),
      )
      const facts = { contract: contractFacts(contract), catalog: catalogFor(contract) }
      const moved = facts.contract.items.some(({ id, quantity }) => (seen[id] ?? quantity) !== quantity)
      if (moved) return { kind: 'refuse', reason: 'changed-meanwhile' }
      const wish = { quantities, releases: leaving, ...(plan !== undefined && { plan }) }
      const planned = planRenewal(facts, wish, now)
      if (planned.kind === 'refuse') return planned
      const { changes, needsConsent } = planned
      const by = signatureOf(actor).id
      const about = changes.map((change) => ({
        kind: change.kind,
        item: change.kind === 'plan' ? null : change.item,
      }))
      const replaced = (await selectOpen(db, actor.accountId)).filter(
        (open) => (open.state === 'requested' || !needsConsent) && about.some((each) => isAbout(each, open)),
      )
      if (replaced.length > 0) {
        const ids = replaced.map(({ id }) => id)
        await endChanges(db, ids, 'cancelled', iso(now), by)
      }
      const changeIds = await insertChanges(
        db,
        { accountId: actor.accountId, contractId: contract.id },
        changes,
        {
          now,
          askedBy: by,
          decidedBy: needsConsent ? null : by,
        },
      )
      return {
        kind: 'done',
        action: needsConsent ? 'billing.change-requested' : 'billing.change-scheduled',
        subjectId: changeIds[0]!,
        ...noted(changes.map(notedOf)),
        result: { changeIds, state: needsConsent ? 'requested' : 'scheduled' },
      }
    },
  )
}

import type { PurchaseFormFacts } from '@seatkeeper/db'
import { listPrice, cycleOf } from '@seatkeeper/rules'
import { counted, formatDay, type Viewer } from '@seatkeeper/wording'
import type { Option } from '~/components/field.tsx'
import { itemName, moneyText } from './words.ts'

export interface SeatField {
  readonly name: string
  readonly label: string
  readonly hint: string
}

/** BILL-02, BILL-05: what can be added to this contract, and at which price. */
export function purchaseFormView({ facts, openPurchase }: PurchaseFormFacts, { locale }: Viewer) {
  const { contract, catalog } = facts
  const money = moneyText(contract.currency, locale)
  const rank = catalog.plans[contract.plan]?.rank ?? 0
  const cycle = cycleOf(contract.interval)
  const higher = Object.entries(catalog.plans)
    .filter(([, plan]) => plan.rank > rank && plan.legacy !== true && plan.policy === policyOf(facts))
    .sort(([, a], [, b]) => a.rank - b.rank)
  const planOption = (id: string, name: string): Option => {
    const price = listPrice(catalog, id, 'full-time', cycle)
    return {
      value: id,
      label: price.kind === 'grant' ? `${name}: ${money(price.price.amount)} a seat and month` : name,
    }
  }
  const current = catalog.plans[contract.plan]
  const reduces = contract.policy.reductionCredit === 'credit-balance'
  const plans: readonly Option[] =
    higher.length === 0
      ? []
      : [
          { value: contract.plan, label: `${current?.name ?? contract.plan}, as now` },
          ...higher.map(([id, { name }]) => planOption(id, name)),
        ]
  return {
    fields: contract.items
      .filter(
        ({ kind, terms, unitPrice }) =>
          kind === 'seats' && unitPrice > 0 && (terms?.mode ?? 'counted') === 'counted',
      )
      .map(({ id, quantity, unitPrice }): SeatField => {
        return {
          name: id,
          label: reduces ? `More ${lower(itemName(id))}, or fewer` : `More ${lower(itemName(id))}`,
          hint: `You have ${counted(quantity, 'seat', 'seats', locale)}, at ${money(unitPrice)} each a month.${reduces ? ' Enter −1 for one fewer.' : ''}`,
        }
      }),
    plans,
    plan: contract.plan,
    /** CLS-03: the number may go down here, too. */
    reduces,
    selfService: contract.selfService,
    renewsOn: formatDay(contract.term.end, locale),
    /** BILL-08: it ends instead of renewing. */
    cancelled: contract.endsOn != null,
    openPurchase,
    locale,
  }
}

const policyOf = ({ catalog, contract }: PurchaseFormFacts['facts']) => catalog.plans[contract.plan]?.policy

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

export type PurchaseFormView = ReturnType<typeof purchaseFormView>

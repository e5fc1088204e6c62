import type { PurchaseFormFacts } from '@seatkeeper/db'
import { listPrice } from '@seatkeeper/rules'
import { counted, formatCount, formatDay, type Viewer } from '@seatkeeper/wording'
import type { Option } from '~/components/field.tsx'
import { everyText, itemName, moneyText, planName } from './words.ts'

const INTERVALS = ['monthly', 'quarterly', 'annual'] as const

export type NewTermView = ReturnType<typeof newTermView>

/** BILL-08: what a new term can be, at list price. */
export function newTermView({ facts, card, openPurchase }: PurchaseFormFacts, { locale }: Viewer) {
  const { contract, catalog } = facts
  const money = moneyText(contract.currency, locale)
  const counts = contract.items.filter(
    ({ kind, terms }) => kind === 'seats' && (terms?.mode ?? 'counted') === 'counted',
  )
  const first = counts[0]?.id ?? 'full-time'
  return {
    ended: formatDay(contract.endsOn ?? contract.term.end, locale),
    plan: planName(contract.plan),
    hasCard: card !== null || contract.payment === 'wire',
    interval: typeof contract.interval === 'string' ? contract.interval : 'monthly',
    intervals: INTERVALS.flatMap((interval): Option[] => {
      const price = listPrice(catalog, contract.plan, first, interval)
      if (price.kind === 'refuse') return []
      const each = money(price.price.amount)
      return [{ value: interval, label: `Invoiced ${everyText(interval)}: ${each} a seat and month` }]
    }),
    fields: counts.map(({ id, quantity, inUse = 0 }) => ({
      name: id,
      label: itemName(id),
      value: String(quantity),
      hint: `You had ${counted(quantity, 'seat', 'seats', locale)}; ${formatCount(inUse, locale)} are held.`,
    })),
    openPurchase,
  }
}

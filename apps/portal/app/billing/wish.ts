import type { SubscriptionChange } from '@seatkeeper/rules'

/** What can be bought by number, as the form names it. */
export const SEAT_FIELDS = ['full-time', 'collaborator', 'staff'] as const

/** One purchase makes rows; more than this is agreed with the vendor. */
const MOST = 10_000

export type Wish =
  | { readonly kind: 'changes'; readonly changes: readonly SubscriptionChange[] }
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, string>> }

/**
 * What somebody typed into the form, as changes of the contract; the same in the browser, on the preview and on review. A
 * field that is left empty changes nothing. Fewer seats are for the rules to refuse (BILL-04).
 */
export function readWish(typed: (name: string) => string | null | undefined, currentPlan: string): Wish {
  const changes: SubscriptionChange[] = []
  const errors: Record<string, string> = {}
  const plan = typed('plan')?.trim() || currentPlan
  if (plan !== currentPlan) changes.push({ kind: 'plan', plan, effective: 'now' })
  for (const item of SEAT_FIELDS) {
    const text = typed(item)?.trim().replace('−', '-') || '0'
    if (!/^-?\d{1,9}$/.test(text)) errors[item] = 'Enter a whole number, such as 3.'
    else if (Number(text) > MOST) errors[item] = 'Enter at most 10,000. Ask for more than that.'
    else if (Number(text) !== 0) changes.push({ kind: 'quantity', item, by: Number(text), effective: 'now' })
  }
  return Object.keys(errors).length > 0 ? { kind: 'wrong', errors } : { kind: 'changes', changes }
}

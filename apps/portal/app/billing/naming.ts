import { atLeastInUse } from '@seatkeeper/rules'
import { counted, formatCount } from '@seatkeeper/wording'

/** A number of seats that can be less from the renewal on (BILL-04). */
export interface ReducibleField {
  readonly name: string
  readonly item: string
  readonly quantity: number
  readonly inUse: number
}

/**
 * D-23: what the renewal comes to with the numbers and names of a form, before it is filed. `named`: kinds of the seats that people who
 * are ticked hold.
 */
export function namingAdvice(
  fields: readonly ReducibleField[],
  typed: (name: string) => string | null,
  named: readonly string[],
  locale: string | undefined,
): { readonly text: string; readonly enough: boolean }[] {
  return fields.flatMap(({ name, item, quantity, inUse }) => {
    const value = typed(name)?.trim() ?? ''
    if (!/^\d{1,9}$/.test(value) || Number(value) >= quantity) return []
    const wanted = Number(value)
    const leaving = named.filter((kind) => kind === name).length
    const comesTo = atLeastInUse(wanted, inUse - leaving, quantity)
    const count = (number: number) => formatCount(number, locale)
    if (comesTo === wanted) {
      return { enough: true, text: `${item}: it renews at ${count(wanted)}.` }
    }
    const missing = counted(comesTo - wanted, 'more person', 'more people', locale)
    return {
      enough: false,
      text: `${item}: ${count(inUse)} are in use, and ${leaving === 0 ? 'nobody is' : `${count(leaving)} ${leaving === 1 ? 'is' : 'are'}`} named to give a seat up. It renews at ${count(comesTo)}, not at ${count(wanted)}; name ${missing} for that.`,
    }
  })
}

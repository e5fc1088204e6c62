import type { Quote } from '@seatkeeper/rules'
import { formatCount } from '@seatkeeper/wording'
import { itemName, moneyText, planName } from './words.ts'

/** What is different in a fresh quote of the same changes, in sentences; empty: it only stands anew. */
export function quoteChanges(was: Quote, is: Quote, locale: string | undefined): string[] {
  const money = moneyText(is.currency, locale)
  const said: string[] = []
  const say = (what: string, before: string, now: string) => {
    if (before !== now) said.push(`${what}: ${before} before, ${now} now.`)
  }
  say('Due today', money(was.dueToday.due), money(is.dueToday.due))
  say('Plan', planName(was.contract.plan), planName(is.contract.plan))
  for (const { id, quantity } of is.annual.current.items) {
    const before = was.annual.current.items.find((item) => item.id === id)?.quantity ?? 0
    say(`${itemName(id)} you have`, formatCount(before, locale), formatCount(quantity, locale))
  }
  say('Net', money(was.dueToday.net), money(is.dueToday.net))
  say('Tax', money(was.dueToday.tax), money(is.dueToday.tax))
  say('Credit used', money(was.dueToday.creditApplied), money(is.dueToday.creditApplied))
  say('Cost a year', money(was.annual.next.yearly), money(is.annual.next.yearly))
  return said
}

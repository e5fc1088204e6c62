import type { ContractItem, CoverLayer, CreditedUnits } from './contract.ts'
import type { InvoiceLine } from './line.ts'

/**
 * D-34 as data. The cover of an item says, unit by unit, what the running period has been invoiced for: an increase
 * costs only what is above it, whichever way the quantity and the plan went meanwhile. The dearest layers cover the
 * first units, so nobody pays twice for a unit that was dearer once.
 */
type Cover = readonly CoverLayer[]

export interface CoverStep {
  readonly quantity: number
  /** What these units are covered with already; null where they have none. */
  readonly covered: number | null
}

/** What is missing until `quantity` units are covered at `unitPrice`: the units with less, then those without. */
export function missingCover(cover: Cover, quantity: number, unitPrice: number): CoverStep[] {
  const steps: CoverStep[] = []
  let left = quantity
  for (const layer of dearestFirst(cover)) {
    const units = Math.min(left, layer.quantity)
    if (units > 0 && layer.unitPrice < unitPrice) steps.push({ quantity: units, covered: layer.unitPrice })
    left -= units
  }
  if (left > 0) steps.push({ quantity: left, covered: null })
  return steps
}

/** A line of an invoice or credit that was issued, and whether its invoice is paid. */
export interface IssuedLine {
  readonly line: InvoiceLine
  readonly paid: boolean
}

/**
 * The cover of an item from the lines that were issued for the running period, in their order: the books are enough,
 * nothing else needs to be kept.
 */
export function coverOf(item: string, issued: readonly IssuedLine[]): CoverLayer[] {
  let cover: CoverLayer[] = []
  for (const { line, paid } of issued) {
    if (line.kind !== 'priced' || line.subject !== item) continue
    const { rule, quantity } = line
    const [unitPrice, before] = [line.unitPrice.amount, line.unitPriceBefore?.amount ?? 0]
    if (rule === 'period' || rule === 'added' || rule === 'used-again')
      cover = [...cover, { quantity, unitPrice, paid }]
    else if (rule === 'plan-difference') cover = repriced(cover, quantity, before, unitPrice, paid)
    else if (rule === 'reduction-credit') cover = givenUp(cover, quantity, unitPrice)
    else if (rule === 'plan-credit') cover = repriced(cover, quantity, unitPrice, before, true)
  }
  return tidy(cover)
}

/** The units of an item that were credited in the running period and are not used again, from the same lines. */
export function creditedOf(item: string, issued: readonly IssuedLine[]): CreditedUnits[] {
  let credited: readonly CreditedUnits[] = []
  for (const { line } of issued) {
    if (line.kind !== 'priced' || line.subject !== item) continue
    const { rule, quantity, unitPrice } = line
    if (rule === 'reduction-credit') credited = [...credited, { quantity, unitPrice: unitPrice.amount }]
    else if (rule === 'used-again') credited = takeBack(credited, quantity, unitPrice.amount).left
  }
  return [...credited]
}

/** Units that were credited. Where their price is not among the layers, its invoice was taken back: then their money's worth of cheaper paid ones. */
function givenUp(cover: Cover, quantity: number, unitPrice: number): CoverLayer[] {
  let layers = repriced(cover, quantity, unitPrice, 0, true)
  const found = cover.reduce((sum, layer) => sum + (layer.unitPrice === unitPrice ? layer.quantity : 0), 0)
  let worth = Math.max(quantity - found, 0) * unitPrice
  for (const layer of layers.filter(
    (each) => each.paid && each.unitPrice > 0 && each.unitPrice < unitPrice,
  )) {
    const units = Math.min(Math.ceil(worth / layer.unitPrice), layer.quantity)
    if (worth <= 0) break
    layers = repriced(layers, units, layer.unitPrice, 0, true)
    worth -= units * layer.unitPrice
  }
  return layers
}

/** Units that were covered at one price are covered at another, or, at 0, no more; paid ones first. */
function repriced(cover: Cover, quantity: number, from: number, to: number, paid: boolean): CoverLayer[] {
  const layers: CoverLayer[] = []
  let left = quantity
  for (const layer of dearestFirst(cover)) {
    const units = layer.unitPrice === from ? Math.min(left, layer.quantity) : 0
    layers.push({ ...layer, quantity: layer.quantity - units })
    if (to > 0) layers.push({ quantity: units, unitPrice: to, paid: layer.paid && paid })
    left -= units
  }
  return tidy(layers)
}

/**
 * Running units that no layer covers count as invoiced at their present price, and not yet paid; at that of the cheapest layer where that is
 * less, so that they are given up first: a purchase that was taken back, plan and all, gave its money back already (D-02).
 */
export function fullCover(cover: Cover, quantity: number, unitPrice: number): Cover {
  const missing = uncovered(cover, quantity)
  if (missing === 0 && cover.length < 2) return cover
  const price = cover.reduce((least, layer) => Math.min(least, layer.unitPrice), unitPrice)
  return tidy([...cover, { quantity: missing, unitPrice: price, paid: false }])
}

/** The cover once {@link missingCover} has been invoiced; with `onlyAdded`, what has less stays as it is. */
export function raisedCover(
  cover: Cover,
  quantity: number,
  unitPrice: number,
  { paid, onlyAdded }: { readonly paid: boolean; readonly onlyAdded: boolean },
): CoverLayer[] {
  const layers: CoverLayer[] = []
  let left = quantity
  for (const layer of dearestFirst(cover)) {
    const units = Math.min(left, layer.quantity)
    const raised = layer.unitPrice < unitPrice && !onlyAdded
    layers.push(
      raised
        ? { quantity: units, unitPrice, paid: layer.paid && paid }
        : { quantity: units, unitPrice: layer.unitPrice, paid: layer.paid },
    )
    if (units < layer.quantity) layers.push({ ...layer, quantity: layer.quantity - units })
    left -= units
  }
  if (left > 0) layers.push({ quantity: left, unitPrice, paid })
  return tidy(layers)
}

export interface CoverCut {
  /** Paid units, at what was paid for them. */
  readonly credited: readonly {
    readonly quantity: number
    readonly unitPrice: number
    readonly kept: number
  }[]
  readonly cover: CoverLayer[]
}

/**
 * Takes the cover of the units above `to`, up to `from`, away and says what of it was paid. Units above `from` were
 * given up earlier without credit and stay covered; unpaid ones are still owed and stay too.
 */
export function cutCover(cover: Cover, from: number, to: number): CoverCut {
  return cut(cover, to, from, 0)
}

/** Lowers the cover of the first `quantity` units to a price, a plan that is lower now, and says what was paid above it. */
export function loweredCover(cover: Cover, quantity: number, unitPrice: number): CoverCut {
  return cut(cover, 0, quantity, unitPrice)
}

function cut(cover: Cover, first: number, end: number, kept: number): CoverCut {
  const credited: { quantity: number; unitPrice: number; kept: number }[] = []
  const layers: CoverLayer[] = []
  let position = 0
  for (const layer of dearestFirst(cover)) {
    const start = Math.min(Math.max(first - position, 0), layer.quantity)
    const stop = Math.min(Math.max(end - position, 0), layer.quantity)
    const units = layer.paid && layer.unitPrice > kept ? stop - start : 0
    if (units > 0) {
      credited.push({ quantity: units, unitPrice: layer.unitPrice, kept })
      if (kept > 0) layers.push({ ...layer, quantity: units, unitPrice: kept })
    }
    layers.push({ ...layer, quantity: layer.quantity - units })
    position += layer.quantity
  }
  return { credited, cover: tidy(layers) }
}

/**
 * D-34 where increases wait for the next cycle: units that were credited and are used again give their credit back for
 * the days that are left, the dearest first, and never more than such a unit costs now.
 */
export function takeBack(
  credited: readonly CreditedUnits[],
  quantity: number,
  unitPrice: number,
): { readonly taken: readonly CreditedUnits[]; readonly left: readonly CreditedUnits[] } {
  const taken: CreditedUnits[] = []
  const left: CreditedUnits[] = []
  let wanted = quantity
  for (const units of [...credited].sort((a, b) => b.unitPrice - a.unitPrice)) {
    const back = Math.min(wanted, units.quantity)
    if (back > 0) taken.push({ quantity: back, unitPrice: Math.min(units.unitPrice, unitPrice) })
    if (back < units.quantity) left.push({ ...units, quantity: units.quantity - back })
    wanted -= back
  }
  return { taken, left }
}

/** How many units no layer covers. */
export function uncovered(cover: Cover, quantity: number): number {
  return Math.max(quantity - cover.reduce((sum, layer) => sum + layer.quantity, 0), 0)
}

/** An item at the beginning of a period: nothing invoiced, nothing credited yet. */
export function unbilled(item: ContractItem): ContractItem {
  if (item.credited === undefined) return { ...item, cover: [] }
  const { credited: _, ...kept } = item
  return { ...kept, cover: [] }
}

function byPrice(a: CoverLayer, b: CoverLayer): number {
  return b.unitPrice - a.unitPrice || Number(b.paid) - Number(a.paid)
}

/** Nearly always they are in order already. */
function dearestFirst(cover: Cover): Cover {
  for (let i = 1; i < cover.length; i++) {
    if (byPrice(cover[i - 1]!, cover[i]!) > 0) return [...cover].sort(byPrice)
  }
  return cover
}

/** The cover with units that are paid for again by the credit that they gave back. */
export function paidAgain(cover: Cover, taken: readonly CreditedUnits[]): CoverLayer[] {
  return tidy([...cover, ...taken.map((units) => ({ ...units, paid: true }))])
}

/** Without empty layers, equal ones as one, dearest first. */
function tidy(cover: Cover): CoverLayer[] {
  const layers: CoverLayer[] = []
  for (const layer of dearestFirst(cover)) {
    if (layer.quantity === 0) continue
    const last = layers.at(-1)
    if (last && last.unitPrice === layer.unitPrice && last.paid === layer.paid) {
      layers[layers.length - 1] = { ...last, quantity: last.quantity + layer.quantity }
    } else layers.push(layer)
  }
  return layers
}

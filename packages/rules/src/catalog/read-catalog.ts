import type { Decision } from '../decision.ts'
import type { CatalogFault } from '../billing/refusal.ts'
import { readCurrency } from '../money/currency.ts'
import type { Catalog } from './catalog.ts'

/** Says what is wrong with a value, or nothing; `path` is where the value stands. */
type Check = (value: unknown, path: string, report: Report) => void
type Report = (path: string, fault: string) => void

/**
 * A vendor's own catalog, from JSON. Refused: with every fault at once, each with its path, so that a catalog is
 * mended in one go. Granted: the same object, typed. Unknown fields are faults too: a misspelt switch is no default.
 */
export function readCatalog(input: unknown): Decision<{ readonly catalog: Catalog }, 'invalid-catalog'> {
  const faults: CatalogFault[] = []
  const report: Report = (path, fault) => void faults.push({ path, fault })
  catalogShape(input, '', report)
  if (faults.length === 0) checkReferences(input as Catalog, report)
  if (faults.length > 0) return { kind: 'refuse', reason: 'invalid-catalog', faults }
  return { kind: 'grant', catalog: input as Catalog }
}

/** What the shape alone does not say: names that point at one another, ranks that order the plans. */
function checkReferences({ plans, policies }: Catalog, report: Report): void {
  const ranks = new Map<number, string>()
  for (const [id, plan] of Object.entries(plans)) {
    if (!Object.hasOwn(policies, plan.policy)) report(`plans.${id}.policy`, `names no policy: ${plan.policy}`)
    const other = ranks.get(plan.rank)
    if (other !== undefined) report(`plans.${id}.rank`, `is the rank of ${other} too`)
    ranks.set(plan.rank, id)
    if (plan.seasonPercent !== null && !Object.hasOwn(plan.prices, 'full-time')) {
      report(`plans.${id}.seasonPercent`, 'needs a price of full-time seats')
    }
  }
  if (ranks.size === 0) report('plans', 'has no plan')
}

const at = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)

function object(fields: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value, path, report) => {
    if (!isRecord(value)) return report(path, 'must be an object')
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(fields, key) && !Object.hasOwn(optional, key)) report(at(path, key), 'is not known')
    }
    for (const [key, check] of Object.entries(fields)) check(value[key], at(path, key), report)
    for (const [key, check] of Object.entries(optional)) {
      if (value[key] !== undefined) check(value[key], at(path, key), report)
    }
  }
}

function recordOf(check: Check): Check {
  return (value, path, report) => {
    if (!isRecord(value)) return report(path, 'must be an object')
    for (const [key, each] of Object.entries(value)) {
      if (key.trim() === '') report(path, 'has an empty name')
      check(each, at(path, key), report)
    }
  }
}

function orNull(check: Check): Check {
  return (value, path, report) => {
    if (value !== null) check(value, path, report)
  }
}

function oneOf(...values: readonly string[]): Check {
  return (value, path, report) => {
    if (!values.includes(value as string)) report(path, `must be one of ${values.join(', ')}`)
  }
}

function integer(least: number): Check {
  return (value, path, report) => {
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      report(path, `must be a whole number, at least ${least}`)
    }
  }
}

const amount = integer(0)
const positive = integer(1)

const text: Check = (value, path, report) => {
  if (typeof value !== 'string' || value.trim() === '') report(path, 'must be a text')
}

const flag: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, 'must be true or false')
}

const currency: Check = (value, path, report) => {
  if (typeof value !== 'string' || readCurrency(value).kind === 'refuse') {
    report(path, 'must be an ISO 4217 currency')
  }
}

const cyclePrices: Check = (value, path, report) => {
  object({}, { monthly: amount, quarterly: amount, annual: amount })(value, path, report)
  if (isRecord(value) && Object.keys(value).length === 0) report(path, 'must have a price')
}

const collaborators: Check = (value, path, report) => {
  const tied = isRecord(value) && value.mode === 'tied'
  const fields: Record<string, Check> = { mode: oneOf('counted', 'tied', 'unlimited') }
  object(tied ? { ...fields, seats: amount, per: positive } : fields)(value, path, report)
}

const storageAmounts = object({ data: amount, attachments: amount })

const planShape = object(
  {
    name: text,
    rank: integer(0),
    policy: text,
    prices: recordOf(cyclePrices),
    collaborators,
    seasonPercent: orNull(amount),
    storage: orNull(
      object({
        base: storageAmounts,
        perLicence: storageAmounts,
        perThousandConversations: orNull(storageAmounts),
      }),
    ),
  },
  { legacy: flag },
)

const policyShape = object({
  increaseCharge: oneOf('immediate-prorated', 'next-cycle'),
  reductionCredit: oneOf('none-until-renewal', 'credit-balance'),
  reductions: oneOf('request', 'self-scheduled'),
  overLimit: oneOf('refuse', 'lock'),
  basis: oneOf('day', 'second', 'thirty-day-month'),
  dayOfChange: oneOf('charged', 'free'),
  rounding: oneOf('half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor'),
})

const addOnShape = object(
  { name: text, prices: cyclePrices },
  { storage: object({ category: oneOf('data', 'attachments'), bytes: positive }) },
)

const catalogShape = object({
  currency,
  plans: recordOf(planShape),
  policies: recordOf(policyShape),
  addOns: recordOf(addOnShape),
  storage: object({
    klassBytes: recordOf(amount),
    pricePerGb: storageAmounts,
    conversations: oneOf('linear', 'whole-thousands'),
    chargeCustomObjectData: flag,
    lateUsageDays: amount,
  }),
  minimumCharge: amount,
  quoteMinutes: positive,
})

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

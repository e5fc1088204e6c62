import { describe, expect, test } from 'vitest'
import { cycleOf, type Catalog } from './catalog.ts'
import { DEFAULT_CATALOG } from './default-catalog.ts'
import { listPrice, lowerPlans, planChangeKind, seasonPrice } from './price.ts'
import { readCatalog } from './read-catalog.ts'

/** The default catalog as plain JSON, with one thing in it set to something else. */
function catalogWith(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(DEFAULT_CATALOG)) as Record<string, unknown>
  const keys = path.split('.')
  let at: Record<string, unknown> = copy
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>
  at[keys.at(-1)!] = value
  return copy
}

describe('a vendor’s own catalog', () => {
  test('the default one is valid, and survives JSON', () => {
    const copy = JSON.parse(JSON.stringify(DEFAULT_CATALOG)) as unknown
    expect(readCatalog(copy)).toEqual({ kind: 'grant', catalog: DEFAULT_CATALOG })
  })

  test.each<[string, unknown]>([
    ['currency', 'USX'],
    ['minimumCharge', -1],
    ['minimumCharge', 0.5],
    ['quoteMinutes', 0],
    ['plans', {}],
    ['plans', []],
    ['plans.business', null],
    ['plans.business.name', ' '],
    ['plans.business.rank', 1],
    ['plans.business.policy', 'lenient'],
    ['plans.business.legacy', 'yes'],
    ['plans.business.prices', { collaborator: { monthly: 1 } }],
    ['plans.business.prices.full-time', {}],
    ['plans.business.prices.full-time.monthly', '8300'],
    ['plans.business.prices.full-time.weekly', 1],
    ['plans.business.collaborators', { mode: 'tied', seats: 1, per: 0 }],
    ['plans.business.collaborators', { mode: 'counted', per: 1 }],
    ['plans.business.collaborators', { mode: 'some' }],
    ['plans.business.seasonPercent', undefined],
    ['plans.business.storage.base.data', 2.5],
    ['plans.business.storage.perThousandConversations', 0],
    ['plans.business.colour', 'red'],
    ['policies.standard.increaseCharge', 'later'],
    ['policies.standard.rounding', 'half-odd'],
    ['policies.standard.overLimit', undefined],
    ['addOns.data-storage.storage', { category: 'videos', bytes: 1 }],
    ['storage.klassBytes.note', -1],
    ['storage.conversations', 'dozens'],
    ['storage.chargeCustomObjectData', 1],
  ])('%s must not be %j', (path, value) => {
    const decision = readCatalog(catalogWith(path, value))
    const faults = decision.kind === 'refuse' ? decision.faults : []
    expect(faults).not.toEqual([])
    expect(faults.every((fault) => fault.path.startsWith(path.split('.').slice(0, 2).join('.')))).toBe(true)
  })

  test.each<[string, unknown, string, string]>([
    ['plans', {}, 'plans', 'has no plan'],
    ['plans', [], 'plans', 'must be an object'],
    ['plans.business.name', 7, 'plans.business.name', 'must be a text'],
    ['plans.business.name', ' ', 'plans.business.name', 'must be a text'],
    ['plans.business.rank', 1, 'plans.business.rank', 'is the rank of professional too'],
    ['plans.business.policy', 'lenient', 'plans.business.policy', 'names no policy: lenient'],
    ['plans.business.legacy', 'yes', 'plans.business.legacy', 'must be true or false'],
    ['plans.business.colour', 'red', 'plans.business.colour', 'is not known'],
    ['plans.business.prices.full-time', {}, 'plans.business.prices.full-time', 'must have a price'],
    [
      'plans.business.prices',
      { collaborator: { monthly: 1 } },
      'plans.business.seasonPercent',
      'needs a price of full-time seats',
    ],
    ['storage.conversations', 'dozens', 'storage.conversations', 'must be one of linear, whole-thousands'],
    ['currency', 7, 'currency', 'must be an ISO 4217 currency'],
    ['addOns', { ' ': { name: 'x', prices: { monthly: 1 } } }, 'addOns', 'has an empty name'],
  ])('%s as %j: %s %s', (path, value, where, fault) => {
    expect(readCatalog(catalogWith(path, value))).toEqual({
      kind: 'refuse',
      reason: 'invalid-catalog',
      faults: [{ path: where, fault }],
    })
  })

  test('SEAT-10 collaborators without limit', () => {
    const unlimited = catalogWith('plans.business.collaborators', { mode: 'unlimited' })
    expect(readCatalog(unlimited).kind).toBe('grant')
  })

  test('all faults are said at once, each with its path', () => {
    const wrong = catalogWith('plans.business.prices.full-time.annual', -1) as { currency: unknown }
    wrong.currency = 1
    expect(readCatalog(wrong)).toEqual({
      kind: 'refuse',
      reason: 'invalid-catalog',
      faults: [
        { path: 'currency', fault: 'must be an ISO 4217 currency' },
        { path: 'plans.business.prices.full-time.annual', fault: 'must be a whole number, at least 0' },
      ],
    })
  })

  test.each([null, 1, 'x', []])('%j is no catalog', (input) => {
    expect(readCatalog(input)).toMatchObject({ faults: [{ path: '', fault: 'must be an object' }] })
  })

  test('an empty name', () => {
    const decision = readCatalog(catalogWith('addOns', { '': { name: 'x', prices: { monthly: 1 } } }))
    expect(decision).toMatchObject({ faults: [{ path: 'addOns', fault: 'has an empty name' }] })
  })

  test('a vendor’s own plan, add-on, policy and klass', () => {
    const own = {
      ...DEFAULT_CATALOG,
      currency: 'JPY',
      plans: {
        solo: {
          ...DEFAULT_CATALOG.plans.enterprise,
          name: 'Solo',
          policy: 'mine',
          collaborators: { mode: 'tied', seats: 1, per: 5 },
        },
      },
      policies: { mine: { ...DEFAULT_CATALOG.policies.standard, basis: 'second' } },
    }
    expect(readCatalog(own).kind).toBe('grant')
  })
})

describe('BILL-03 list prices', () => {
  const price = (plan: string, item: string, cycle: 'monthly' | 'quarterly' | 'annual') => {
    const decision = listPrice(DEFAULT_CATALOG, plan, item, cycle)
    return decision.kind === 'grant' ? decision.price.amount : decision
  }

  test.each([
    ['professional', 'full-time', 4900, 5900],
    ['business', 'full-time', 6900, 8300],
    ['enterprise', 'full-time', 8900, 10700],
    ['ultimate', 'full-time', 13900, 16700],
    ['ultimate', 'collaborator', 1500, 1800],
    ['classic', 'staff', 2900, 2900],
    ['enterprise', 'data-storage', 5000, 5000],
  ])('%s, %s: %i annual, %i monthly', (plan, item, annual, monthly) => {
    expect([price(plan, item, 'annual'), price(plan, item, 'monthly')]).toEqual([annual, monthly])
  })

  test('what is not sold', () => {
    const refuse = (reason: string, facts: object) => ({ kind: 'refuse', reason, ...facts })
    expect(price('gold', 'full-time', 'annual')).toEqual(refuse('unknown-plan', { plan: 'gold' }))
    expect(price('classic', 'full-time', 'annual')).toEqual(
      refuse('not-available-on-plan', { plan: 'classic', item: 'full-time' }),
    )
    expect(price('classic', 'toString', 'annual')).toEqual(refuse('unknown-item', { item: 'toString' }))
    const noAnnual = catalogWith('addOns.data-storage.prices', { monthly: 5000 }) as Catalog
    expect(listPrice(noAnnual, 'business', 'data-storage', 'annual')).toEqual(
      refuse('not-available-on-plan', { plan: 'business', item: 'data-storage' }),
    )
    const { monthly } = DEFAULT_CATALOG.plans.classic!.prices.staff!
    const monthlyOnly: Catalog = {
      ...DEFAULT_CATALOG,
      plans: { classic: { ...DEFAULT_CATALOG.plans.classic!, prices: { staff: { monthly: monthly! } } } },
    }
    expect(listPrice(monthlyOnly, 'classic', 'staff', 'annual')).toMatchObject({
      reason: 'not-available-on-plan',
    })
  })

  test.each([
    ['enterprise', 'annual', 5340],
    ['professional', 'annual', 2940],
    ['ultimate', 'monthly', 10020],
  ] as const)('a season’s seat a month is 60 %% of full-time: %s, %s', (plan, cycle, amount) => {
    expect(seasonPrice(DEFAULT_CATALOG, plan, cycle)).toEqual({
      kind: 'grant',
      price: { amount, currency: 'USD' },
    })
  })

  test('a season’s price is rounded once, half up unless the contract says otherwise (D-35)', () => {
    const odd = catalogWith('plans.business.prices.full-time.annual', 7755) as Catalog
    const half = { ...odd, plans: { business: { ...odd.plans.business!, seasonPercent: 30 } } }
    expect(seasonPrice(half, 'business', 'annual')).toMatchObject({ price: { amount: 2327 } })
    expect(seasonPrice(half, 'business', 'annual', 'half-even')).toMatchObject({ price: { amount: 2326 } })
  })

  test('a plan without seasons', () => {
    expect(seasonPrice(DEFAULT_CATALOG, 'classic', 'annual')).toEqual({
      kind: 'refuse',
      reason: 'not-available-on-plan',
      plan: 'classic',
      item: 'seasonal',
    })
    expect(seasonPrice(DEFAULT_CATALOG, 'gold', 'annual')).toMatchObject({ reason: 'unknown-plan' })
    const noAnnual = catalogWith('plans.business.prices.full-time', { monthly: 8300 }) as Catalog
    expect(seasonPrice(noAnnual, 'business', 'annual')).toMatchObject({ reason: 'not-available-on-plan' })
  })

  test.each([
    ['monthly', 'monthly'],
    ['quarterly', 'quarterly'],
    ['annual', 'annual'],
    [{ months: 24 }, 'annual'],
    [{ months: 3 }, 'quarterly'],
    [{ months: 6 }, 'monthly'],
  ] as const)('an interval of %j pays %s prices', (interval, cycle) => {
    expect(cycleOf(interval)).toBe(cycle)
  })

  test.each([
    ['enterprise', 'ultimate', 'higher'],
    ['enterprise', 'business', 'lower'],
    ['enterprise', 'enterprise', 'same'],
  ])('BILL-05 %s → %s is %s', (from, to, change) => {
    expect(planChangeKind(DEFAULT_CATALOG, from, to)).toEqual({ kind: 'grant', change })
  })

  test.each<[string, string[]]>([
    ['ultimate', ['enterprise']],
    ['enterprise', []],
    ['business', []],
    ['classic', []],
    ['gold', []],
    ['toString', []],
  ])('BILL-04 lower than %s and still sold: %j', (from, lower) => {
    expect(lowerPlans(DEFAULT_CATALOG, from)).toEqual(lower)
  })

  test('BILL-05 an unknown plan on either side', () => {
    expect(planChangeKind(DEFAULT_CATALOG, 'gold', 'business')).toMatchObject({ plan: 'gold' })
    expect(planChangeKind(DEFAULT_CATALOG, 'business', 'gold')).toMatchObject({ plan: 'gold' })
  })
})
